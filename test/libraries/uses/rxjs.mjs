'use greenlet';

import * as rx from 'rxjs';
import { log, see } from '../green.mjs';

/** Logs all that an observable tells. */
function listen(observable) {
  const subscription = observable.subscribe({
    next: value => log('next', value),
    error: error => log('error', error),
    complete: () => log('complete'),
  });
  return `closed: ${subscription.closed}`;
}

export const uses = {
  'of, subscriber': () => {
    rx.of(1, 2).subscribe(value => log('next', see(value)));
    return 'subscribed';
  },
  'of, observer with all three': () => {
    rx.of(1, 2).subscribe({
      next: value => log('next', see(value)),
      error: error => log('error', error),
      complete: () => log('complete', see('end')),
    });
    return 'subscribed';
  },
  'map, function': () => listen(rx.of(1, 2).pipe(rx.map(x => see(x * 2)))),
  'filter, predicate': () => listen(rx.of(1, 2, 3).pipe(rx.filter(x => see(x) % 2 === 1))),
  'scan, accumulator': () => listen(rx.of(1, 2).pipe(rx.scan((sum, x) => sum + see(x), 0))),
  'mergeMap, function that makes an observable': () => listen(rx.of(1, 2).pipe(rx.mergeMap(x => rx.of(see(x), 0)))),
  'catchError, selector': () =>
    listen(
      rx
        .throwError(() => new Error('of the source'))
        .pipe(rx.catchError(error => rx.of(see(`caught ${error.message}`)))),
    ),
  'tap, observer': () => listen(rx.of(1).pipe(rx.tap({ next: value => see(value), finalize: () => log('finalized') }))),
  'finalize, callback': () => listen(rx.of(1).pipe(rx.finalize(() => log('finally', see('over'))))),
  'new Observable, function that subscribes': () =>
    listen(
      new rx.Observable(subscriber => {
        subscriber.next(see(1));
        subscriber.complete();
        return () => log('torn down');
      }),
    ),
  'defer, factory': () => listen(rx.defer(() => rx.of(see('made')))),
  'Subject, subscriber': () => {
    const subject = new rx.Subject();
    subject.subscribe(value => log('first', see(value)));
    subject.subscribe(value => log('second', value));
    subject.next('a');
    subject.next('b');
    return subject.observed;
  },
  'ReplaySubject, values kept': state => {
    state.subject ??= new rx.ReplaySubject(2);
    state.mapped ??= state.subject.pipe(rx.map(x => see(x)));
    state.subject.next('a');
    return listen(state.mapped);
  },
  'shareReplay, values kept': state => {
    state.shared ??= rx.of(1, 2).pipe(
      rx.map(x => see(x * 10)),
      rx.shareReplay(),
    );
    return [listen(state.shared), listen(state.shared)];
  },
  'generate, iterate': () => listen(rx.generate({ initialState: 1, condition: x => see(x) < 3, iterate: x => x + 1 })),
  'from, iterable': () =>
    listen(
      rx.from(
        (function* numbers() {
          yield see(1);
          yield 2;
        })(),
      ),
    ),
  'timer, subscriber': () => {
    rx.timer(0).subscribe(() => log('late', see('timer')));
    return new Promise(resolve => setTimeout(resolve, 5));
  },
  'firstValueFrom, function': () => rx.firstValueFrom(rx.of(1).pipe(rx.map(x => see(x)))),
};
