// The same HTTP server in straight-line code: a greenlet for each request.

import { wait } from 'greenc/hub';
import { createServer } from 'greenc/node/http';
import { findItem, findSession } from './items.js';

function authenticate(request) {
  const session = wait(findSession(request.headers['x-token']));
  if (session === undefined) throw new RangeError('who are you?');
  return session;
}

function order(ids) {
  let total = 0;
  for (const id of ids) total += wait(findItem(id)).price;
  return total;
}

function answer(request) {
  const { user } = authenticate(request);
  const { ids } = request.json();
  return { user, total: order(ids) };
}

function respond(request, response) {
  try {
    response.end(JSON.stringify(answer(request)));
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}

export const server = createServer(respond).raw;
