// A hand-written JSON parser and printer over a document of mixed shapes.

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  fail(what) {
    throw new SyntaxError(`${what} at ${this.at}`);
  }

  space() {
    let code = this.text.charCodeAt(this.at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.text.charCodeAt(++this.at);
    return this.text[this.at];
  }

  expect(word) {
    if (!this.text.startsWith(word, this.at)) this.fail(`expected ${word}`);
    this.at += word.length;
  }

  value() {
    switch (this.space()) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      case 't':
        this.expect('true');
        return true;
      case 'f':
        this.expect('false');
        return false;
      case 'n':
        this.expect('null');
        return null;
      default:
        return this.number();
    }
  }

  object() {
    const result = {};
    this.expect('{');
    if (this.space() !== '}') {
      do {
        this.space();
        const key = this.string();
        this.space();
        this.expect(':');
        result[key] = this.value();
      } while (this.comma());
    }
    this.expect('}');
    return result;
  }

  array() {
    const result = [];
    this.expect('[');
    if (this.space() !== ']') {
      do result.push(this.value());
      while (this.comma());
    }
    this.expect(']');
    return result;
  }

  comma() {
    if (this.space() !== ',') return false;
    this.at++;
    return true;
  }

  string() {
    this.expect('"');
    let result = '';
    let from = this.at;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34) break;
      if (code === 92) {
        result += this.text.slice(from, this.at) + this.escape();
        from = this.at;
      } else if (code >= 32) this.at++;
      else this.fail('unterminated string');
    }
    result += this.text.slice(from, this.at++);
    return result;
  }

  escape() {
    const letter = this.text[this.at + 1];
    this.at += 2;
    if (letter === 'n') return '\n';
    if (letter === 't') return '\t';
    if (letter !== 'u') return letter;
    this.at += 4;
    return String.fromCharCode(Number.parseInt(this.text.slice(this.at - 4, this.at), 16));
  }

  number() {
    const from = this.at;
    let code = this.text.charCodeAt(this.at);
    while ((code >= 48 && code <= 57) || code === 45 || code === 43 || code === 46 || code === 101) {
      code = this.text.charCodeAt(++this.at);
    }
    if (from === this.at) this.fail('expected a value');
    return Number(this.text.slice(from, this.at));
  }
}

function print(value) {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? quote(value) : `${value}`;
  let text = '';
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + print(value[i]);
    return `[${text}]`;
  }
  for (const key in value) text += `${text === '' ? '' : ','}${quote(key)}:${print(value[key])}`;
  return `{${text}}`;
}

function quote(text) {
  let result = '"';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === '"' || letter === '\\') result += `\\${letter}`;
    else if (letter === '\n') result += '\\n';
    else result += letter;
  }
  return `${result}"`;
}

function document() {
  const rows = [];
  for (let i = 0; i < 400; i++) {
    const tags = i % 2 ? '["a", "b\\n", "\\u0041"]' : '[ ]';
    rows.push(`{"id": ${i}, "name": "row ${i}", "ok": ${i % 3 === 0}, "score": ${i / 8}, "tags": ${tags}, "more": {"x": null}}`);
  }
  return `[${rows.join(',\n  ')}]`;
}

const text = document();

export const expected = 553072;

export function run() {
  let size = 0;
  for (let i = 0; i < 16; i++) size += print(new Reader(text).value()).length;
  return size;
}
