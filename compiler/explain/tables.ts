/** The facts about one function as lines of text, in columns. */
import { generate } from '@babel/generator';
import { slotNames } from '../3-analyse/slots.js';
import type { Plan } from '../4-emit/functions.js';
import { type Binding, type FunctionInfo, isGenerator, type Point } from '../normal-form/model.js';

/** After `resolve`: the variables, and what closures do with them. */
export function resolved(fn: FunctionInfo): string[] {
  return columns(
    variablesOf(fn).map(binding => [binding.name, binding.kind, `assigned ${times(binding)}`, capturedBy(binding)]),
  );
}

/** After `storage`: how each variable survives a suspension. */
export function stored(fn: FunctionInfo): string[] {
  return columns(
    variablesOf(fn).map(binding => [
      binding.author === null ? binding.name : `${binding.author}, now ${binding.name}`,
      binding.storage,
      binding.needsTdz ? 'checked for early use' : '',
    ]),
  );
}

/** After `analyse`: the suspension points, and where in the frame each keeps what is live after it. */
export function analysed(plan: Plan | undefined): string[] {
  if (plan === undefined) return ['stays as written: its calls are checked'];
  const { points, isStatic, makers } = plan;
  if (isGenerator(plan.normal.fn))
    return [
      'resume half: none, the generator is held where it stands',
      ...columns(points.map(point => [`point ${point.pc}`, callOf(point)])),
    ];
  return [
    `resume half: ${isStatic ? 'a function of the module' : 'an arrow function in the tail'}`,
    ...(makers.length > 0 ? [`makers: ${makers.map(maker => maker.name).join(', ')}`] : []),
    ...columns(points.map(point => [`point ${point.pc}`, callOf(point), `saves ${savedBy(point, plan)}`])),
  ];
}

function variablesOf(fn: FunctionInfo): Binding[] {
  return fn.bindings.filter(binding => binding.kind !== 'self');
}

function times({ assignments, assignedByClosure }: Binding): string {
  const own = assignments.length === 1 ? 'once' : `${assignments.length} times`;
  return assignedByClosure ? `${own}, and by closures` : own;
}

function capturedBy({ captures }: Binding): string {
  const names = new Set(captures.map(({ fn }) => fn.name || '(anonymous)'));
  return names.size === 0 ? 'not captured' : `captured by ${[...names].join(', ')}`;
}

function callOf({ target, call }: Point): string {
  const { code } = generate(call);
  return target === null ? code : `${target.name} = ${code}`;
}

function savedBy({ live }: Point, plan: Plan): string {
  const { of, overflows } = plan.emission.slots;
  const direct = overflows ? slotNames.length - 1 : slotNames.length;
  const place = (slot: number) => (slot < direct ? slotNames[slot] : `${slotNames[direct]}[${slot - direct}]`);
  const saved = live.map(binding => ({ name: binding.name, slot: of.get(binding) ?? 0 }));
  const listed = saved.sort((one, other) => one.slot - other.slot).map(({ name, slot }) => `${name} in ${place(slot)}`);
  return listed.length === 0 ? 'nothing' : listed.join(', ');
}

/** Aligns the cells of all rows; no spaces at line ends. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map(row =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
