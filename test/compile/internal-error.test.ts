import { compile, InternalError } from '../../compiler/index.js';

jest.mock('../../compiler/pipeline.js', () => ({
  compileProgram: () => {
    throw new TypeError('a pass went wrong');
  },
}));

test('a failure of a pass is reported as ours, with the file and how to report it', () => {
  let error: unknown;
  try {
    compile('"use greenlet"; f();', { filename: '/project/src/a.js', cwd: '/project' });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(InternalError);
  const { message, cause, name } = error as InternalError;
  expect(name).toBe('InternalError');
  expect(message).toMatch(
    /^src\/a\.js: error GC900: greenc failed: a pass went wrong\nhint: This is a fault of greenc/,
  );
  expect(cause).toBeInstanceOf(TypeError);
});
