'use greenlet';
/**
 * Renders pages by Eta and prints them. `render.ts native`: by Eta itself over a store that has them at once; `render.ts green`: by
 * the compiled one, in greenlets, over a store in which each step has to be waited for.
 */
import { Eta } from 'eta/core';
import { asyncify, sleep, spawn, Timeout, wait } from 'greenc/hub';
import { greenEta } from '../../examples/templates/green-eta.js';

const templates: Record<string, string> = {
  '/page.eta': `<% layout('./layouts/base', { title: it.name }) %>
<h1><%= it.name %></h1><%~ include('./parts/list', { items: it.items }) %>
<% block('aside', () => { %>aside: <%~ include('parts/item', it.items[0]) %><% }) %>`,
  '/framed.eta': `<% layout('layouts/frame') %>in a frame`,
  '/layouts/frame.eta': `<% layout('/layouts/html') %>[<%~ it.body %>]`,
  '/layouts/base.eta': `<title><%= it.title %></title><%~ it.body %>|<%~ block('aside') %>`,
  '/layouts/html.eta': '<html><%~ it.body %></html>',
  '/parts/list.eta': `<ul><% it.items.forEach((item, index) => { %>
  <%~ include('item', { ...item, index }) %><% }) %>
</ul><% const [first, ...rest] = it.items; %><% if (rest.length > 0) { %><%~ include('list', { items: rest }) %><% } %>`,
  '/parts/item.eta': `<li><%= it.index ?? '-' %>: <%= it.label %>, <%= it.price?.() %></li>`,
  '/missing.eta': `before <%~ include('nowhere') %>`,
  '/broken.eta': 'a <% if { %>',
  '/throws.eta': `<%~ include('parts/list', { items: [{ get label() { throw new RangeError('no label'); } }] }) %>`,
  '/plain.eta': 'nothing to wait for <%= [1, 2].map(n => n + it.name.length) %>',
};

const isGreen = process.argv[2] === 'green';
/** Takes its time, if it is to. */
const later = <T>(value: T): T => {
  if (!isGreen) return value;
  sleep(1);
  return wait(Promise.resolve(value));
};

const store = {
  resolve(name: string, from = '/'): string {
    return later(`${new URL(name, `file://${from}`).pathname}.eta`);
  },
  read(path: string): string {
    const text = later(templates[path]);
    if (text === undefined) throw new Error(`there is no ${path}`);
    return text;
  },
};

function engine(config: object): Eta {
  if (isGreen) return greenEta(store, config);
  const eta = new Eta(config);
  eta.resolvePath = (name, options) => store.resolve(name, options?.filepath);
  eta.readFile = store.read;
  return eta;
}

const price = (cents: number) => () => later(`${cents / 100} €`);
const items = [{ label: 'tea & milk', price: price(250) }, { label: '<cup>', price: price(999) }, { label: 'spoon' }];

function render(eta: Eta, page: string, name: string): string {
  try {
    return eta.render(page, { name, items });
  } catch (error) {
    // The kinds that Eta has are kept; texts have line numbers of functions that are not the same.
    return `${(error as Error).name}: ${(error as Error).message.split('\n')[0]}`;
  }
}

const pages = ['/page', '/framed', '/layouts/base', '/parts/list', '/missing', '/broken', '/throws', '/plain'];
const configs = [
  {},
  { cache: true },
  { cache: true, debug: true, autoTrim: false },
  { useWith: false, varName: 'it', rmWhitespace: true },
];

const jobs = configs.flatMap((config, index) => {
  const eta = engine(config as object);
  // Twice, since a second time finds some in the cache.
  return [...pages, ...pages].map(page => () => render(eta, page, `page ${index}`));
});

function printAll(rendered: string[]): void {
  console.log(JSON.stringify(rendered, null, 1));
}

/** Nobody waits for a template longer than for anything else, and the engine is none the worse for it. */
function checkTimeouts(): void {
  const eta = greenEta(store, { cache: true });
  const timeout = new Timeout(1).start();
  let caught: unknown;
  try {
    eta.render('/page', { name: 'late', items });
  } catch (error) {
    caught = error;
  }
  if (caught !== timeout) throw new Error(`not timed out: ${caught}`);
  if (!eta.render('/page', { name: 'in time', items }).includes('in time')) throw new Error('not rendered');
}

if (isGreen) {
  await asyncify(() => {
    printAll(jobs.map(job => spawn(job)).map(task => task.get()));
    checkTimeouts();
  })();
} else {
  printAll(jobs.map(job => job()));
}
