// Run by liveness.test.ts with --expose-gc, the path of a bundle of the runtime, and a file of compiled programs: prints
// how many of the objects that each program made were still there while its greenlet was suspended.
import { readFileSync } from 'node:fs';

const { abi, api } = await import(process.argv[2]);
const programs = JSON.parse(readFileSync(process.argv[3], 'utf8'));
const main = api.getCurrent();

const refs = {};
const greenlets = {};
for (const { name, code, stops } of programs) {
  const made = [];
  refs[name] = made;
  const large = () => {
    const object = { bulk: new Array(1000).fill(0) };
    made.push(new WeakRef(object));
    return object;
  };
  const run = new Function('require', 'main', 'large', 'use', `${code}; return run;`)(
    () => abi,
    main,
    large,
    () => {},
  );
  greenlets[name] = new api.Greenlet(run);
  for (let i = 0; i < stops; i++) greenlets[name].switch(i);
}

for (let i = 0; i < 4; i++) {
  await new Promise(resolve => setTimeout(resolve, 5));
  gc();
}

const results = programs.map(({ name }) => {
  const greenlet = greenlets[name];
  const made = refs[name].length;
  const held = refs[name].filter(ref => ref.deref() !== undefined).length;
  const suspended = greenlet.started && !greenlet.dead;
  // What is needed must be there: the program goes on to its end.
  let result;
  while (!greenlet.dead) result = greenlet.switch(1);
  return { name, made, held, suspended, result };
});
console.log(JSON.stringify(results));
