'use greenlet';
// Pages that a synchronous template engine makes of templates in a database: its layouts and includes wait for them, and so do
// functions in the data. Many pages are made at once, by greenlets and by code that awaits.

import { asyncify, spawn, wait } from 'greenc/hub';
import { from, insert, open, sql } from '../data-layer/index.js';
import { greenEta } from './green-eta.js';

const database = open();

const templates = {
  'order.eta': `<% layout('page', { title: 'Order ' + it.id }) %>
<ul>
<% for (const name of it.names) { %>
  <%~ include('line', { name, price: it.price(name) }) %>

<% } %>
</ul>`,
  'line.eta': '<li><%= it.name %>: <%= it.price %> €</li>',
  'page.eta': `<h1><%= it.title %></h1>
<%~ it.body %>`,
};

let reads = 0;
const eta = greenEta(
  {
    resolve: name => `${name}.eta`,
    read(path) {
      reads++;
      const found = database.first(from('templates').where({ path }));
      if (found === undefined) throw new Error(`there is no template ${path}`);
      return found.text;
    },
  },
  { cache: true },
);

/** What the templates ask while they are rendered. */
function price(name: string): string {
  return database.first(from('prices').where({ name }))?.euros ?? '?';
}

const page = (id: number): string => eta.render('order', { id, names: ['tea', '<cup>', 'moon'].slice(0, id), price });

spawn(() => {
  database.run(sql`create table templates (path text primary key, text text not null)`);
  database.run(sql`create table prices (name text primary key, euros int not null)`);
  for (const [path, text] of Object.entries(templates)) database.run(insert('templates', { path, text }));
  for (const [name, euros] of Object.entries({ tea: 3, '<cup>': 8 })) database.run(insert('prices', { name, euros }));

  const tasks = [3, 1, 2].map(id => spawn(page, id));
  for (const task of tasks) console.log(`${task.get()}\n`);
  reads = 0;
  const pages = wait(Promise.all([1, 2, 3].map(id => asyncify(page)(id))));
  console.log(pages.length, 'more, by promises, for which', reads, 'templates were read');
  try {
    eta.render('nothing', {});
  } catch (error) {
    console.log((error as Error).message);
  }
  database.close();
});
