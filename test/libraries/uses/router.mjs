'use greenlet';

import Router from 'router';
import { log, see } from '../green.mjs';

/** Sends a request through a router. What its last handler gives is logged. */
function send(router, url, method = 'GET') {
  const response = {
    end(text) {
      log('response', text);
    },
  };
  router({ url, method }, response, error => log('done', error ?? 'nothing left'));
  return 'handled';
}

const throughFailure = (error, _request, response, _next) => response.end(error);

export const uses = {
  'get, handler': () => {
    const router = new Router();
    router.get('/a', (_request, response) => response.end(see('a')));
    return send(router, '/a');
  },
  'get, handler with parameters': () => {
    const router = new Router();
    router.get('/user/:id', function show(request, response) {
      response.end(see(request.params.id));
    });
    return send(router, '/user/7');
  },
  'use, middleware before a handler': () => {
    const router = new Router();
    router.use(function session(request, _response, next) {
      request.session = see('session');
      next();
    });
    router.get('/', (request, response) => response.end(request.session));
    return send(router, '/');
  },
  'use, middleware that waits around the rest': () => {
    const router = new Router();
    router.use((_request, _response, next) => {
      log('before');
      try {
        next();
      } finally {
        log('after');
      }
    });
    router.get('/', (_request, response) => response.end(see('inner')));
    return send(router, '/');
  },
  'several handlers of one route': () => {
    const router = new Router();
    router.get(
      '/',
      (_request, _response, next) => (see('first'), next()),
      (_request, response) => response.end(see('second')),
    );
    return send(router, '/');
  },
  'param, callback': () => {
    const router = new Router();
    router.param('id', (request, _response, next, id) => {
      request.user = see(`user ${id}`);
      next();
    });
    router.get('/:id', (request, response) => response.end(request.user));
    return send(router, '/7');
  },
  'error handler': () => {
    const router = new Router();
    router.get('/', () => {
      throw new Error('of the handler');
    });
    router.use((error, _request, response, _next) => response.end(see(error.message)));
    return send(router, '/');
  },
  'handler before an error handler': () => {
    const router = new Router();
    router.get('/', (_request, response) => response.end(see('a')));
    router.use(throughFailure);
    return send(router, '/');
  },
  'nested router': () => {
    const router = new Router();
    const inner = new Router();
    inner.post('/b', (request, response) => response.end(see(request.baseUrl)));
    router.use('/a', inner);
    return send(router, '/a/b', 'POST');
  },
  'route(), all methods': () => {
    const router = new Router();
    router
      .route('/')
      .all((_request, _response, next) => (see('all'), next()))
      .put((_request, response) => response.end('put'));
    return send(router, '/', 'PUT');
  },
  'final callback': () => {
    const router = new Router();
    router({ url: '/', method: 'GET' }, {}, error => log('done', see(error)));
    return 'handled';
  },
  'async handler': () => {
    const router = new Router();
    router.get('/', async (_request, response) => {
      const text = see('a');
      await null;
      response.end(see(text));
    });
    return send(router, '/');
  },
  'the same router again': state => {
    if (!state.router) {
      state.router = new Router();
      state.router.get('/', (_request, response) => response.end(see('a')));
    }
    return send(state.router, '/');
  },
};
