/**
 * The blocks of a program that V8 counts: its functions, and in them whatever may run more or less often than what stands around it.
 *
 * In: a syntax tree. Out: for each function its blocks, and for each of these the places in it that show how often it ran.
 *
 *     if (a) { b(); return; } c();   →  `{ b(); return; }`, and ` c();` from the end of the `if` to wherever the next one begins
 *
 * The trap: where a block begins and ends, to the character, follows V8's parser, or the same program would count as another
 * number of branches.
 */
import * as t from '@babel/types';
import { children } from '../../compiler/normal-form/build.js';
import { nameGiven } from '../../compiler/normal-form/name-given.js';
import type { Place } from './counts.js';

export interface Block {
  readonly start: number;
  /** Of what goes on behind a statement: undefined, and settled later (`ranges`). */
  readonly end: number | undefined;
  /** For each of its statements where something of it stands, but of no block in it. */
  readonly places: Place[][];
}

export interface CountedFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Where it begins. */
  readonly place: Place;
  /** Places that tell how often it was called. */
  readonly entry: Block['places'];
  readonly blocks: Block[];
  readonly parent: CountedFunction | null;
}

/** The first one is the module. Outer functions stand before inner ones. */
export function functionsOf(program: t.Program, source: string): CountedFunction[] {
  const finder = new Finder(source);
  finder.module(program);
  return finder.found.sort((one, other) => one.start - other.start || other.end - one.end);
}

class Finder {
  readonly found: CountedFunction[] = [];
  readonly #source: string;
  #within: CountedFunction | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  module(program: t.Program): void {
    this.#enter({ name: '', start: 0, end: this.#source.length, place: program.loc as Place }, [], own =>
      this.#list(program.body, own),
    );
  }

  /** `visit` is given the block that begins where the function does. */
  #enter(
    { name, start, end, place }: Pick<CountedFunction, 'name' | 'start' | 'end' | 'place'>,
    entry: Place[],
    visit: (own: Block) => void,
  ): void {
    const outer = this.#within;
    const whole: Block = { start, end, places: [[]] };
    this.#within = {
      name,
      start,
      end,
      place,
      entry: entry.length > 0 ? [entry] : whole.places,
      blocks: [],
      parent: outer,
    };
    this.found.push(this.#within);
    visit(whole);
    this.#within = outer;
  }

  #block(start: number, end: number | undefined): Block {
    const block: Block = { start, end, places: [[]] };
    this.#within?.blocks.push(block);
    return block;
  }

  /** `node`, as a block of its own. */
  #apart(node: t.Node, start = node.start): Block {
    const block = this.#block(start as number, node.end as number);
    this.#visit(node, block);
    return block;
  }

  /** Statements one after the other. Behind each that may be left otherwise there begins a block. */
  #list(nodes: readonly t.Node[], block: Block): void {
    let current = block;
    for (const [i, node] of nodes.entries()) {
      current.places.push([]);
      this.#visit(node, current);
      const end = endOfBlock(node);
      if (end !== null && i < nodes.length - 1) current = this.#block(end, undefined);
    }
  }

  #visit(node: t.Node, block: Block): void {
    if (t.isTypeScript(node) && !t.isExpression(node)) return;
    if (t.isFunction(node)) {
      this.#function(node, nameIn(node), block);
      return;
    }
    if (node.loc && !t.isBlockStatement(node)) block.places.at(-1)?.push(node.loc);
    switch (node.type) {
      case 'BlockStatement':
      case 'StaticBlock':
        this.#list(node.body, block);
        break;
      case 'IfStatement':
        this.#visit(node.test, block);
        this.#apart(node.consequent);
        if (node.alternate) this.#apart(node.alternate, node.consequent.end);
        break;
      case 'ConditionalExpression':
        this.#visit(node.test, block);
        this.#apart(node.consequent, this.#find('?', node.test));
        this.#apart(node.alternate, this.#find(':', node.consequent));
        break;
      case 'LogicalExpression':
        this.#visit(node.left, block);
        this.#apart(node.right, this.#find(node.operator, node.left));
        break;
      case 'OptionalMemberExpression':
      case 'OptionalCallExpression': {
        const [object, ...rest] = children(node) as [t.Node, ...t.Node[]];
        this.#visit(object, block);
        const own = node.optional ? this.#block(this.#find('?.', object), node.end as number) : block;
        for (const one of rest) this.#visit(one, own);
        break;
      }
      case 'AssignmentPattern':
        this.#visit(node.left, block);
        this.#functionsIn([node.right]);
        break;
      case 'ForStatement':
        if (node.init) this.#visit(node.init, block);
        this.#functionsIn([node.test, node.update]);
        this.#apart(node.body);
        break;
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#visit(node.right, block);
        this.#functionsIn([node.left]);
        this.#apart(node.body);
        break;
      case 'WhileStatement':
        this.#functionsIn([node.test]);
        this.#apart(node.body);
        break;
      case 'DoWhileStatement':
        this.#apart(node.body);
        this.#functionsIn([node.test]);
        break;
      case 'TryStatement': {
        const before = block.places.length;
        this.#list(node.block.body, block);
        const tried = block.places.slice(before);
        if (node.handler) this.#apart(node.handler);
        // V8 does not count what is behind a statement that has been left by its label, as a `try` is whose `finally` has been
        // lowered. But whoever has entered the one comes to the other.
        if (node.finalizer) this.#apart(node.finalizer, (node.handler ?? node.block).end).places.push(...tried);
        break;
      }
      case 'SwitchStatement':
        this.#visit(node.discriminant, block);
        for (const one of node.cases) {
          if (one.test) this.#functionsIn([one.test]);
          this.#list(one.consequent, this.#block(one.start as number, one.end as number));
        }
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node, block);
        break;
      default:
        for (const [child, key] of named(node)) {
          const name = nameGiven(node, key);
          if (t.isFunction(child)) this.#function(child, name ?? nameIn(child), block);
          else this.#visit(child, block);
        }
    }
  }

  /** What runs more often than the block it stands in tells nothing of that. */
  #functionsIn(nodes: readonly (t.Node | null | undefined)[]): void {
    for (const node of nodes) if (node) this.#visit(node, { start: 0, end: 0, places: [[]] });
  }

  #function(node: t.Function, name: string, block: Block): void {
    if (!node.body) return;
    if ((t.isMethod(node) || t.isObjectMethod(node)) && 'computed' in node && node.computed)
      this.#visit(node.key, block);
    const shift = /^static\s+/.exec(this.#textOf(node))?.[0].length ?? 0;
    const start = (node.start as number) + shift;
    const place = shift > 0 ? (node as t.ClassMethod).key.loc : node.loc;
    const entry = node.body.type === 'BlockStatement' && node.body.loc ? [node.body.loc] : [];
    this.#enter({ name, start, end: node.end as number, place: place as Place }, entry, own => {
      for (const param of node.params) this.#visit(param, { ...own, places: [[]] });
      if (node.body.type === 'BlockStatement') this.#list(node.body.body, own);
      else this.#visit(node.body, own);
    });
  }

  #class(node: t.Class, block: Block): void {
    if (node.superClass) this.#visit(node.superClass, block);
    const fields = node.body.body.filter(
      one => (t.isProperty(one) || t.isStaticBlock(one)) && !('declare' in one && one.declare),
    );
    const isStatic = (one: t.Node) => t.isStaticBlock(one) || !!(one as t.ClassProperty).static;
    for (const [name, list] of [
      ['<instance_members_initializer>', fields.filter(one => !isStatic(one))],
      ['<static_initializer>', fields.filter(isStatic)],
    ] as const) {
      const [first] = list;
      if (!first) continue;
      const around = initialized === 'body' ? node.body : initialized === 'class' && !isStatic(first) ? node : null;
      const { start, loc: place } = around ?? first;
      const end = around?.end ?? this.#endOf(list.at(-1) as t.Node);
      this.#enter({ name, start: start as number, end, place: place as Place }, [], own => {
        for (const one of list)
          for (const [child, key] of named(one)) if (key === 'value' || key === 'body') this.#visit(child, own);
      });
    }
    for (const one of node.body.body) {
      if (t.isFunction(one)) this.#function(one, nameIn(one), block);
      else if ('computed' in one && one.computed) this.#visit(one.key as t.Node, block);
    }
  }

  #find(text: string, behind: t.Node): number {
    return this.#source.indexOf(text, behind.end as number);
  }

  /** Without the semicolon of a field. */
  #endOf(node: t.Node): number {
    return (node.end as number) - (/\s*;$/.exec(this.#textOf(node))?.[0].length ?? 0);
  }

  #textOf(node: t.Node): string {
    return this.#source.slice(node.start as number, node.end as number);
  }
}

