"""A loop of gevent's whose time is virtual: it goes on when nothing is ready. Times are in whole milliseconds."""

import gevent
from gevent.libev.corecext import loop


class Loop(loop):
    """Its time is virtual."""

    time = 0
    timers = []

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.turns = 0
        self.idling = self.idle(priority=self.MINPRI)
        self.idling.start(self.idled)

    def timer(self, after, repeat=0.0, ref=True, priority=None):
        return Timer(self, after)

    def idled(self):
        # What is ready may take some turns of the loop.
        self.turns += 1
        if self.turns % 8 == 0 and self.timers:
            timer = min(self.timers, key=lambda timer: timer.at)
            timer.stop()
            self.time = timer.at
            timer.callback(*timer.args)


class Timer:
    pending = active = False

    def __init__(self, loop, after):
        self.loop = loop
        self.after = after

    def start(self, callback, *args, **_):
        self.callback = callback
        self.args = args
        self.at = self.loop.time + max(0, round(self.after * 1000))
        self.active = True
        self.loop.timers.append(self)

    def stop(self):
        if self.active:
            self.loop.timers.remove(self)
        self.active = False

    close = stop

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


gevent.config.loop = Loop
