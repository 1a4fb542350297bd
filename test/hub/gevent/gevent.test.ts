/** greenc/hub against gevent: random programs, and what they log with gevent (see record.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
// The hub keeps the functions of the host that it finds as it is loaded.
const loaded = import('./player.js');

type Program = Awaited<typeof loaded>['Player']['prototype']['program'];

async function logOf(program: Program): Promise<string[]> {
  const { Player } = await loaded;
  const player = new Player(program);
  let isOver = false;
  const end = player.run().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    // What is ready may take some turns of the loop.
    for (let turns = 0; turns < 3; turns++) await turn();
    jest.advanceTimersToNextTimer();
  }
  await end;
  return player.log;
}

/** Who is the first at one moment is up to the implementation: the lines of a slot are sorted by greenlets, those of callbacks (`+`) altogether. */
function inOrder(log: string[]): string[] {
  const keysOf = (line: string) => {
    const [slot, who] = line.split(' ');
    return [slot.padStart(3), who.endsWith('+') ? line : who].join(' ');
  };
  return log
    .map(line => ({ line, keys: keysOf(line) }))
    .sort((one, other) => (one.keys < other.keys ? -1 : Number(one.keys > other.keys)))
    .map(({ line }) => line);
}

const records = readFileSync(join(__dirname, 'programs.jsonl'), 'utf8').trimEnd().split('\n');

test.each(records.map((record, index) => [index, record] as const))('program %i', async (_, record) => {
  const { program, log } = JSON.parse(record) as { program: Program; log: string[] };
  expect(inOrder(await logOf(program))).toEqual(inOrder(log));
});
