// What both HTTP servers serve, behind promises as a database would have it.

const later = value => new Promise(resolve => setImmediate(resolve, value));

const sessions = new Map([['token-7', { user: 7 }]]);
const items = new Map(Array.from({ length: 100 }, (_, id) => [id, { id, name: `item ${id}`, price: id * 3 }]));

export const findSession = token => later(sessions.get(token));
export const findItem = id => later(items.get(id));
