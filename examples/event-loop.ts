'use greenlet';
// A loop in the middle of two infinite loops.
//
// A window system calls back: one event, one call, and the call has to return. A dialogue wants the
// opposite: "ask a question, wait for the answer, ask the next". Here both are written the way they read best;
// the dialogue runs in a greenlet, and its `readKey()` waits for a callback from the event loop.

import { Greenlet, getCurrent } from 'greenc';

// --- the window system: calls a handler for each event, and knows nothing about us --------------------

type Handler = (key: string) => void;
const typed = [...'help\nadd 3 4\nquit\nn\nadd x y\nquit\ny\n'];
const events = typed.map((key, index) => ({ key, at: index }));

function runEventLoop(onKey: Handler): void {
  for (const { key } of events) onKey(key);
}

// --- the program: three functions that read from the user as if that were easy -----------------------

const window = getCurrent();

function readKey(): string {
  return window.switch() as string;
}

function readLine(prompt: string): string {
  let line = '';
  for (;;) {
    const key = readKey();
    if (key === '\n') break;
    line += key;
  }
  console.log(`${prompt} ${line}`);
  return line;
}

function confirm(question: string): boolean {
  return readLine(`${question} (y/n)`) === 'y';
}

function processCommands(): string {
  for (let number = 1; ; number++) {
    const [command, ...words] = readLine(`${number}>`).split(' ');
    if (command === 'quit' && confirm('Are you sure?')) return `left after ${number} commands`;
    if (command === 'help') console.log('commands: help, add A B, quit');
    if (command === 'add') {
      const sum = words.reduce((total, word) => total + Number(word), 0);
      console.log(Number.isNaN(sum) ? 'add takes numbers' : `= ${sum}`);
    }
  }
}

const program = new Greenlet(processCommands);
program.switch();

let keys = 0;
runEventLoop(key => {
  keys++;
  const result = program.switch(key);
  if (program.dead) console.log(`the window saw: ${result}`);
});
console.log(`${keys} keys, each a callback that returned at once`);
