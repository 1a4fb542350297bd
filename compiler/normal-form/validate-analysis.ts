/** The rules about points once they are numbered, and about what each of them saves. */
import * as t from '@babel/types';
import type { AnalysedFunction, Complaint } from './definition.js';
import { type Binding, type Point, pointOf } from './model.js';
import { bindingOf, Complaints, declaredBy, evaluated, headOf, listsOf } from './validate-tree.js';

/** A frame's fields for variables; with more, the last holds an array. */
const fields = 8;

export function checkAnalysis(plan: AnalysedFunction): Complaint[] {
  const complaints = new Complaints(plan.normal);
  checkNumbers(plan, complaints);
  checkSlots(plan, complaints);
  new Saved(plan, complaints).list(plan.normal.body, headOf(plan.normal));
  return complaints.list;
}

function checkNumbers({ normal, points }: AnalysedFunction, complaints: Complaints): void {
  const found: Point[] = [];
  const visit = (node: t.Node): void => {
    const point = pointOf(node);
    if (point) found.push(point);
    for (const part of evaluated(node)) visit(part);
  };
  for (const node of normal.body) visit(node);
  found.forEach((point, i) => {
    if (point.pc !== i + 1)
      complaints.add('point numbers', `point ${i + 1} in source order has the number ${point.pc}`);
    if (points[i] !== point) complaints.add('point numbers', `point ${i + 1} in source order is not in the list`);
  });
  if (found.length !== points.length)
    complaints.add('point numbers', `the body holds ${found.length} points, the list ${points.length}`);
}

function checkSlots({ points, emission: { slots } }: AnalysedFunction, complaints: Complaints): void {
  for (const point of points) {
    const holders = new Map<number, Binding>();
    for (const binding of point.live) {
      const slot = slots.of.get(binding);
      if (slot === undefined || slot < 0 || slot >= slots.count) {
        complaints.add('slots', `${binding.name}, live at point ${point.pc}, has no slot`);
        continue;
      }
      const other = holders.get(slot);
      if (other && other !== binding)
        complaints.add(
          'slots',
          `${other.name} and ${binding.name}, both live at point ${point.pc}, share slot ${slot}`,
        );
      holders.set(slot, binding);
    }
  }
  if (slots.overflows !== slots.count > fields)
    complaints.add('slots', `${slots.count} slots, but overflows is ${slots.overflows}`);
}

/** What each point saves: nothing that is not there, and what the statements after it read. */
class Saved {
  readonly #plan: AnalysedFunction;
  readonly #complaints: Complaints;

  constructor(plan: AnalysedFunction, complaints: Complaints) {
    this.#plan = plan;
    this.#complaints = complaints;
  }

  /** `there`: the variables declared by now. */
  list(nodes: readonly t.Statement[], there: ReadonlySet<Binding>): void {
    const declared = new Set(there);
    nodes.forEach((node, i) => {
      this.#complaints.at(node);
      const point = pointOf(node);
      if (point) {
        this.#savesWhatIsThere(point, declared);
        this.#savesWhatIsRead(point, nodes.slice(i + 1));
      }
      for (const { list, head } of listsOf(node)) this.list(list, new Set([...declared, ...head]));
      for (const binding of declaredBy(node)) declared.add(binding);
    });
  }

  #savesWhatIsThere(point: Point, declared: ReadonlySet<Binding>): void {
    const { isTracked, emission } = this.#plan;
    const reject = (binding: Binding, why: string) =>
      this.#complaints.add('live set', `point ${point.pc} saves ${binding.name}, which ${why}`);
    if (new Set(point.live).size < point.live.length)
      this.#complaints.add('live set', `point ${point.pc} saves a variable twice`);
    for (const binding of point.live) {
      if (!isTracked(binding)) reject(binding, 'frames do not carry');
      else if (binding !== emission.self && !declared.has(binding)) reject(binding, 'is not declared yet');
      const isRead = point.superCall?.self && bindingOf(point.superCall.self) === binding;
      if (binding === point.target?.binding && !isRead) reject(binding, 'the point itself is about to assign');
    }
  }

  /** Follows the statements after the point as long as they are simple: what they read first must have been saved. */
  #savesWhatIsRead(point: Point, following: readonly t.Statement[]): void {
    const written = new Set<Binding>([...(point.target?.binding ? [point.target.binding] : [])]);
    for (const node of following) {
      const step = simple(node);
      for (const read of step.reads) this.#mustBeSaved(point, read, written);
      if (step.last) return;
      for (const binding of step.writes) written.add(binding);
    }
  }

  #mustBeSaved(point: Point, read: t.Node, written: ReadonlySet<Binding>): void {
    const { isTracked, emission } = this.#plan;
    const missing = (name: string) =>
      this.#complaints.add('live variable missing', `point ${point.pc} does not save ${name}, which is read after it`);
    const visit = (node: t.Node): void => {
      const binding = bindingOf(node);
      if (binding && !written.has(binding) && isTracked(binding) && !point.live.includes(binding))
        missing(binding.name);
      const isThis = node.type === 'ThisExpression' || node.type === 'Super';
      if (isThis && emission.self && !point.live.includes(emission.self)) missing('this');
      // Only what is read at once: a closure's own `this` is another, and what it assigns it need not read.
      for (const part of evaluated(node)) visit(part);
    };
    visit(read);
  }
}

interface Step {
  reads: t.Node[];
  writes: Binding[];
  /** Control may go elsewhere from here. */
  last: boolean;
}

function simple(node: t.Statement): Step {
  const step = (reads: (t.Node | null | undefined)[], writes: Binding[] = [], last = false): Step => ({
    reads: reads.filter(read => !!read) as t.Node[],
    writes,
    last,
  });
  switch (node.type) {
    case 'ExpressionStatement': {
      const { expression } = node;
      if (!assigns(expression)) return step([expression]);
      if (!t.isAssignmentExpression(expression, { operator: '=' })) return step([], [], true);
      const { left, right } = expression;
      if (left.type !== 'Identifier' || assigns(right)) return step([], [], true);
      const binding = bindingOf(left);
      return step([right], binding ? [binding] : []);
    }
    case 'VariableDeclaration': {
      const [only, ...others] = node.declarations;
      if (others.length > 0 || only?.id.type !== 'Identifier' || assigns(only.init)) return step([], [], true);
      return step([only.init], declaredBy(node));
    }
    case 'ReturnStatement':
    case 'ThrowStatement':
      return step(assigns(node.argument) ? [] : [node.argument], [], true);
    case 'IfStatement':
      return step(assigns(node.test) ? [] : [node.test], [], true);
    case 'SwitchStatement':
      return step(assigns(node.discriminant) ? [] : [node.discriminant], [], true);
    default:
      return step([], [], true);
  }
}

/** Then a variable may have been assigned before it is read. */
function assigns(node: t.Node | null | undefined): boolean {
  if (!node) return false;
  return node.type === 'AssignmentExpression' || evaluated(node).some(assigns);
}
