// What the command line asks for: the only reader of process.argv.

const tables = [
  'programs',
  'built-ins',
  'generators',
  'async',
  'switching',
  'resumed',
  'hub',
  'memory',
  'simulation',
  'servers',
  'size',
  'compile-time',
  'throughput',
  'scripts',
  'start',
];

const usage = `usage: npm run bench -- [--quick] [--json] [--only ${tables.join('|')},…] [PROGRAM…]
  --quick   fewer rounds: under a minute, noisier
  --json    print machine-readable results instead of tables
  --only    run just these tables
  PROGRAM   run the program tables for programs whose name contains one of these words`;

/** Takes the arguments after the script name; gives `{ quick, json, only, filter }`; throws an Error on anything unknown. */
export function parseOptions(args) {
  const options = { quick: false, json: false, only: tables, filter: [] };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '--quick') options.quick = true;
    else if (arg === '--json') options.json = true;
    else if (arg === '--only') options.only = (args[++i] ?? '').split(',');
    else if (arg.startsWith('-')) throw new Error(`unknown option ${arg}\n${usage}`);
    else options.filter.push(arg);
  }
  for (const name of options.only) {
    if (!tables.includes(name)) throw new Error(`--only takes ${tables.join(', ')}; not "${name}"\n${usage}`);
  }
  if (options.filter.length > 0 && options.only === tables) options.only = ['programs'];
  return options;
}
