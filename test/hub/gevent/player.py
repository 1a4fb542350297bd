"""Plays programs with gevent, as player.ts does with greenc/hub."""

import virtual_time  # noqa: F401, before gevent makes a loop
from gevent import monkey

monkey.patch_all()

import threading

import gevent
from gevent.event import AsyncResult, Event
from gevent.lock import BoundedSemaphore, RLock, Semaphore
from gevent.pool import Group, Pool
from gevent.queue import Channel, Empty, Full, JoinableQueue, LifoQueue, PriorityQueue
from gevent.timeout import Timeout

SLOT = 64
WORKERS = 6
GREENLETS = 10
ROUND = SLOT * GREENLETS
ROUNDS = 14
ITEM_ENDS = [26, 31, 37, 44]


class Boom(Exception):
    def __init__(self, why, whose):
        super().__init__(why)
        self.why = why
        self.whose = whose


def name_of(error):
    if isinstance(error, Boom):
        return "Boom %s" % error.why
    if isinstance(error, gevent.GreenletExit):
        return "Exit"
    if isinstance(error, Timeout):
        return "Timeout"
    if isinstance(error, Full):
        return "Full"
    if isinstance(error, (ValueError, RuntimeError)):
        return "Misuse"
    return type(error).__name__


def shown(value):
    if value is None:
        return "-"
    if isinstance(value, BaseException):
        return name_of(value)
    if value is StopIteration:
        return "Stop"
    if isinstance(value, list):
        return "[" + " ".join(map(shown, value)) + "]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def limited(timeout):
    if timeout is None:
        return {}
    return {"block": False} if timeout == 0 else {"timeout": timeout / 1000}


def blocking(timeout):
    return {"blocking": timeout != 0, "timeout": seconds(timeout)}


def seconds(timeout):
    return None if timeout is None else timeout / 1000


