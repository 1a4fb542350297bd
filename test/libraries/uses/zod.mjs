'use greenlet';

import * as z from 'zod';
import { see } from '../green.mjs';

const user = fields => z.object({ name: z.string(), ...fields });

/** What cannot be suspended however it is compiled, and why. */
export const stays = {
  'transform in a field': 'the parser of objects is a function made of text',
  'default, factory': 'the parser of objects is a function made of text',
  'lazy, factory of a schema': 'a getter with a computed name',
  'getter of a field': 'a getter that is read by a computed name',
  'getter of the data': 'a getter that is read by a computed name',
};

/** What comes of what the library has kept of a switch, if it is no error of greenc's. */
export const harms = {
  'lazy, factory of a schema': 'the schema, which is kept, then fails with a TypeError',
};

export const uses = {
  'refine, predicate': () =>
    z
      .string()
      .refine(text => see(text.length) > 2)
      .safeParse('ab').success,
  'refine, message': () =>
    z
      .string()
      .refine(text => text.length > 2, { error: () => see('too short') })
      .safeParse('ab').error.issues[0].message,
  'superRefine, check': () =>
    z
      .number()
      .superRefine((x, context) => {
        if (see(x) > 1) context.addIssue({ code: 'custom', message: 'big' });
      })
      .safeParse(2).error.issues[0].message,
  'transform, function': () =>
    z
      .string()
      .transform(text => see(text.length))
      .parse('abc'),
  'transform in a field': () =>
    user({ age: z.string().transform(text => see(Number(text))) }).parse({ name: 'ann', age: '31' }),
  'transform in a field, jitless': () =>
    user({ age: z.string().transform(text => see(Number(text))) }).parse({ name: 'ann', age: '31' }, { jitless: true }),
  'transform of each element': () => z.array(z.number().transform(x => see(x * 2))).parse([1, 2]),
  'preprocess, function': () => z.preprocess(value => see(Number(value)), z.number()).parse('7'),
  'default, factory': () => user({ id: z.number().default(() => see(7)) }).parse({ name: 'ann' }),
  'catch, factory': () =>
    z
      .number()
      .catch(() => see(0))
      .parse('x'),
  'lazy, factory of a schema': state => {
    state.list ??= z.object({ value: z.number(), next: z.lazy(() => see(state.list)).optional() });
    return state.list.parse({ value: 1, next: { value: 2 } });
  },
  'custom, check': () => z.custom(value => see(value) === 'ok').parse('ok'),
  'union, refinements': () => z.union([z.string().refine(() => see(false)), z.string()]).parse('x'),
  'error, function': () =>
    z.string({ error: issue => see(`not a ${issue.expected}`) }).safeParse(1).error.issues[0].message,
  'parseAsync, async refinement': () =>
    z
      .string()
      .refine(async text => see(text) === 'a')
      .parseAsync('a'),
  'parseAsync, transform': () =>
    z
      .string()
      .transform(text => see(text.length))
      .parseAsync('abc'),
  'getter of a field': () => {
    const node = z.object({
      value: z.number(),
      get children() {
        return z.array(see(node)).optional();
      },
    });
    return node.parse({ value: 1, children: [{ value: 2 }] });
  },
  'getter of the data': () =>
    user({}).parse({
      get name() {
        return see('ann');
      },
    }),
  'function schema, implemented': () =>
    z.function({ input: [z.number()], output: z.string() }).implement(x => see(`${x}`))(1),
};
