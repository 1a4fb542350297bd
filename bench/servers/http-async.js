// An HTTP server with async functions: reads what is posted, asks who it is, looks things up one after the other, and answers.

import { createServer } from 'node:http';
import { findItem, findSession } from './items.js';

async function read(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

async function authenticate(request) {
  const session = await findSession(request.headers['x-token']);
  if (session === undefined) throw new RangeError('who are you?');
  return session;
}

async function order(ids) {
  let total = 0;
  for (const id of ids) total += (await findItem(id)).price;
  return total;
}

async function answer(request) {
  const { user } = await authenticate(request);
  const { ids } = await read(request);
  return { user, total: await order(ids) };
}

async function respond(request, response) {
  try {
    response.end(JSON.stringify(await answer(request)));
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}

export const server = createServer(respond);
