// Fibers and the event loop.
const Fiber = require('fibers');
const { execFile } = require('node:child_process');
const fs = require('node:fs');

function sleep(ms) {
  const fiber = Fiber.current;
  setTimeout(() => fiber.run(ms), ms);
  return Fiber.yield();
}
function call(work, ...args) {
  const fiber = Fiber.current;
  let isDone = false;
  let isWaiting = false;
  let result;
  work(...args, (error, value) => {
    isDone = true;
    result = { error, value };
    if (isWaiting) fiber.run();
  });
  if (!isDone) {
    isWaiting = true;
    Fiber.yield();
  }
  if (result.error) throw result.error;
  return result.value;
}

process.on('uncaughtException', error => console.log('uncaught', error.message, Fiber.current));

Fiber(() => {
  console.log('slept', sleep(20), sleep(1));
  console.log(call(fs.readFile, __filename, 'utf8').length > 100);
  try {
    call(fs.readFile, `${__filename}.missing`);
  } catch (error) {
    console.log(error.code);
  }
  console.log(call(execFile, process.execPath, ['-p', '6 * 7']).trim());
  const fiber = Fiber.current;
  Promise.resolve('promise').then(value => {
    console.log('in the callback', Fiber.current);
    fiber.run(value);
  });
  console.log('got', Fiber.yield());
  process.nextTick(() => fiber.throwInto(new Error('tick')));
  try {
    Fiber.yield();
  } catch (error) {
    console.log('threw', error.message);
  }
  setImmediate(() => fiber.run());
  Fiber.yield();
  setTimeout(last, 1);
  throw new Error('nobody catches it');
}).run();
console.log('main goes on', Fiber.current);

let turns = '';
for (const name of ['a', 'b', 'c']) {
  Fiber(() => {
    for (let i = 0; i < 2; i++) {
      turns += name;
      sleep(2);
    }
  }).run();
}

function last() {
  console.log(turns);
  Fiber(() => {
    console.log('exits');
    process.exit(3);
  }).run();
  console.log('not reached');
}
process.on('exit', code => console.log('exit', code));