/**
 * Where the function stands that initialises an object's fields. There is no engine to be asked: it is the one that has counted, and does not
 * count what could be run now.
 */
const initialized = initializedBy(Number.parseFloat(process.versions.v8));

function initializedBy(v8: number): 'class' | 'body' | 'fields' {
  if (v8 < 12) return 'class';
  return v8 < 13 ? 'body' : 'fields';
}

/** Each child with the key it stands at. */
function named(node: t.Node): [t.Node, string][] {
  return (t.VISITOR_KEYS[node.type] ?? []).flatMap(key =>
    [(node as unknown as Record<string, t.Node | null | (t.Node | null)[]>)[key]]
      .flat()
      .flatMap((child): [t.Node, string][] => (child ? [[child, key]] : [])),
  );
}

/** What the engine calls a function. */
function nameIn(node: t.Function): string {
  if ('id' in node && node.id) return node.id.name;
  if (!('key' in node)) return '';
  const { key } = node;
  const name = t.isPrivateName(key)
    ? `#${key.id.name}`
    : t.isIdentifier(key)
      ? key.name
      : 'value' in key
        ? String(key.value)
        : '';
  if ('computed' in node && node.computed) return '';
  return node.kind === 'get' || node.kind === 'set' ? `${node.kind} ${name}` : name;
}

/** Where what follows a statement begins; null if it runs as often as the statement. */
function endOfBlock(node: t.Node): number | null {
  const isSplit =
    t.isLoop(node) ||
    t.isCompletionStatement(node) ||
    t.isConditional(node) ||
    t.isTryStatement(node) ||
    t.isSwitchStatement(node) ||
    t.isBlockStatement(node) ||
    t.isLabeledStatement(node);
  if (isSplit) return node.end as number;
  return endOfPause(node);
}

/** Where the last `await` or `yield` ends that runs with a statement. */
function endOfPause(node: t.Node): number | null {
  if (t.isFunction(node) || t.isClass(node)) return null;
  const inside = children(node).map(endOfPause);
  const own = t.isAwaitExpression(node) || t.isYieldExpression(node) ? (node.end as number) : null;
  const all = [...inside, own].filter(end => end !== null);
  return all.length > 0 ? Math.max(...all) : null;
}
