/** The rules about variables: where they are declared and mentioned, by what name, and by which node. */
import type * as t from '@babel/types';
import { children, isFunction } from './build.js';
import type { NormalFunction } from './definition.js';
import { type Binding, pointOf } from './model.js';
import { bindingOf, type Complaints, declaredBy, headOf, holdsPoint, listsOf } from './validate-tree.js';

export function checkVariables(normal: NormalFunction, complaints: Complaints): void {
  checkNames(normal, complaints);
  const mentions = new Mentions(normal, complaints);
  const head = headOf(normal);
  // Functions of the body stand outside both halves, and see what is declared there.
  for (const declaration of normal.declarations) mentions.expression(declaration, head, false);
  mentions.list(normal.body, head, []);
  checkPlaces(normal, complaints);
}

function checkNames({ fn, temps }: NormalFunction, complaints: Complaints): void {
  const outside = new Set([...fn.freeGlobals, ...[...fn.free].map(binding => binding.name)]);
  const own = new Map<string, Binding>();
  for (const binding of [...fn.bindings, ...temps]) {
    const isInBothHalves = binding.storage === 'native' && ['let', 'const', 'class', 'catch'].includes(binding.kind);
    if (binding.kind === 'self' || isInBothHalves) continue;
    const other = own.get(binding.name);
    if (other && other !== binding)
      complaints.add('unique name', `two variables are called ${binding.name}: a ${other.kind} and a ${binding.kind}`);
    own.set(binding.name, binding);
    if (binding.scope !== fn.scope && outside.has(binding.name))
      complaints.add(
        'unique name',
        `the ${binding.kind} ${binding.name} would hide one from outside in the whole half`,
      );
  }
}

type Visible = ReadonlySet<Binding>;

class Mentions {
  readonly #normal: NormalFunction;
  readonly #complaints: Complaints;
  readonly #temps: Visible;
  readonly #declared = new Set<Binding>();

  constructor(normal: NormalFunction, complaints: Complaints) {
    this.#normal = normal;
    this.#complaints = complaints;
    this.#temps = new Set(normal.temps);
  }

  list(nodes: readonly t.Statement[], outer: Visible, head: readonly Binding[]): void {
    const own = nodes.flatMap(declaredBy);
    const visible = new Set([...outer, ...head, ...own]);
    const pointful = nodes.some(holdsPoint);
    for (const node of nodes) {
      this.#complaints.at(node);
      for (const binding of declaredBy(node)) this.#declare(binding, outer, pointful);
      this.#statement(node, visible);
    }
  }

  #declare(binding: Binding, outer: Visible, pointful: boolean): void {
    const { fn } = this.#normal;
    if (this.#declared.has(binding)) this.#complaints.add('declared twice', `${binding.name} is declared twice`);
    else if (outer.has(binding) && (fn.vars.includes(binding) || fn.shared.includes(binding)))
      this.#complaints.add('declared twice', `${binding.name} is declared outside the halves and in the body`);
    this.#declared.add(binding);
    if (pointful && binding.storage === 'native' && binding.kind !== 'temp')
      this.#complaints.add('native variable', `${binding.name} stands beside a point, but is not saved by any frame`);
  }

  #statement(node: t.Statement, visible: Visible): void {
    this.#complaints.at(node);
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      this.expression(node, visible, false);
      return;
    }
    if (node.type === 'LabeledStatement') {
      this.#statement(node.body, visible);
      return;
    }
    const lists = listsOf(node);
    const heads = lists.flatMap(({ head }) => head);
    const inHead = heads.length > 0 ? new Set([...visible, ...heads]) : visible;
    for (const { list, head } of lists)
      for (const binding of head) this.#declare(binding, visible, list.some(holdsPoint));
    for (const { list, head } of lists) this.list(list, visible, head);
    const within = new Set<t.Node>(lists.flatMap(({ list }) => list));
    this.#parts(node, within, inHead);
    const point = pointOf(node);
    if (point) this.expression(point.callee, visible, false);
  }

  /** What belongs to a statement itself, and not to the lists in it. */
  #parts(node: t.Node, within: ReadonlySet<t.Node>, visible: Visible): void {
    for (const part of children(node)) {
      if (within.has(part)) continue;
      if (part.type === 'BlockStatement' || part.type === 'SwitchCase' || part.type === 'CatchClause')
        this.#parts(part, within, visible);
      else this.expression(part, visible, false);
    }
  }

  expression(node: t.Node, visible: Visible, inClosure: boolean): void {
    this.#complaints.at(node);
    const binding = bindingOf(node);
    if (binding) this.#mention(binding, visible, inClosure);
    const later = isFunction(node) || node.type === 'StaticBlock';
    for (const part of children(node)) {
      const runsLater = later && !('key' in node && part === node.key);
      const isField =
        node.type === 'ClassProperty' || node.type === 'ClassPrivateProperty' || node.type === 'ClassAccessorProperty';
      this.expression(part, visible, inClosure || runsLater || (isField && part === node.value));
    }
  }

  #mention(binding: Binding, visible: Visible, inClosure: boolean): void {
    if (this.#temps.has(binding)) {
      if (inClosure) this.#complaints.add('captured temporary', `a closure mentions ${binding.name}`);
      return;
    }
    if (binding.kind === 'self' || visible.has(binding)) return;
    if (binding.kind === 'temp' ? !inClosure : binding.owner === this.#normal.fn)
      this.#complaints.add('out of scope', `${binding.name} is mentioned where it is not declared`);
  }
}

/** A node belongs to one place, and so does a point's callee. */
function checkPlaces({ body, declarations }: NormalFunction, complaints: Complaints): void {
  const seen = new Set<t.Node>();
  const visit = (node: t.Node): void => {
    complaints.at(node);
    if (seen.has(node)) {
      const name = node.type === 'Identifier' ? ` (${node.name})` : '';
      complaints.add('two places', `the same ${node.type}${name} stands in two places`);
      return;
    }
    seen.add(node);
    for (const part of children(node)) visit(part);
    const point = pointOf(node);
    if (point) visit(point.callee);
  };
  for (const node of [...declarations, ...body]) visit(node);
}
