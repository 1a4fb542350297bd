'use greenlet';
import fs, { existsSync, readFileSync } from 'greenc/node/fs';
import { green, thrownBy } from '../hub/green.js';

green('files are read while others go on', () => {
  expect(readFileSync(__filename, 'utf8')).toContain('while others go on');
  expect(fs.readFileSync(__filename)).toBeInstanceOf(Buffer);
  expect([existsSync(__filename), existsSync(`${__filename}.none`)]).toEqual([true, false]);
  const error = thrownBy(() => readFileSync('none.txt'));
  expect(error.message).toBe("ENOENT: no such file or directory, open 'none.txt'");
});
