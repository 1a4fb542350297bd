// An interpreter for a small language: lexer, precedence parser, and an evaluator that walks the tree.

const source = `
  let primes = 0; let n = 2;
  while (n < 260) {
    let d = 2; let prime = 1;
    while (d * d <= n) { if (n - (n / d) * d == 0) { prime = 0; } d = d + 1; }
    primes = primes + prime; n = n + 1;
  }
  let i = 0; let sum = 0;
  while (i < 900) { sum = sum + square(i) - twice(i) + max(i, 450); i = i + 1; }
  primes * 1000000 + sum - (sum / 1000000) * 1000000;
`;

function lex(text) {
  const tokens = [];
  const pattern = /\s*(?:(\d+)|([a-z]+)|(<=|==|[-+*/<=(){};,]))/gy;
  let match = pattern.exec(text);
  while (match !== null && match[0] !== '') {
    if (match[1] !== undefined) tokens.push({ kind: 'number', text: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: 'name', text: match[2] });
    else tokens.push({ kind: match[3], text: match[3] });
    match = pattern.exec(text);
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

const powers = { '==': 1, '<': 2, '<=': 2, '+': 3, '-': 3, '*': 4, '/': 4 };

class Parser {
  constructor(tokens) {
    this.tokens = tokens;
    this.at = 0;
  }

  peek() {
    return this.tokens[this.at];
  }

  next() {
    return this.tokens[this.at++];
  }

  take(kind) {
    if (this.peek().kind !== kind) return false;
    this.at++;
    return true;
  }

  expect(kind) {
    const token = this.next();
    if (token.kind !== kind) throw new SyntaxError(`expected ${kind}, found ${token.text}`);
    return token;
  }

  block(end) {
    const body = [];
    while (!this.take(end)) body.push(this.statement());
    return { type: 'block', body };
  }

  statement() {
    const token = this.peek();
    if (token.text === 'while' || token.text === 'if') {
      this.next();
      this.expect('(');
      const test = this.expression(0);
      this.expect(')');
      this.expect('{');
      return { type: token.text, test, body: this.block('}') };
    }
    if (token.text === 'let') this.next();
    const value = this.expression(0);
    if (value.type === 'name' && this.take('=')) {
      const assigned = { type: 'assign', name: value.name, value: this.expression(0) };
      this.expect(';');
      return assigned;
    }
    this.expect(';');
    return value;
  }

  expression(power) {
    let left = this.primary();
    for (;;) {
      const operator = this.peek().kind;
      const own = powers[operator];
      if (own === undefined || own <= power) return left;
      this.next();
      left = { type: 'binary', operator, left, right: this.expression(own) };
    }
  }

  primary() {
    const token = this.next();
    if (token.kind === 'number') return { type: 'number', value: Number(token.text) };
    if (token.kind === '(') {
      const inner = this.expression(0);
      this.expect(')');
      return inner;
    }
    if (token.kind !== 'name') throw new SyntaxError(`unexpected ${token.text}`);
    if (!this.take('(')) return { type: 'name', name: token.text };
    const args = [];
    while (!this.take(')')) {
      args.push(this.expression(0));
      this.take(',');
    }
    return { type: 'call', name: token.text, args };
  }
}

const builtins = {
  square: (n) => n * n,
  twice: (n) => n + n,
  max: (a, b) => (a > b ? a : b),
};

function evaluate(node, scope) {
  switch (node.type) {
    case 'number':
      return node.value;
    case 'name':
      return scope[node.name];
    case 'assign':
      scope[node.name] = evaluate(node.value, scope);
      return scope[node.name];
    case 'binary':
      return operate(node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
    case 'call':
      return apply(node, scope);
    case 'if':
      return evaluate(node.test, scope) ? evaluate(node.body, scope) : 0;
    case 'while': {
      let last = 0;
      while (evaluate(node.test, scope)) last = evaluate(node.body, scope);
      return last;
    }
    case 'block': {
      let last = 0;
      for (let i = 0; i < node.body.length; i++) last = evaluate(node.body[i], scope);
      return last;
    }
    default:
      throw new TypeError(`unknown node ${node.type}`);
  }
}

function apply(node, scope) {
  const args = [];
  for (let i = 0; i < node.args.length; i++) args.push(evaluate(node.args[i], scope));
  return builtins[node.name](...args);
}

function operate(operator, left, right) {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return Math.trunc(left / right);
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    default:
      return left === right;
  }
}

export const expected = 55292075;

export function run() {
  let result = 0;
  for (let i = 0; i < 8; i++) result = evaluate(new Parser(lex(source)).block('end'), Object.create(null));
  return result;
}
