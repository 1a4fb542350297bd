/**
 * In: a resolved program. Out: the same, in which the runtime learns of each bound function what it calls (runtime/bound.ts).
 *
 *     f.bind(a)   →  binding(f).bind(a)
 *
 * The trap: module code and functions that stay as they are make bound functions as well, so this is done in the whole
 * program, not while a function is normalised.
 */
import * as t from '@babel/types';
import type { Helpers } from '../normal-form/helpers.js';
import { authorText, type Stand } from './text.js';

export function noteBound(program: t.Program, helpers: Helpers): void {
  t.traverseFast(program, node => {
    if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return;
    const { callee } = node;
    if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return;
    const { object, property, computed } = callee;
    if (object.type === 'Super' || computed || !t.isIdentifier(property, { name: 'bind' })) return;
    const stand: Stand = t.inherits(helpers.call('binding', object), object);
    stand.author = authorText(object);
    callee.object = stand;
  });
}
