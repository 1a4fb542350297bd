"""
Records what gevent 22.10 makes of random programs, with which gevent.test.ts compares greenc/hub:

    python3 record.py COUNT SEED > programs.jsonl

Time is virtual in both. Each greenlet acts in time slots of its own, and timeouts and sleeps end between the slots, so that nothing
depends on who is faster at one moment. Times are in milliseconds.
"""

import json
import random
import sys

from player import GREENLETS, ROUND, WORKERS, log_of


def program(die):
    return [greenlet(die, id) for id in range(GREENLETS)]


def greenlet(die, id):
    return [op(die, id, 0) for _ in range(die.randint(3, 9) if id < WORKERS else die.randint(1, 4))] + (
        [["return", id]] if die.random() < 0.7 else [["raise"]] if die.random() < 0.3 else []
    )


def op(die, id, depth):
    anyone = lambda: die.choice([other for other in range(GREENLETS) if other != id])
    child = lambda: die.randrange(WORKERS, GREENLETS)
    some = lambda: die.sample([other for other in range(GREENLETS) if other != id], die.randint(1, 4))
    timeout = lambda: None if die.random() < 0.5 else 0 if die.random() < 0.2 else ROUND * die.randint(0, 3) + 4
    wait = lambda: None if die.random() < 0.5 else ROUND * die.randint(0, 3) + 4
    inner = lambda least, most: [op(die, id, depth + 1) for _ in range(die.randint(least, most))]
    queue = lambda: die.randrange(5)
    item = lambda index: [index, die.randint(0, 1), die.random() < 0.15]
    items = lambda: [item(index) for index in range(die.randint(0, 4))]
    # A loop that goes on after an error is no matter of greenc/hub.
    harmless = lambda: [[index, rounds, False] for index, rounds, _ in items()]
    pool = lambda: die.randrange(3)
    simple = {
        "put": lambda: [queue(), die.randrange(10), timeout()],
        "get": lambda: [queue(), timeout()],
        "peek": lambda: [die.randrange(4), timeout()],
        "done": lambda: [die.randrange(2)],
        "joinqueue": lambda: [die.randrange(2), wait()],
        "acquire": lambda: [die.randrange(3), timeout()],
        "release": lambda: [die.randrange(3)],
        "unlocked": lambda: [die.randrange(2), wait()],
        "await_notice": lambda: [wait()],
        "notify": lambda: [die.randint(1, 3)],
        "set": lambda: [die.randrange(2)],
        "clear": lambda: [die.randrange(2)],
        "await_event": lambda: [die.randrange(2), wait()],
        "give": lambda: [die.randrange(2), die.randrange(10)],
        "fail": lambda: [die.randrange(2)],
        "take": lambda: [die.randrange(2), timeout()],
        "await_result": lambda: [die.randrange(2), wait()],
        "spawn": lambda: [child()],
        "later": lambda: [child(), ROUND * die.randint(0, 1) + 20],
        "join": lambda: [anyone(), wait()],
        "outcome": lambda: [anyone(), timeout()],
        "kill": lambda: [anyone(), die.random() < 0.4, timeout()],
        "killall": lambda: [some()],
        "joinall": lambda: [some(), die.choice([None, None, 1, 2]), die.random() < 0.3, wait()],
        "link": lambda: [anyone(), die.choice(["any", "value", "error"])],
        "unlink": lambda: [],
        "drain": lambda: [die.choice([0, 1, 4])],
        "close": lambda: [die.choice([0, 1, 4]), timeout()],
        "adopt": lambda: [pool(), anyone(), timeout()],
        "discard": lambda: [pool(), anyone()],
        "killone": lambda: [pool(), anyone()],
        "mapasync": lambda: [pool(), harmless()],
        "start": lambda: [pool(), child()],
        "leave": lambda: [pool(), wait()],
        "empty": lambda: [pool(), timeout()],
        "room": lambda: [die.randrange(2), wait()],
        "apply": lambda: [pool(), item(0)],
        "applyasync": lambda: [pool(), item(0)],
        "map": lambda: [pool(), items()],
        "loop": lambda: [pool(), harmless(), die.random() < 0.5, die.choice([None, None, 1, 2])],
        "look": lambda: [],
    }
    weights = {"put": 4, "get": 4, "acquire": 3, "release": 3, "kill": 2, "start": 2, "spawn": 2, "killall": 0.5, "empty": 0.5}
    at_once = {
        # What is handed to one who waits is not the last of them, nor the least, as it may be in gevent.
        "put": lambda: [die.randrange(2), die.randrange(10), 0],
        "release": lambda: [die.choice([0, 2])],
        "set": simple["set"],
        "clear": simple["clear"],
        "give": simple["give"],
        "spawn": simple["spawn"],
        "kill": lambda: [anyone(), die.random() < 0.4, 0],
        "link": simple["link"],
        "unlink": simple["unlink"],
        "done": simple["done"],
    }
    nested = {
        "within": lambda: [
            die.choice(["plain", "silent", "error"]),
            ROUND * die.randint(0, 4) + 8 + 4 * depth,
            inner(1, 3),
        ],
        "catch": lambda: [inner(1, 3)],
        "burst": lambda: [[[what, *at_once[what]()] for what in die.choices(list(at_once), k=die.randint(2, 4))]],
        "cleaning": lambda: [inner(1, 3), inner(1, 2)],
    }
    if depth < 2 and die.random() < 0.2:
        what = die.choice(list(nested))
        return [what, *nested[what]()]
    what = die.choices(list(simple), [weights.get(name, 1) for name in simple])[0]
    return [what, *simple[what]()]


def main():
    count, seed = map(int, sys.argv[1:])
    die = random.Random(seed)
    programs = [program(die) for _ in range(count)]
    for one in programs:
        print(json.dumps({"program": one, "log": log_of(one)}, separators=(",", ":")))


main()
