// npm run bench: see README.md in this folder.

import { availableParallelism, cpus } from 'node:os';
import { parseOptions } from './options.mjs';
import { asJson, render, summary } from './report.mjs';

async function main() {
  const options = parseOptions(process.argv.slice(2));
  const start = performance.now();
  const all = [];
  for (const name of options.only) {
    const { tables } = await import(`./tables/${name}.mjs`);
    for (const table of await tables(options)) {
      all.push(table);
      if (!options.json) console.log(render(table));
    }
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  const environment = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    quick: options.quick,
    seconds,
  };
  if (options.json) console.log(asJson(all, environment));
  else console.log(`${summary(all)}; Node ${environment.node}, ${environment.cpu}, ${seconds} s`);
}

main().catch(error => {
  console.error(
    error.code === 'ERR_MODULE_NOT_FOUND' && !error.message.includes('/bench/')
      ? `${error.message}\nRun npm run build first.`
      : error.message,
  );
  process.exitCode = 1;
});
