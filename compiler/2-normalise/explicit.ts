/**
 * Makes explicit what declarations do, so that a function can be cut in two.
 *
 * In: a resolved module whose storage is decided. Out: the same program in which, in resumable functions,
 *   - `var` declarations are assignments (the variables are listed on the function);
 *   - variables shared by both halves are assigned, not declared (listed on the function too);
 *   - a captured, assigned variable of a loop body is `$c.v`, one cell `$c` per iteration;
 *   - reads that may come too early check for TDZ, writes to constants throw;
 *   - functions in blocks are `let`s at the start of their block (and assign the Annex B `var`).
 *
 *     for (let i = 0; i < 3; i++) fs.push(() => i++, f());
 *     →  for (let $k = { v: 0 }; $k.v < 3; $k = { v: $k.v }, $k.v++) { const $c = $k; fs.push(() => $c.v++, f()); }
 *
 * The trap: an anonymous function takes its name from the variable it is assigned to, which a cell is not.
 */
import * as t from '@babel/types';
import { type AnnexBFunction, makeBinding } from '../1-select/scopes.js';
import { assign, block, id, letDeclaration, mapChildren, member, ref, same, set, undef } from '../normal-form/build.js';
import type { Helpers } from '../normal-form/helpers.js';
import type { Binding, FunctionInfo, IdentifierRef, ModuleInfo, Scope } from '../normal-form/model.js';
import { hasPoint } from './normaliser.js';
import { needsCell } from './storage.js';
import { authorName, notIterableText } from './text.js';

/** An expression that stands for something the author wrote otherwise; engine messages must say what. */
export type Stand = t.Expression & { author?: string };

export function makeExplicit(
  program: t.Program,
  module: ModuleInfo & { infoOf: Map<t.Node, FunctionInfo> },
  helpers: Helpers,
): void {
  new Explicit(module, helpers).program(program);
}

class Explicit {
  readonly #module: ModuleInfo & { infoOf: Map<t.Node, FunctionInfo> };
  readonly #helpers: Helpers;
  /** Statements to put at the start of a scope's block. */
  readonly #starts = new Map<t.Node, t.Statement[]>();
  #fn: FunctionInfo | null = null;

  constructor(module: ModuleInfo & { infoOf: Map<t.Node, FunctionInfo> }, helpers: Helpers) {
    this.#module = module;
    this.#helpers = helpers;
  }

  program(program: t.Program): void {
    for (const fn of this.#module.functions)
      if (fn.resumable) for (const binding of [...fn.bindings]) this.#prepare(fn, binding);
    mapChildren(program, child => this.#node(child));
  }

  #prepare(fn: FunctionInfo, binding: Binding): void {
    const initial = () => (binding.needsTdz ? this.#helpers.value('TDZ') : null);
    if (needsCell(binding)) {
      const scope = binding.scope;
      const cell = makeBinding(this.#module.names.fresh(`$${binding.name}`), 'const', scope, fn);
      cell.storage = 'copy';
      cell.captures = binding.captures;
      binding.cell = cell;
      if (!isForHead(binding)) this.#start(scope, this.#declareCell(cell, initial() ?? undef()));
    } else if (binding.storage === 'shared') {
      const isBlockFunction = binding.kind === 'function' && binding.scope !== fn.scope;
      if (isBlockFunction || ['var', 'let', 'const', 'class'].includes(binding.kind)) fn.shared.push(binding);
    } else if (binding.kind === 'var') fn.vars.push(binding);
    else if (binding.needsTdz && binding.kind !== 'param')
      this.#start(binding.scope, letDeclaration(ref(binding), initial()));
  }

  #declareCell(cell: Binding, value: t.Expression): t.VariableDeclaration {
    return letDeclaration(ref(cell), t.objectExpression([t.objectProperty(id('v'), value)]));
  }

  #start(scope: Scope, ...statements: t.Statement[]): void {
    const list = this.#starts.get(scope.node) ?? [];
    list.push(...statements);
    this.#starts.set(scope.node, list);
  }

  /** The statements that open the scope of `node`, once. */
  #take(node: t.Node): t.Statement[] {
    const list = this.#starts.get(node) ?? [];
    this.#starts.delete(node);
    return list;
  }

