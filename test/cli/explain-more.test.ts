// greenc explain --why, --passes, --halves.
import { folderWith } from './support.js';

const source = `"use greenlet";
import { ask } from './ask.js';
export function outer(list) {
  let sum = 0;
  for (const one of list) {
    sum += ask(one, () => sum);
  }
  const inner = x => { return twice(x); };
  return inner(sum);
}
const twice = x => 2 * x;
export const evil = text => {
  return eval(text);
};
outer([]);
`;
const files = { 'a.js': source, 'ask.js': '"use greenlet";\nexport const ask = f => f();\n', 'plain.js': 'f();\n' };

describe('--why', () => {
  const folder = () => folderWith(files);

  test('a line with calls, in the function around it', () => {
    const { stdout, stderr } = folder().greenc('explain', '--why', 'a.js:6');
    expect({ stdout, stderr }).toEqual({
      stdout: [
        'a.js:3:8  function outer: resumable, 4 suspension points',
        '    6:12  ask(…)  green: imported from a compiled module ("./ask.js")',
        'a.js:6:21  arrow function (anonymous): stays as written: it calls nothing that could suspend',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('functions within the line, and by column the one that is meant', () => {
    const asked = folder();
    const inner = 'a.js:8:17  arrow function inner: resumable, 1 suspension point\n';
    const call = '    8:31  twice(…)  green: compiled, in this module\n';
    expect(asked.greenc('explain', '--why', 'a.js:8').stdout).toBe(
      `a.js:3:8  function outer: resumable, 4 suspension points\n    line 8 calls nothing here: no suspension point\n${inner}${call}`,
    );
    expect(asked.greenc('explain', '--why', 'a.js:8:31').stdout).toBe(inner + call);
  });

  test('a function that stays as written says what to do; code of the module, and a module that is not marked', () => {
    const asked = folder();
    const { stdout } = asked.greenc('explain', '--why', 'a.js:13');
    expect(stdout).toMatch(
      /^a\.js:12:21 {2}arrow function evil: stays as written: it contains a direct eval\n.*indirect eval/,
    );
    expect(asked.greenc('explain', '--why', 'a.js:15').stdout).toBe(
      'a.js:15  code of the module itself, which runs in the main greenlet and is never suspended\n    15:1  outer(…)  green: compiled, in this module\n',
    );
    expect(asked.greenc('explain', '--why', 'plain.js:1').stdout).toMatch(
      /^plain\.js: not marked, .*\nPut the directive/,
    );
  });

  test('as JSON, and what is no place', () => {
    const asked = folder();
    const [file] = JSON.parse(asked.greenc('explain', '--why', 'a.js:6', '--json').stdout);
    expect(file).toMatchObject({ file: 'a.js', place: { line: 6, within: { line: 3, column: 8 } } });
    const wrong = asked.greenc('explain', '--why', 'a.js');
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('It takes FILE:LINE or FILE:LINE:COLUMN.');
    expect(asked.greenc('explain', 'a.js', '--why', 'a.js:1').stderr).toContain('leave the paths out');
    expect(asked.greenc('explain').stderr).toContain("missing required argument 'paths'");
  });
});

test('--passes: each pass over the module, or over one function of it', () => {
  const folder = folderWith(files);
  const all = folder.greenc('explain', 'a.js', '--passes').stdout;
  const titles = [...all.matchAll(/^── a\.js, after (\w+) ──$/gm)].map(([, pass]) => pass);
  expect(titles).toEqual(['resolve', 'storage', 'explicit', 'normalise', 'analyse', 'emit']);
  expect(all).toContain('import { ask }');
  const one = folder.greenc('explain', '--passes', '--why', 'a.js:8:17').stdout;
  expect(one).toContain('arrow function inner, line 8');
  expect(one).toMatch(/after analyse ──\narrow function inner, line 8\n.*\n {2}point 1 {2}\$1 = twice\(x\)/);
  expect(one).not.toContain('outer');
});

test('--halves: the fast half and the resume half of each function, wherever that stands', () => {
  const folder = folderWith({
    ...files,
    'g.js': '"use greenlet";\nexport function* g() { yield f(); }\nexport const late = x => { f(); h(x); };\n',
  });
  const { stdout } = folder.greenc('explain', 'a.js', '--halves');
  const [fast, resume] = stdout.split('── resume half: an arrow function where the … is ──\n');
  expect(fast).toMatch(/^── a\.js:3:8 {2}function outer, fast half ──\nfunction outer\(list\) \{/);
  expect(fast).toMatch(/return \S+\(\$f, …, /);
  expect(resume).toMatch(/^\$f => \{/);
  const rest = folder.greenc('explain', 'g.js', '--halves').stdout;
  expect(rest).toContain('── resume half: none: a generator is held where it stands ──');
  expect(rest).toContain('── resume half: a function of the module ──\nfunction late$r($f) {');
  expect(folder.greenc('explain', 'plain.js', '--halves').stdout).toBe(
    'plain.js: not marked, so nothing in it can be suspended\n',
  );
  expect(folder.greenc('explain', '--halves', '--why', 'a.js:11').stdout).toBe(
    'a.js:11: there is no function that could be suspended\n',
  );
});
