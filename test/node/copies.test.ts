/** ES modules and CommonJS each load a copy of greenc: there is one hub all the same. */
import { runGreen } from '../support/run-green.js';

test('what one copy has begun is known to the other: servers are stopped, and it is said who waits', () => {
  const { stdout, stderr } = runGreen(`
import { createRequire } from 'node:module';
import { dumpGreenlets, sleep, spawn, Task } from 'greenc/hub';
const require = createRequire(import.meta.url);
const { connect, serve } = require('greenc/node/net');
const { execSync } = require('greenc/node/child_process');
let handling;
spawn(function main() {
  const server = serve(0, function echo(socket) {
    handling = require('greenc').getCurrent();
    try {
      for (const line of socket.lines()) socket.write(line.toUpperCase() + '\\n');
    } finally {
      console.log('closed');
    }
  });
  const socket = connect(server.port);
  socket.write('hello\\n');
  console.log(socket.readLine(), handling instanceof Task);
  const child = spawn(() => execSync('sleep 60'));
  sleep();
  console.log(dumpGreenlets(null).map(({ waitsIn }) => waitsIn).sort().join(' '));
  child.kill();
  server.stop(1);
  console.log(server.size, socket.readLine(), child.dead);
});
`);
  expect(stderr).toBe('');
  expect(stdout).toBe('HELLO true\nexecSync() socket.readLine() \nclosed\n0 null true\n');
});
