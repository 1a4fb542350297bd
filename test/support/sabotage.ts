// Mutants of compiled code: each breaks one thing that greenc emits on purpose, a saved variable or a guard. The
// harness must notice. If it does not, either the harness is blind or what was broken was not needed.
import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import * as t from '@babel/types';

export interface Mutant {
  /** What was broken, and where. */
  readonly title: string;
  readonly code: string;
}

interface Breakage {
  readonly title: string;
  apply(): () => void;
}

/** All mutants of a compiled text (of at most `limit` characters). */
export function mutantsOf(code: string): Mutant[] {
  const file = parse(code, { sourceType: 'unambiguous', allowReturnOutsideFunction: true });
  const frameName = importedName(code, 'Frame');
  const mutants: Mutant[] = [];
  t.traverseFast(file, node => {
    for (const breakage of breakagesOf(node, frameName)) {
      const undo = breakage.apply();
      const line = node.loc?.start.line ?? 0;
      mutants.push({ title: `${breakage.title} in line ${line} of the output`, code: generate(file).code });
      undo();
    }
  });
  return mutants;
}

function importedName(code: string, name: string): string {
  return new RegExp(`\\b${name}(?: as |: )(\\$?\\w+)`).exec(code)?.[1] ?? name;
}

function breakagesOf(node: t.Node, frameName: string): Breakage[] {
  if (t.isNewExpression(node) && t.isIdentifier(node.callee, { name: frameName }))
    return droppedSlots(node, 'fast half');
  if (
    t.isCallExpression(node) &&
    t.isMemberExpression(node.callee) &&
    t.isIdentifier(node.callee.property, { name: 'save' })
  )
    return droppedSlots(node, 'resume half');
  if (t.isLogicalExpression(node) && mentionsPc(node.left))
    return [
      replacePart(
        node,
        'left',
        t.booleanLiteral(node.operator === '&&'),
        `guard \`${generate(node.left).code}\` dropped`,
      ),
    ];
  if (t.isIfStatement(node) && mentionsPc(node.test) && !t.isLogicalExpression(node.test))
    return [replacePart(node, 'test', t.booleanLiteral(true), `guard \`${generate(node.test).code}\` dropped`)];
  return [];
}

/**
 * The arguments of `new Frame` and `frame.save` are the point's number, the callee, and the variables saved, the last
 * of which is an array where there are many.
 */
function droppedSlots(node: t.NewExpression | t.CallExpression, half: string): Breakage[] {
  const [, callee, ...slots] = node.arguments;
  const point = `point of ${generate(callee as t.Node).code}, ${half}`;
  const found: Breakage[] = [];
  const drop = (list: unknown[], index: number): void => {
    const kept = list[index] as t.Node;
    if (t.isNumericLiteral(kept)) return;
    found.push({
      title: `${generate(kept).code} not saved (${point})`,
      apply: () => {
        list[index] = t.stringLiteral('lost');
        return () => {
          list[index] = kept;
        };
      },
    });
  };
  slots.forEach((slot, index) => {
    if (t.isArrayExpression(slot))
      slot.elements.forEach((_, inner) => {
        drop(slot.elements, inner);
      });
    else drop(node.arguments, index + 2);
  });
  return found;
}

function mentionsPc(node: t.Node): boolean {
  return t.isBinaryExpression(node) && t.isIdentifier(node.left, { name: 'pc' });
}

function replacePart<K extends string>(node: t.Node, key: K, replacement: t.Node, title: string): Breakage {
  const holder = node as unknown as Record<string, unknown>;
  return {
    title,
    apply: () => {
      const kept = holder[key];
      holder[key] = replacement;
      return () => {
        holder[key] = kept;
      };
    },
  };
}