class Player:
    def __init__(self, program):
        self.program = program
        self.log = []
        self.is_over = False
        self.tasks = {}
        self.spawned = set()
        self.links = []
        self.queues = [JoinableQueue(), JoinableQueue(2), LifoQueue(2), PriorityQueue(2), Channel()]
        self.semaphores = [Semaphore(2), BoundedSemaphore(1), RLock()]
        self.events = [Event(), Event()]
        self.results = [AsyncResult(), AsyncResult()]
        self.pools = [Pool(1), Pool(2), Group()]
        self.condition = threading.Condition(threading.Lock())
        self.began = gevent.get_hub().loop.time
        for id in range(WORKERS):
            self.spawn(id, id)

    def stop(self):
        self.note("end", self.look())
        self.is_over = True
        gevent.killall(list(self.tasks.values()), block=False)

    def now(self):
        return gevent.get_hub().loop.time - self.began

    def note(self, who, text):
        if not self.is_over:
            self.log.append("%d %s %s" % (self.now() // SLOT, who, text))

    def work(self, id):
        self.tasks[id] = gevent.getcurrent()
        try:
            result = self.play(id, self.program[id], 0)
            self.note(id, "ends")
            return result
        except BaseException as error:
            self.note(id, "ends by " + name_of(error))
            raise

    def play(self, id, ops, depth):
        for what, *args in ops:
            now = self.now()
            gevent.sleep((((now - SLOT * id) // ROUND + 1) * ROUND + SLOT * id - now) / 1000)
            if what == "return":
                return args[0]
            if what == "raise":
                raise Boom("raised %s" % id, id)
            if what in ("within", "catch", "cleaning"):
                getattr(self, what)(id, depth, *args)
            elif what == "burst":
                for what, *args in args[0]:
                    self.call(id, what, args)
            else:
                self.call(id, what, args)

    def call(self, id, what, args):
        try:
            result = getattr(self, what)(id, *args)
        except BaseException as error:
            is_mine = isinstance(error, gevent.GreenletExit) or isinstance(error, Boom) and error.whose == id
            if isinstance(error, Timeout):
                is_mine = what not in ("take", "outcome") or args[-1] != 0 and error.seconds != seconds(args[-1])
            if is_mine:
                self.note(id, "%s throws %s" % (what, name_of(error)))
                raise
            result = error
        self.note(id, "%s %s" % (what, shown(result)))

    def within(self, id, depth, kind, limit, ops):
        error = {"plain": None, "silent": False, "error": Boom("late %s" % id, id)}[kind]
        try:
            with Timeout(limit / 1000, error) as timeout:
                self.play(id, ops, depth + 1)
                self.note(id, "in time")
                return
            self.note(id, "silent")
        except BaseException as thrown:
            if thrown is not timeout and thrown is not error:
                raise
            self.note(id, "late by " + name_of(thrown))

    def catch(self, id, depth, ops):
        try:
            self.play(id, ops, depth)
        except (Boom, gevent.GreenletExit, Timeout) as error:
            self.note(id, "caught " + name_of(error))

    def cleaning(self, id, depth, ops, last):
        try:
            self.play(id, ops, depth)
        finally:
            self.note(id, "cleans up")
            self.play(id, last, depth)

    def look(self, *_):
        return " ".join(
            [
                "".join(str(queue.qsize()) for queue in self.queues[:4]),
                "".join(str(semaphore.counter) for semaphore in self.semaphores[:2]),
                "".join("+" if event.is_set() else "-" for event in self.events),
                "".join("-" if not one.ready() else "v" if one.successful() else "e" for one in self.results),
                "".join(str(len(pool)) for pool in self.pools),
                "".join(str(pool.free_count()) for pool in self.pools[:2]),
                "".join(self.state(self.tasks.get(id)) for id in range(GREENLETS)),
            ]
        )

    def state(self, task):
        if task is None:
            return "-"
        if not task.ready():
            return "."
        if isinstance(task.value, gevent.GreenletExit):
            return "x"
        return "v" if task.successful() else "e"

    # Queues

    def put(self, id, queue, item, timeout):
        return self.queues[queue].put(item, **limited(timeout))

    def get(self, id, queue, timeout):
        return self.queues[queue].get(**limited(timeout))

    def peek(self, id, queue, timeout):
        return self.queues[queue].peek(**limited(timeout))

    def drain(self, id, queue):
        for item in self.queues[queue]:
            self.note(id, "drains " + shown(item))

    def close(self, id, queue, timeout):
        return self.queues[queue].put(StopIteration, **limited(timeout))

    def done(self, id, queue):
        return self.queues[queue].task_done()

    def joinqueue(self, id, queue, timeout):
        return self.queues[queue].join(seconds(timeout))

    # Locks

    def acquire(self, id, semaphore, timeout):
        return bool(self.semaphores[semaphore].acquire(timeout != 0, seconds(timeout)))

    def release(self, id, semaphore):
        self.semaphores[semaphore].release()

    def unlocked(self, id, semaphore, timeout):
        return self.semaphores[semaphore].wait(seconds(timeout))

    def await_notice(self, id, timeout):
        with self.condition:
            return self.condition.wait(seconds(timeout))

    def notify(self, id, count):
        with self.condition:
            return self.condition.notify(count)

    # Events and results

    def set(self, id, event):
        self.events[event].set()

    def clear(self, id, event):
        self.events[event].clear()

    def await_event(self, id, event, timeout):
        return self.events[event].wait(seconds(timeout))

    def give(self, id, result, value):
        if not self.results[result].ready():
            self.results[result].set(value)

    def fail(self, id, result):
        if not self.results[result].ready():
            self.results[result].set_exception(Boom("given", None))

    def take(self, id, result, timeout):
        return self.results[result].get(**limited(timeout))

    def await_result(self, id, result, timeout):
        return self.results[result].wait(seconds(timeout))

    # Tasks

    def spawn(self, id, task):
        if task in self.spawned:
            return None
        self.spawned.add(task)
        self.tasks[task] = gevent.spawn(self.work, task)
        return task

    def later(self, id, task, delay):
        if task in self.spawned:
            return None
        self.spawned.add(task)
        self.tasks[task] = gevent.spawn_later(delay / 1000, self.work, task)
        return task

    def join(self, id, task, timeout):
        if task not in self.tasks:
            return None
        self.tasks[task].join(seconds(timeout))
        return self.tasks[task].ready()

    def outcome(self, id, task, timeout):
        return task in self.tasks and self.tasks[task].get(**limited(timeout))

    def kill(self, id, task, is_error, timeout):
        if task not in self.tasks:
            return None
        error = Boom("killed %s" % task, task) if is_error else gevent.GreenletExit()
        self.tasks[task].kill(error, block=timeout != 0, timeout=seconds(timeout))
        return self.tasks[task].ready() if timeout != 0 else None

    def there(self, tasks):
        return [self.tasks[task] for task in tasks if task in self.tasks]

    def killall(self, id, tasks):
        gevent.killall(self.there(tasks))
        return [task.ready() for task in self.there(tasks)]

    def joinall(self, id, tasks, count, raises, timeout):
        ended = gevent.joinall(self.there(tasks), seconds(timeout), raises, count)
        ids = {task: id for id, task in self.tasks.items()}
        return [ids[task] for task in ended]

    def link(self, id, task, kind):
        if task not in self.tasks:
            return None
        listener = lambda ended: self.note("%d+" % id, "is told that %d has ended" % task)
        self.links.append((task, listener))
        getattr(self.tasks[task], {"value": "link_value", "error": "link_exception", "any": "link"}[kind])(listener)

    def unlink(self, id):
        if self.links:
            task, listener = self.links.pop()
            self.tasks[task].unlink(listener)

    # Pools

    def start(self, id, pool, task):
        if task in self.spawned:
            return None
        self.spawned.add(task)
        self.pools[pool].spawn(self.work, task)
        return task

    def adopt(self, id, pool, task, timeout):
        # One that has ended would be a member for ever.
        if task not in self.tasks or self.tasks[task].ready():
            return None
        if any(self.tasks[task] in pool for pool in self.pools):
            return None
        self.pools[pool].add(self.tasks[task], **({} if pool == 2 else blocking(timeout)))

    def discard(self, id, pool, task):
        # Another one would make room in gevent, too.
        if self.tasks.get(task) in self.pools[pool]:
            self.pools[pool].discard(self.tasks[task])

    def killone(self, id, pool, task):
        if task not in self.tasks or self.tasks[task] not in self.pools[pool]:
            return None
        self.pools[pool].killone(self.tasks[task], block=False)

    def leave(self, id, pool, timeout):
        return self.pools[pool].join(seconds(timeout))

    def empty(self, id, pool, timeout):
        members = self.pools[pool]
        # Whoever waits for room may be faster than the rest of the kill, or slower.
        is_simple = pool == 2 or members._semaphore.linkcount() == 0
        if is_simple and gevent.getcurrent() not in members:
            members.kill(block=timeout != 0, timeout=seconds(timeout))

    def room(self, id, pool, timeout):
        return self.pools[pool].wait_available(seconds(timeout))

    def item(self, item):
        index, rounds, fails = item
        gevent.sleep((ROUND * rounds + ITEM_ENDS[index]) / 1000)
        if fails:
            raise Boom("of item %d" % index, None)
        return index

    def apply(self, id, pool, item):
        return self.pools[pool].apply(self.item, (item,))

    def applyasync(self, id, pool, item):
        self.pools[pool].apply_async(self.item, (item,), callback=lambda value: self.note("%d+" % id, "called back " + shown(value)))

    def map(self, id, pool, items):
        return self.apart(lambda: self.pools[pool].map(self.item, items))

    def mapasync(self, id, pool, items):
        self.pools[pool].map_async(
            self.item, items, callback=lambda values: self.note("%d+" % id, "called back " + shown(values))
        )

    def loop(self, id, pool, items, ordered, maxsize):
        def loop():
            results = self.pools[pool].imap if ordered else self.pools[pool].imap_unordered
            for result in results(self.item, items, maxsize=maxsize):
                self.note(id, "loop gives " + shown(result))

        return self.apart(loop)

    def apart(self, call):
        # Where nobody kills it: in gevent the items would go on being asked for.
        return gevent.spawn(call).get()


# What a greenlet fails with is in the log.
gevent.get_hub().handle_error = lambda *_: None


def log_of(program):
    player = Player(program)
    gevent.sleep(ROUND * ROUNDS / 1000)
    player.stop()
    gevent.sleep(ROUND / 1000)
    return player.log
