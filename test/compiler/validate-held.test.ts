/** The rules about generators, with what they are there for: a generator broken by hand after it was written. */
import * as t from '@babel/types';
import type { NormalFunction } from '../../compiler/normal-form/definition.js';
import { checkNormalForm } from '../../compiler/normal-form/validate.js';
import { checkEmitted } from '../../compiler/normal-form/validate-emitted.js';
import { find, pointsOf, stages, statement } from './stages.js';

const source = `function* f(a) {
  let x = p(a);
  try { yield p(x); } catch (error) { q(error); } finally { yield* p(2); }
}`;

function written(text: string): { body: t.Statement[]; complaints: () => string[] } {
  const all = stages(text);
  const normal = all.normal[0] as NormalFunction;
  const plan = all.plan(normal);
  all.emit(plan);
  return {
    body: (normal.fn.node.body as t.BlockStatement).body,
    complaints: () => checkEmitted(plan, []).map(({ rule, detail }) => `${rule}: ${detail}`),
  };
}

const firstHold = (body: t.Statement[]) => find(body, 'IfStatement');
const callIn = (body: t.Statement[]) => find([firstHold(body)], 'YieldExpression').argument as t.CallExpression;

test('a generator as the compiler writes it', () => {
  expect(written(source).complaints()).toEqual([]);
});

test('points may stand in its catch and finally, and yields anywhere', () => {
  const [normal] = stages(source).normal;
  expect(checkNormalForm(normal as NormalFunction)).toEqual([]);
});

type Row = [expected: string, spoil: (body: t.Statement[]) => void];

const rows: Row[] = [
  ['unchecked point: g(…) is not compared with the sentinel', body => void body.push(statement('g();'))],
  [
    'unchecked point: the generator is held at points 9,2,3,4,5,6, and should be at 1,2,3,4,5,6',
    body => void (callIn(body).arguments[3] = t.numericLiteral(9)),
  ],
  [
    'unchecked point: the generator is held at points 2,3,4,5,6, and should be at 1,2,3,4,5,6',
    body => void (firstHold(body).consequent as t.BlockStatement).body.shift(),
  ],
  [
    'unchecked point: the comparison of point 1 has no call before it',
    body => void body.splice(body.indexOf(firstHold(body)), 0, t.emptyStatement()),
  ],
  [
    'unchecked point: the generator is held at points 1,2,3,4,5, and should be at 1,2,3,4,5,6',
    body => {
      const delegation = find([find(body, 'TryStatement').finalizer as t.Statement], 'YieldExpression');
      const every = pointsOf(body).at(-1)?.point.call as t.YieldExpression;
      expect(delegation).toBeDefined();
      every.argument = t.identifier('x');
    },
  ],
];

test.each(rows)('%s', (expected, spoil) => {
  const { body, complaints } = written(source);
  spoil(body);
  expect(complaints()).toContain(expected);
});

test('an await is none of its expressions', () => {
  const [normal] = stages(source).normal as [NormalFunction];
  const point = pointsOf(normal.body)[0]?.point.call as t.CallExpression;
  point.arguments.push(t.awaitExpression(t.identifier('x')));
  expect(checkNormalForm(normal).map(({ rule }) => rule)).toContain('await or yield');
});
