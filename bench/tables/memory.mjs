// What a suspended greenlet weighs, measured over very many that are suspended at once and then all resumed.

import { execFileSync } from 'node:child_process';
import { single } from '../build.mjs';

export async function tables({ quick }) {
  const count = quick ? 200000 : 1000000;
  const { module } = single('many', { green: true });
  const output = execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=4000', module, String(count)], {
    encoding: 'utf8',
  });
  const { bytes, resumed, generatorBytes, asyncBytes } = JSON.parse(output);
  const rows = [
    {
      label: 'suspended greenlet, one frame',
      value: bytes,
      unit: 'B',
      target: 320,
      detail: `${count.toLocaleString('en')} at once`,
    },
    { label: 'greenlets of these not resumed', value: count - resumed, unit: '', target: 0 },
    { label: 'native: suspended generator', value: generatorBytes, unit: 'B' },
    { label: 'native: suspended async function', value: asyncBytes, unit: 'B' },
  ];
  return [{ name: 'memory', title: 'Memory', rows }];
}
