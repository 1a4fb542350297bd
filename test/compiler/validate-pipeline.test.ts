/** GREENC_VALIDATE=1 has the pipeline check every pass: all compiles of the tests, none of the users'. */
const source = '"use greenlet"; function f(a, b) { p(a); return a + b; }';

/** The compiler with one pass spoilt. */
const compileWith = (spoil: () => void) => {
  let result: typeof import('../../compiler/index.js') | undefined;
  jest.isolateModules(() => {
    spoil();
    result = require('../../compiler/index.js');
  });
  return result as typeof import('../../compiler/index.js');
};
const slotless = () =>
  jest.doMock('../../compiler/3-analyse/slots.js', () => ({
    ...jest.requireActual('../../compiler/3-analyse/slots.js'),
    assignSlots: () => ({ of: new Map(), count: 0, overflows: false }),
  }));

afterEach(() => {
  jest.dontMock('../../compiler/3-analyse/slots.js');
  process.env.GREENC_VALIDATE = '1';
});

test('every compile of the tests is validated', () => {
  expect(process.env.GREENC_VALIDATE).toBe('1');
  const { compile, InternalError } = compileWith(slotless);
  expect(() => compile(source, { filename: 'a.js' })).toThrow(InternalError);
  expect(() => compile(source, { filename: 'a.js' })).toThrow(
    /GC900.*normal form, slots: a, live at point 1, has no slot \(in f, line 1\)/,
  );
});

test('for users it is off', () => {
  delete process.env.GREENC_VALIDATE;
  const { compile } = compileWith(slotless);
  expect(() => compile(source, { filename: 'a.js' })).not.toThrow();
});
