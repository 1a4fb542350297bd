// A server in a process of its own, started by tables/servers.mjs with the file to import. Says at which port it listens; answers
// 'cpu' with the CPU time it has taken, in µs, and 'memory' with what it has in use after a collection.

import { pathToFileURL } from 'node:url';

const { server } = await import(pathToFileURL(process.argv[2]).href);
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send({ port: server.address().port }));

process.on('message', question => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send({ cpu: user + system });
  } else {
    globalThis.gc();
    const { heapUsed, rss } = process.memoryUsage();
    process.send({ heapUsed, rss });
  }
});
process.on('disconnect', () => process.exit(0));
