// What waits in a file that is known to hold no compiled function is refused at once; nothing else is, however it came to be compiled.
import { existsSync } from 'node:fs';
import { compile } from 'greenc/compiler';
import { installed, node } from './support.js';

const waits = "import { sleep } from 'greenc/hub';\nexport function rest() {\n  sleep(1);\n  return 'rested';\n}\n";
const compiled = (source: string, options = {}) => compile(source, { all: true, ...options }).code;

test('functions of other files are suspended, whoever has compiled them', () => {
  const folder = installed({
    'main.mjs': `'use greenlet';
import { spawn } from 'greenc/hub';
import { rest } from './before.mjs';
import { rest as included } from './vendor/included.mjs';
import other from './other.cjs';
import './cycle.mjs';
spawn(() => console.log(rest(), included(), other.rest()));
`,
    'before.mjs': compiled(waits),
    'vendor/included.mjs': waits,
    // What runs of this file is not what stands in it.
    'other.cjs':
      'const text = require("node:fs").readFileSync(__dirname + "/other.txt", "utf8");\nmodule._compile(text, __filename);\n',
    'other.txt': compiled(
      "const { sleep } = require('greenc/hub');\nexports.rest = () => {\n  sleep(1);\n  return 'rested';\n};\n",
      { sourceType: 'script' },
    ),
    // Is called before its module has run.
    'cycle.mjs': `'use greenlet';\nimport './asking.mjs';\n${waits}`,
    'asking.mjs': `import { asyncify } from 'greenc/hub';
import { rest } from './cycle.mjs';
asyncify(rest)().then(value => console.log('early', value));
`,
    'greenc.config.json': '{ "include": "vendor" }',
  });
  const { stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mjs']);
  expect({ stdout: stdout.split('\n').sort().join('\n').trim(), stderr }).toEqual({
    stdout: 'early rested\nrested rested rested',
    stderr: '',
  });
});

(existsSync('/proc/self/fd') ? test : test.skip)('what has begun when its caller is refused is given up', () => {
  const folder = installed({
    'main.mjs': `import { readdirSync, readlinkSync } from 'node:fs';
import { openSync } from 'greenc/node/fs';
import { spawn } from 'greenc/hub';
const isOpen = fd => {
  try {
    return readlinkSync('/proc/self/fd/' + fd).endsWith('main.mjs');
  } catch {
    return false;
  }
};
const open = () => readdirSync('/proc/self/fd').filter(isOpen).length;
let looks = 0;
function look() {
  if (open() > 0 && looks++ < 100) setTimeout(look, 50);
  else console.log(open());
}
spawn(() => {
  for (let i = 0; i < 20; i++) {
    try {
      openSync('main.mjs');
    } catch ({ message }) {
      if (i === 0) console.log(message.slice(0, 49));
    }
  }
});
setTimeout(look, 100);
`,
  });
  const { stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mjs']);
  expect({ stdout, stderr }).toEqual({ stdout: 'the caller of openSync() cannot be suspended: it \n0\n', stderr: '' });
});

test('after many switches some are looked at again, now and then', () => {
  const folder = installed({
    'main.mjs': `'use greenlet';
import { sleep, spawn, wait } from 'greenc/hub';
import { rest } from './plain.mjs';
for (let i = 0; i < 150; i++) spawn(() => wait(Promise.resolve()));
spawn(() => {
  sleep(50);
  rest();
});
`,
    'plain.mjs': waits,
  });
  const { stderr } = node(folder, ['--import', 'greenc/register', 'main.mjs']);
  expect(stderr).toMatch(
    /ForeignFrameError: the caller of sleep\(\) cannot be suspended: it is rest \(.*plain\.mjs:3:3\), not compiled by greenc; put "use greenlet"/,
  );
});

test('who has been refused goes on, and may wait again', () => {
  const folder = installed({
    'main.mjs': `'use greenlet';
import { joinAll, Queue, sleep, spawn } from 'greenc/hub';
import { attempt } from './plain.mjs';
const queue = new Queue();
function said(...given) {
  try {
    return attempt(...given);
  } catch ({ message }) {
    return \`outside: \${message}\`;
  }
}
spawn(() => {
  const ended = spawn(() => 1);
  for (const call of [() => {}, sleep, () => queue.get(5), sleep]) console.log(said(call));
  console.log(said(() => 0, ended));
  sleep(1);
  queue.put(1);
  console.log(queue.get(), joinAll([ended]).length);
});
`,
    'plain.mjs': `let count = 0;
export function attempt(call, task) {
  count++;
  try {
    if (task) task.join();
    return call();
  } catch (error) {
    return \`\${count} \${error.message.replace(/\\(file:.*?plain/, '(plain')}\`;
  }
}
`,
  });
  const { stdout, stderr } = node(folder, ['--import', 'greenc/register', 'main.mjs']);
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    'undefined',
    expect.stringMatching(
      /^2 the caller of sleep\(\) cannot be suspended: it is attempt \(plain\.mjs:6:12\), not compiled by greenc; put "use greenlet"/,
    ),
    expect.stringMatching(/^outside: attempt, called at main\.mjs:7:12, cannot be suspended/),
    expect.stringMatching(/^4 the caller of sleep\(\)/),
    expect.stringMatching(/^5 the caller of task\.join\(\)/),
    '1 1',
    '',
  ]);
});