  // ── the walk ──────────────────────────────────────────────────────────────

  #node<N extends t.Node>(node: N): t.Node {
    switch (node.type) {
      case 'Identifier':
        return this.#read(node as t.Identifier);
      case 'AssignmentExpression':
        return this.#assignment(node as t.AssignmentExpression);
      case 'UpdateExpression':
        return this.#update(node as t.UpdateExpression);
      case 'VariableDeclaration':
        return this.#declaration(node as t.VariableDeclaration);
      case 'ClassDeclaration':
        return this.#classDeclaration(node as t.ClassDeclaration);
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        return this.#function(node as t.Function);
      case 'BlockStatement':
        return this.#block(node as t.BlockStatement);
      case 'SwitchStatement':
        return this.#switch(node as t.SwitchStatement);
      case 'CatchClause':
        return this.#catch(node as t.CatchClause);
      case 'ForStatement':
        return this.#for(node as t.ForStatement);
      case 'ForInStatement':
      case 'ForOfStatement':
        return this.#forEach(node as t.ForXStatement);
      case 'ObjectPattern':
      case 'ArrayPattern':
        return this.#pattern(node as t.Pattern);
      case 'ExportSpecifier':
      case 'ImportDeclaration':
        return node;
      case 'LabeledStatement':
        return this.#labeled(node as t.LabeledStatement);
      case 'CallExpression':
      case 'TaggedTemplateExpression': {
        this.#children(node);
        const key = node.type === 'CallExpression' ? 'callee' : 'tag';
        const callee = (node as unknown as Record<string, Stand>)[key] as Stand;
        // Resumable functions lower such calls themselves, with the author's name in the message.
        if (callee.author && !this.#fn?.resumable)
          (node as unknown as Record<string, t.Expression>)[key] = t.sequenceExpression([t.numericLiteral(0), callee]);
        return node;
      }
      default:
        this.#children(node);
        return node;
    }
  }

  /** Children that are expressions or statements, but not names that are no variables. */
  #children(node: t.Node): void {
    mapChildren(node, (child, key) => (isPlainName(node, key) ? child : this.#node(child)));
  }

  #read(node: IdentifierRef): t.Expression {
    const binding = node.binding;
    if (!binding || !(binding.cell || binding.needsTdz)) return node;
    const value = (): t.Expression => (binding.cell ? member(ref(binding.cell), 'v') : ref(binding));
    if (!binding.needsTdz) return stand(value(), binding);
    return stand(
      t.conditionalExpression(same(value(), this.#helpers.value('TDZ')), this.#tdzError(binding), value()),
      binding,
    );
  }

  #tdzCheck(binding: Binding): t.Expression {
    return this.#helpers.tdzCheck(binding, binding.cell ? member(ref(binding.cell), 'v') : ref(binding));
  }

  #tdzError(binding: Binding): t.Expression {
    return this.#helpers.tdz(binding);
  }

