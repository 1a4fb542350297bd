'use greenlet';
import nodeFs from 'node:fs';
import fs, { existsSync, readFileSync } from 'greenc/node/fs';
import { green, thrownBy } from '../hub/green.js';

green('files are read while others go on', () => {
  expect(readFileSync(__filename, 'utf8')).toContain('while others go on');
  expect(fs.readFileSync(__filename)).toBeInstanceOf(Buffer);
  expect([existsSync(__filename), existsSync(`${__filename}.none`)]).toEqual([true, false]);
  const error = thrownBy(() => readFileSync('none.txt'));
  expect(error.message).toBe("ENOENT: no such file or directory, open 'none.txt'");
});

green('an error of mkdtempSync has the letters that stand for what was tried', () => {
  const told = [nodeFs, fs].map(({ mkdtempSync }) => {
    const { message, path, stack } = thrownBy(() => mkdtempSync('none/tmp-'));
    return [message, path, stack.split('\n')[0]];
  });
  expect(told[1]).toEqual(told[0]);
});
