/**
 * Source maps of what has been loaded, so that stack traces name the lines of the source.
 *
 * Node reads the map of every module as it loads it, which takes a quarter of a start; and most programs start without anybody
 * looking at a stack. So Node is told of the maps when somebody does. There are two signs of that:
 *
 * - `Error.prepareStackTrace` is read whenever a stack is about to be written out: it is an accessor until then;
 * - `uncaughtExceptionMonitor` is emitted before Node looks for the line that has thrown.
 *
 * The trap: before Node 20.19 a stack was written in the way that had been chosen before that was read. And hooks that have a thread
 * of their own must say here what they have loaded: they post it, and the mail is read when it is wanted.
 */
import Module from 'node:module';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/** Where the map of a module is, as the comment at its end says it: a path, or the map itself. */
export type ExpectMap = (path: string, url: string) => void;

const waiting = new Map<string, string>();
const mail: MessagePort[] = [];
/** Node forgets the map of a module that is gone. */
const told: Module[] = [];
let isWatching = false;
let isOn = false;

/** Has stack traces name the lines of the source, in this thread, from now on. */
export function mapStacks(): void {
  if (isOn || isWatching) return;
  isWatching = true;
  const own = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  // For coverage Node reads them in any case, and notes where the lines of each module end, which nobody could tell it later.
  const reads = process.sourceMapsEnabled || process.env.NODE_V8_COVERAGE !== undefined;
  if (typeof own?.value !== 'function' || reads) {
    tellNode();
    return;
  }
  let { value } = own;
  const look = () => {
    Object.defineProperty(Error, 'prepareStackTrace', { ...own, value });
    tellNode();
    return value;
  };
  Object.defineProperty(Error, 'prepareStackTrace', {
    // Who installs something in its place (greenc/stack-traces) may peek at what is there.
    get: Object.assign(look, { peek: () => value }),
    set(given: unknown) {
      value = given;
    },
    enumerable: own.enumerable,
    configurable: true,
  });
  process.once('uncaughtExceptionMonitor', tellNode);
}

/** A module is about to be loaded that has a map. Node sees to it itself once it has been told. */
export const expectMap: ExpectMap = (path, url) => {
  if (!isOn) waiting.set(path, url);
};

/** The same, from another thread. */
export function expectMapsFrom(port: MessagePort): void {
  if (!isOn) mail.push(port);
}

function tellNode(): void {
  if (isOn) return;
  isOn = true;
  process.off('uncaughtExceptionMonitor', tellNode);
  process.setSourceMapsEnabled(true);
  for (const port of mail) {
    for (let post = receiveMessageOnPort(port); post !== undefined; post = receiveMessageOnPort(port)) {
      waiting.set(...(post.message as Parameters<ExpectMap>));
    }
  }
  for (const [path, url] of waiting) {
    try {
      // A module with nothing in it but the comment. Whatever is told last of a path is what Node goes by.
      const module = new Module(path) as Module & { _compile(code: string, path: string, format: string): void };
      module._compile(`//# sourceMappingURL=${url}`, path, 'commonjs');
      told.push(module);
    } catch {
      // Somebody wants to see an error: that is to be theirs.
    }
  }
  waiting.clear();
}