  #isFixed(binding: Binding | null | undefined): boolean {
    return binding?.kind === 'const' && binding.storage !== 'native' && binding.cell !== binding;
  }

  /** What an assignment to the variable writes to. */
  #place(node: IdentifierRef): t.LVal {
    const binding = node.binding;
    if (this.#isFixed(binding)) return member(this.#helpers.call('constant'), 'v');
    return binding?.cell ? member(ref(binding.cell), 'v') : node;
  }

  #assignment(node: t.AssignmentExpression): t.Expression {
    if (node.left.type !== 'Identifier') {
      const early = Object.values(t.getBindingIdentifiers(node.left))
        .map(name => (name as IdentifierRef).binding)
        .filter((binding): binding is Binding => !!binding?.needsTdz);
      node.left = this.#pattern(node.left) as t.MemberExpression;
      node.right = this.#node(node.right) as t.Expression;
      // With points in it the pattern is taken apart, and each target checked in its turn.
      for (const binding of hasPoint(node.left) ? [] : early)
        node.right = this.#helpers.call('first', node.right, this.#tdzCheck(binding));
      return node;
    }
    const left = node.left as IdentifierRef;
    const binding = left.binding;
    const special = binding && (binding.cell || binding.needsTdz || this.#isFixed(binding));
    node.right = this.#node(node.right) as t.Expression;
    if (!special) {
      if (binding?.author) node.right = named(node.right, binding.author);
      return node;
    }
    const { operator, right } = node;
    if (operator === '=') return this.#write(left, named(right, binding.author ?? binding.name));
    const logical = operator === '&&=' || operator === '||=' || operator === '??=';
    if (logical)
      return t.logicalExpression(
        operator.slice(0, 2) as '&&',
        this.#read(left),
        this.#write(left, named(right, binding.author ?? binding.name)),
      );
    return this.#write(left, t.binaryExpression(operator.slice(0, -1) as '+', this.#read(left), right));
  }

  /** `x = value`, after the checks that come between the value and the assignment. */
  #write(left: IdentifierRef, value: t.Expression): t.Expression {
    const binding = left.binding as Binding;
    if (binding.needsTdz) {
      value = this.#helpers.call('first', value, this.#tdzCheck(binding));
    }
    if (this.#isFixed(binding)) return this.#helpers.call('constant', value);
    return assign(this.#place(left), value);
  }

  #update(node: t.UpdateExpression): t.Expression {
    if (node.argument.type !== 'Identifier') {
      node.argument = this.#node(node.argument) as t.MemberExpression;
      return node;
    }
    const left = node.argument as IdentifierRef;
    const binding = left.binding;
    if (!binding) return node;
    if (this.#isFixed(binding)) return this.#helpers.call('constant', t.unaryExpression('+', this.#read(left)));
    if (binding.cell) node.argument = this.#place(left) as t.MemberExpression;
    if (!binding.needsTdz) return node;
    return t.sequenceExpression([this.#read(left), node]);
  }

  /** The targets of a destructuring assignment (declarations come here once they are assignments). */
  #pattern(node: t.Node): t.Node {
    switch (node.type) {
      case 'Identifier':
        return this.#place(node);
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.type === 'RestElement')
            property.argument = this.#pattern(property.argument) as t.LVal as t.Identifier;
          else {
            if (property.computed) property.key = this.#node(property.key) as t.Expression;
            property.value = this.#pattern(property.value) as t.Pattern;
          }
        }
        return node;
      case 'ArrayPattern':
        node.elements = node.elements.map(element => element && (this.#pattern(element) as t.Identifier));
        return node;
      case 'AssignmentPattern': {
        const name = node.left.type === 'Identifier' ? authorName(node.left) : null;
        const target = this.#pattern(node.left) as t.Identifier;
        node.right = this.#node(node.right) as t.Expression;
        if (name !== null && (target !== node.left || isRenamed(target))) node.right = named(node.right, name);
        node.left = target;
        return node;
      }
      case 'RestElement':
        node.argument = this.#pattern(node.argument) as t.Identifier;
        return node;
      default:
        return this.#node(node);
    }
  }

  // ── declarations ──────────────────────────────────────────────────────────

  /** True where the declaration must become an assignment. */
  #isLoose(binding: Binding | null | undefined): boolean {
    return (
      !!binding && binding.owner === this.#fn && !!(binding.cell || binding.storage === 'shared' || binding.needsTdz)
    );
  }

  #declaration(node: t.VariableDeclaration): t.Statement {
    const fn = this.#fn;
    if (!fn?.resumable) {
      this.#children(node);
      return node;
    }
    const result: t.Statement[] = [];
    for (const declarator of node.declarations) {
      const { init } = declarator;
      const names = Object.values(t.getBindingIdentifiers(declarator.id)) as IdentifierRef[];
      const isVar = node.kind === 'var';
      if (isVar && !init) continue;
      if (!isVar && !names.some(name => this.#isLoose(name.binding))) {
        if (init) declarator.init = namedFor(declarator.id, this.#node(init) as t.Expression);
        this.#definition(declarator.id as t.LVal);
        result.push(t.inherits(t.variableDeclaration(node.kind, [declarator]), node));
        continue;
      }
      for (const name of names)
        if (!isVar && !this.#isLoose(name.binding)) result.push(letDeclaration(ref(name.binding as Binding)));
      const text =
        init && declarator.id.type === 'ArrayPattern' && !t.isArrayExpression(init) ? notIterableText(init) : null;
      let value = init ? (this.#node(init) as t.Expression) : undef();
      // As an assignment the pattern would fail in other words.
      if (text !== null) value = this.#helpers.call('iterable', value, t.stringLiteral(text));
      const pattern = this.#definition(declarator.id as t.LVal);
      const right =
        declarator.id.type !== 'Identifier' || (pattern === declarator.id && !isRenamed(pattern))
          ? value
          : named(value, authorName(declarator.id));
      const statement = set(pattern, right) as DeclaringStatement;
      statement.declares = true;
      result.push(t.inherits(statement, declarator));
    }
    if (result.length > 0) t.inheritLeadingComments(result[0] as t.Statement, node);
    return result.length === 1 ? (result[0] as t.Statement) : (splice(result) as t.Statement);
  }

  /** A declared pattern as assignment targets: constants are written once here, and nothing is checked. */
  #definition(node: t.LVal): t.LVal {
    if (node.type === 'Identifier') {
      const cell = (node as IdentifierRef).binding?.cell;
      return cell ? member(ref(cell), 'v') : node;
    }
    const swap = (pattern: t.Node): t.Node => {
      if (pattern.type === 'Identifier') return this.#definition(pattern) as t.Node;
      if (pattern.type === 'AssignmentPattern') {
        const name = pattern.left.type === 'Identifier' ? authorName(pattern.left) : null;
        const left = swap(pattern.left) as t.Identifier;
        pattern.right = this.#node(pattern.right) as t.Expression;
        if (name !== null && (left !== pattern.left || isRenamed(left))) pattern.right = named(pattern.right, name);
        pattern.left = left;
      } else if (pattern.type === 'ObjectPattern') {
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') property.argument = swap(property.argument) as t.Identifier;
          else {
            if (property.computed) property.key = this.#node(property.key) as t.Expression;
            property.value = swap(property.value) as t.Pattern;
          }
        }
      } else if (pattern.type === 'ArrayPattern')
        pattern.elements = pattern.elements.map(element => element && (swap(element) as t.Identifier));
      else if (pattern.type === 'RestElement') pattern.argument = swap(pattern.argument) as t.Identifier;
      return pattern;
    };
    return swap(node) as t.LVal;
  }

  #classDeclaration(node: t.ClassDeclaration): t.Statement {
    const binding = (node.id as IdentifierRef | null)?.binding;
    this.#children(node);
    if (!this.#fn?.resumable || !binding?.scope.hasPoint) return node;
    const value = t.inherits(
      t.classExpression(t.identifier(binding.author ?? binding.name), node.superClass, node.body, node.decorators),
      node,
    );
    if (this.#isLoose(binding)) return set(this.#definition(ref(binding) as t.Identifier), value);
    return letDeclaration(ref(binding), value);
  }

  #function(node: t.Function): t.Node {
    const outer = this.#fn;
    this.#fn = this.#module.infoOf.get(node) ?? null;
    if ('key' in node && node.computed) node.key = this.#node(node.key) as t.Expression;
    node.params = node.params.map(param => this.#pattern(param) as t.Identifier);
    if (node.body.type === 'BlockStatement') {
      this.#statements(node.body);
      node.body.body.unshift(...this.#take(node));
      const renewed = this.#fn?.resumable ? this.#fn.renewed : [];
      node.body.body.unshift(...renewed.map(([variable, parameter]) => set(ref(variable), ref(parameter))));
    } else node.body = this.#node(node.body) as t.Expression;
    this.#fn = outer;
    return node;
  }

  #block(node: t.BlockStatement): t.Statement {
    this.#statements(node);
    node.body.unshift(...this.#take(node));
    return node;
  }

  #statements(node: { body: t.Statement[] }, scopeNode: t.Node = node as t.Node): void {
    const functions: t.Statement[] = [];
    node.body = node.body.map(withoutLabels).flatMap(statement => {
      if (statement.type === 'FunctionDeclaration' && this.#isBlockFunction(statement)) {
        const late = this.#annexB(statement);
        functions.push(this.#hoistFunction(statement));
        return late;
      }
      return unsplice(this.#node(statement) as t.Statement);
    });
    if (functions.length > 0) this.#starts.set(scopeNode, [...(this.#starts.get(scopeNode) ?? []), ...functions]);
  }

  #isBlockFunction(node: t.FunctionDeclaration): boolean {
    const scope = ((node.id as IdentifierRef).binding as Binding).scope;
    return !!this.#fn?.resumable && scope.kind !== 'function';
  }

  #hoistFunction(node: t.FunctionDeclaration): t.Statement {
    const binding = (node.id as IdentifierRef).binding as Binding;
    this.#function(node);
    const value = node as unknown as t.FunctionExpression;
    value.type = 'FunctionExpression';
    value.id = null;
    const given = binding.cell || binding.author ? named(value, binding.author ?? binding.name) : value;
    if (binding.cell) return set(member(ref(binding.cell), 'v'), given);
    return binding.storage === 'shared' ? set(ref(binding), given) : letDeclaration(ref(binding), given);
  }

  /** What evaluating the declaration does in sloppy code: it copies the function to the `var`. */
  #annexB(node: t.FunctionDeclaration): t.Statement[] {
    const { annexB } = node as AnnexBFunction;
    if (!annexB) return [];
    const own = (node.id as IdentifierRef).binding as Binding;
    const value = own.cell ? member(ref(own.cell), 'v') : ref(own);
    return [set(annexB.cell ? member(ref(annexB.cell), 'v') : ref(annexB), value)];
  }

  /** What goes before a loop goes before its labels too: `continue` wants the label on the loop. */
  #labeled(node: t.LabeledStatement): t.Statement {
    const body = this.#node(node.body) as t.Statement;
    if (!(body as Partial<Wrapped>).wraps) {
      node.body = body;
      return node;
    }
    const list = (body as Wrapped).body;
    node.body = list.pop() as t.Statement;
    list.push(node);
    return body;
  }

  // ── statements with scopes of their own ───────────────────────────────────

  #switch(node: t.SwitchStatement): t.Statement {
    node.discriminant = this.#node(node.discriminant) as t.Expression;
    for (const clause of node.cases) {
      if (clause.test) clause.test = this.#node(clause.test) as t.Expression;
      const body = { body: clause.consequent };
      this.#statements(body, node);
      clause.consequent = body.body;
    }
    const start = this.#take(node);
    return wrapped(start, node);
  }

  #catch(node: t.CatchClause): t.CatchClause {
    const scopeNode = node;
    if (node.param) {
      const names = Object.values(t.getBindingIdentifiers(node.param)) as IdentifierRef[];
      if (names.some(name => this.#isLoose(name.binding))) {
        const caught = this.#module.names.fresh('$x');
        const declaration = letDeclaration(node.param as t.LVal, id(caught));
        node.param = id(caught);
        for (const name of names)
          if (name.binding?.storage === 'shared') (this.#fn as FunctionInfo).shared.push(name.binding);
        node.body.body.unshift(declaration);
      } else node.param = this.#pattern(node.param) as t.Identifier;
    }
    node.body = this.#node(node.body) as t.BlockStatement;
    node.body.body.unshift(...this.#take(scopeNode));
    return node;
  }

  #for(node: t.ForStatement): t.Statement {
    const cells = [...headBindings(node.init)].filter(binding => binding.cell);
    if (cells.length === 0) {
      this.#children(node);
      const { init } = node;
      if (init && (t.isStatement(init) as boolean)) node.init = asForInit(init as t.Statement);
      const start = [...this.#take(node), ...hoistedInit(node)];
      return wrapped(start, node);
    }
    return this.#forCells(node, cells);
  }

  /**
   * `for (let i = 0; test; update) body` with a cell for `i`: `$k` walks, `$c` is this iteration's. A closure in
   * the update belongs to the iteration that comes, one in the test to the one it opens, so both go into the body.
   */
  #forCells(node: t.ForStatement, cells: Binding[]): t.Statement {
    const fn = this.#fn as FunctionInfo;
    const walkers = new Map<Binding, Binding>();
    for (const binding of cells) {
      const walker = makeBinding(
        this.#module.names.fresh(`${(binding.cell as Binding).name}n`),
        'let',
        binding.scope,
        fn,
      );
      walker.storage = 'local';
      walkers.set(binding, walker);
    }
    const before: t.Statement[] = [];
    for (const binding of cells)
      before.push(this.#declareCell(binding.cell as Binding, binding.needsTdz ? this.#helpers.value('TDZ') : undef()));
    before.push(...unsplice(this.#node(node.init as t.VariableDeclaration) as t.Statement));
    for (const [binding, walker] of walkers) {
      // The loop's own variable starts as a copy, for a closure in the initialiser keeps the first one.
      before.push(letDeclaration(ref(walker), this.#copyCell(binding.cell as Binding)));
    }
    const first = makeBinding(this.#module.names.fresh('$first'), 'let', (cells[0] as Binding).scope, fn);
    first.storage = 'local';
    const inner: t.Statement[] = [];
    const update = node.update ? [t.expressionStatement(this.#node(node.update) as t.Expression)] : [];
    const test = node.test
      ? [t.ifStatement(t.unaryExpression('!', this.#node(node.test) as t.Expression), t.breakStatement())]
      : [];
    const body = this.#node(node.body) as t.Statement;
    const bodyCells = new Map<Binding, Binding>();
    for (const [binding, walker] of walkers) {
      const cell = binding.cell as Binding;
      const own = makeBinding(this.#module.names.fresh(cell.name), 'const', { ...binding.scope, loops: [-1] }, fn);
      own.storage = 'copy';
      own.captures = binding.captures;
      bodyCells.set(cell, own);
      inner.push(
        letDeclaration(ref(own), t.conditionalExpression(ref(first), ref(walker), this.#copyCell(walker))),
        set(ref(walker), ref(own)),
      );
    }
    inner.push(
      t.ifStatement(
        ref(first),
        block([set(ref(first), t.booleanLiteral(false))]),
        update.length > 0 ? block(update) : null,
      ),
      ...test,
    );
    const statements = body.type === 'BlockStatement' ? body : block([body]);
    inner.push(statements);
    const loop = t.inherits(t.forStatement(null, null, null, block(inner)), node);
    replaceBindings(loop.body, bodyCells);
    before.push(letDeclaration(ref(first), t.booleanLiteral(true)));
    return wrapped([...this.#take(node), ...before], loop);
  }

  #copyCell(cell: Binding): t.Expression {
    return t.objectExpression([t.objectProperty(id('v'), member(ref(cell), 'v'))]);
  }

  #forEach(node: t.ForXStatement): t.Statement {
    const head = node.left;
    node.right = this.#node(node.right) as t.Expression;
    const resumable = !!this.#fn?.resumable;
    if (head.type === 'VariableDeclaration' && resumable) {
      const pattern = (head.declarations[0] as t.VariableDeclarator).id as t.LVal;
      const names = Object.values(t.getBindingIdentifiers(pattern)) as IdentifierRef[];
      const isVar = head.kind === 'var';
      if (isVar) node.left = Object.assign(this.#definition(pattern), { declares: true }) as t.Identifier;
      else if (names.some(name => this.#isLoose(name.binding))) {
        const item = makeBinding(
          this.#module.names.fresh('$n'),
          'let',
          ((names[0] as IdentifierRef).binding as Binding).scope,
          this.#fn,
        );
        item.storage = 'local';
        node.left = letDeclaration(ref(item));
        const body = node.body.type === 'BlockStatement' ? node.body : block([node.body]);
        node.body = body;
        body.body.unshift(
          t.variableDeclaration(head.kind, [
            t.variableDeclarator(pattern as t.Identifier, Object.assign(ref(item), { author: '.for' })),
          ]),
        );
      } else this.#definition(pattern);
    } else if (head.type === 'VariableDeclaration') this.#children(head);
    else node.left = this.#pattern(head) as t.LVal;
    node.body = this.#node(node.body) as t.Statement;
    const start = this.#take(node);
    if (start.length > 0) node.body = block([...start, node.body]);
    return node;
  }
}

export interface DeclaringStatement extends t.ExpressionStatement {
  /** A declaration made into an assignment: engine messages are those of a declaration. */
  declares?: boolean;
}

interface Wrapped extends t.BlockStatement {
  /** The last statement is what the author wrote, the others prepare for it. */
  wraps: true;
}

function wrapped(before: t.Statement[], node: t.Statement): t.Statement {
  return before.length > 0 ? Object.assign(block([...before, node]), { wraps: true as const }) : node;
}

interface Splice extends t.BlockStatement {
  /** Several statements in place of one; not a block of the program. */
  splice: true;
}

const splice = (body: t.Statement[]): Splice => Object.assign(block(body), { splice: true as const });

function unsplice(node: t.Statement): t.Statement[] {
  return (node as Partial<Splice>).splice ? (node as Splice).body : [node];
}

/** A declaration in a `for` head may have become an assignment statement. */
function asForInit(statement: t.Statement): t.ForStatement['init'] {
  if (statement.type === 'ExpressionStatement') return statement.expression;
  if (!(statement as Partial<Splice>).splice) return statement as t.VariableDeclaration;
  const parts = (statement as Splice).body;
  if (parts.every(part => part.type === 'ExpressionStatement'))
    return parts.length === 0
      ? null
      : t.sequenceExpression(parts.map(part => (part as t.ExpressionStatement).expression));
  if (parts.every(part => part.type === 'VariableDeclaration'))
    return t.variableDeclaration(
      'let',
      parts.flatMap(part => (part as t.VariableDeclaration).declarations),
    );
  return statement as unknown as t.VariableDeclaration;
}

/** A head that stayed a list of statements goes before the loop. */
function hoistedInit(node: t.ForStatement): t.Statement[] {
  const init = node.init as t.Node | null | undefined;
  if (!init || !(init as Partial<Splice>).splice) return [];
  node.init = null;
  return (init as Splice).body;
}

function* headBindings(init: t.Node | null | undefined): Generator<Binding> {
  if (init?.type !== 'VariableDeclaration') return;
  for (const name of Object.values(t.getBindingIdentifiers(init)) as IdentifierRef[])
    if (name.binding) yield name.binding;
}

function isForHead(binding: Binding): boolean {
  return binding.scope.kind === 'loop' && binding.scope.node.type === 'ForStatement';
}

function replaceBindings(node: t.Node, by: Map<Binding, Binding>): void {
  const binding = (node as IdentifierRef).binding;
  const replacement = binding && by.get(binding);
  if (replacement) {
    (node as IdentifierRef).binding = replacement;
    (node as t.Identifier).name = replacement.name;
    replacement.references.push(node as IdentifierRef);
  }
  mapChildren(node, child => {
    replaceBindings(child, by);
    return child;
  });
}

/** Gives an anonymous function the name that assigning it to a variable would have given it. */
export function named(value: t.Expression, name: string): t.Expression {
  const anonymous =
    value.type === 'ArrowFunctionExpression' ||
    ((value.type === 'FunctionExpression' || value.type === 'ClassExpression') && !value.id);
  if (!anonymous) return value;
  return t.memberExpression(
    t.objectExpression([t.objectProperty(t.stringLiteral(name), value)]),
    t.stringLiteral(name),
    true,
  );
}

/** A label before a function means nothing. */
function withoutLabels(node: t.Statement): t.Statement {
  let inner = node;
  while (inner.type === 'LabeledStatement') inner = inner.body;
  return inner.type === 'FunctionDeclaration' ? inner : node;
}

function isRenamed(node: t.Node): boolean {
  return !!(node as IdentifierRef).binding?.author;
}

function namedFor(target: t.Node, value: t.Expression): t.Expression {
  return isRenamed(target) ? named(value, authorName(target as t.Identifier)) : value;
}

/** As a callee, `$c.v` must not become the receiver of the call, and messages must name the variable. */
function stand(value: t.Expression, binding: Binding): t.Expression {
  return Object.assign(value, { author: binding.author ?? binding.name });
}

function isPlainName(node: t.Node, key: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'property' && !node.computed;
    case 'ObjectProperty':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassProperty':
    case 'ClassAccessorProperty':
      return key === 'key' && !node.computed;
    case 'ClassPrivateProperty':
    case 'PrivateName':
      return key === 'key' || key === 'id';
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key === 'label';
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'FunctionExpression':
      return key === 'id';
    case 'MetaProperty':
      return true;
    default:
      return false;
  }
}
