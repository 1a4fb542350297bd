// Sets a breakpoint at a line of a source as a debugger does that reads source maps: at all places that the map has for where
// the line begins.
// In: a compiled CommonJS module with its map inside, and the line. Out, as JSON: the stops, each with the function, the line
// in the source, and the variables in its scopes.
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { createRequire } from 'node:module';
import { allGeneratedPositionsFor, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

const [, , file, line] = process.argv;
const [, encoded] = /sourceMappingURL=data:[^,]*,(.*)/.exec(readFileSync(file, 'utf8'));
const map = new TraceMap(Buffer.from(encoded, 'base64').toString('utf8'));

const session = new Session();
session.connect();
/** The session is of this thread: it answers at once. */
function post(method, parameters) {
  let answer;
  session.post(method, parameters, (error, result) => {
    if (error) throw error;
    answer = result;
  });
  return answer;
}

const stops = [];
session.on('Debugger.paused', ({ params: { callFrames } }) => {
  const [{ functionName, location, scopeChain }] = callFrames;
  const variables = {};
  for (const { type, object } of scopeChain) {
    if (!['local', 'block', 'closure'].includes(type)) continue;
    for (const { name, value } of post('Runtime.getProperties', { objectId: object.objectId, ownProperties: true })
      .result)
      variables[name] ??= value?.value ?? value?.type;
  }
  const place = originalPositionFor(map, { line: location.lineNumber + 1, column: location.columnNumber });
  stops.push({ functionName, line: place.line, variables });
});

post('Debugger.enable');
// At the first column of the line that the map knows.
const columns = map.sources.flatMap(source =>
  Array.from({ length: 200 }, (_, column) => allGeneratedPositionsFor(map, { source, line: Number(line), column })),
);
for (const place of columns.find(places => places.length > 0) ?? []) {
  post('Debugger.setBreakpointByUrl', {
    lineNumber: place.line - 1,
    columnNumber: place.column,
    urlRegex: `.*${file.split(/[\\/]/).at(-1).replaceAll('.', '\\.')}$`,
  });
}
createRequire(import.meta.url)(file);
session.disconnect();
process.stdout.write(JSON.stringify(stops));
