'use greenlet';
/**
 * `node:dns` in straight lines (`greenc/node/dns`): each function suspends the greenlet that calls it until the answer is there, and
 * returns that. Node has no functions that block for this, so in main each throws a GreenletError.
 */
import type {
  LookupAddress,
  LookupAllOptions,
  LookupOneOptions,
  RecordWithTtl,
  ResolveOptions,
  ResolveWithTtlOptions,
} from 'node:dns';
import dns from 'node:dns/promises';
import { wait } from '../hub/promises.js';
import { waiting } from '../hub/wait.js';

type Straight<F> = F extends (...args: infer Args) => Promise<infer Result> ? (...args: Args) => Result : never;

interface Lookup {
  (hostname: string, options: LookupAllOptions): LookupAddress[];
  (hostname: string, options?: LookupOneOptions | number): LookupAddress;
}
interface Resolve {
  (hostname: string, options: ResolveWithTtlOptions): RecordWithTtl[];
  (hostname: string, options?: ResolveOptions): string[];
}

function straight<F extends (...args: any[]) => Promise<unknown>>(ask: F, name: string): any {
  return function (this: unknown, ...args: Parameters<F>) {
    waiting(`dns.${name}()`);
    return wait(ask.apply(this, args));
  };
}

/** The address of a host as the system finds it, with `all: true` all of them. Throws an error with the code `ENOTFOUND` if it has none. */
export const lookup: Lookup = straight(dns.lookup, 'lookup');
/** The names of the host and the service at an address and port. */
export const lookupService: Straight<typeof dns.lookupService> = straight(dns.lookupService, 'lookupService');
/** The records of a kind (`'A'` by default) that name servers have of a host. */
export const resolve: Straight<typeof dns.resolve> = straight(dns.resolve, 'resolve');
export const resolve4: Resolve = straight(dns.resolve4, 'resolve4');
export const resolve6: Resolve = straight(dns.resolve6, 'resolve6');
export const resolveAny: Straight<typeof dns.resolveAny> = straight(dns.resolveAny, 'resolveAny');
export const resolveCaa: Straight<typeof dns.resolveCaa> = straight(dns.resolveCaa, 'resolveCaa');
export const resolveCname: Straight<typeof dns.resolveCname> = straight(dns.resolveCname, 'resolveCname');
export const resolveMx: Straight<typeof dns.resolveMx> = straight(dns.resolveMx, 'resolveMx');
export const resolveNaptr: Straight<typeof dns.resolveNaptr> = straight(dns.resolveNaptr, 'resolveNaptr');
export const resolveNs: Straight<typeof dns.resolveNs> = straight(dns.resolveNs, 'resolveNs');
export const resolvePtr: Straight<typeof dns.resolvePtr> = straight(dns.resolvePtr, 'resolvePtr');
export const resolveSoa: Straight<typeof dns.resolveSoa> = straight(dns.resolveSoa, 'resolveSoa');
export const resolveSrv: Straight<typeof dns.resolveSrv> = straight(dns.resolveSrv, 'resolveSrv');
export const resolveTxt: Straight<typeof dns.resolveTxt> = straight(dns.resolveTxt, 'resolveTxt');
/** The names of the hosts that have an address. */
export const reverse: Straight<typeof dns.reverse> = straight(dns.reverse, 'reverse');

type StraightResolver = {
  [Name in keyof dns.Resolver]: Name extends 'resolve4' | 'resolve6' ? Resolve : Method<dns.Resolver[Name]>;
};
type Method<F> = F extends (...args: any[]) => Promise<unknown> ? Straight<F> : F;

class Asking extends dns.Resolver {}
for (const name of Object.getOwnPropertyNames(dns.Resolver.prototype))
  if (name !== 'constructor')
    Object.defineProperty(Asking.prototype, name, {
      value: straight(Reflect.get(dns.Resolver.prototype, name), name),
      writable: true,
      configurable: true,
    });

/** Asks name servers of its own: Node's `Resolver`, whose methods that ask return the answer. */
export const Resolver = Asking as unknown as new (
  ...args: ConstructorParameters<typeof dns.Resolver>
) => StraightResolver;

const { getDefaultResultOrder, getServers, setDefaultResultOrder, setServers } = dns;

export {
  ADDRGETNETWORKPARAMS,
  BADFAMILY,
  BADFLAGS,
  BADHINTS,
  BADNAME,
  BADQUERY,
  BADRESP,
  BADSTR,
  CANCELLED,
  CONNREFUSED,
  DESTRUCTION,
  EOF,
  FILE,
  FORMERR,
  LOADIPHLPAPI,
  NODATA,
  NOMEM,
  NONAME,
  NOTFOUND,
  NOTIMP,
  NOTINITIALIZED,
  REFUSED,
  SERVFAIL,
  TIMEOUT,
} from 'node:dns/promises';
export { getDefaultResultOrder, getServers, setDefaultResultOrder, setServers };

/** Those that newer versions of Node have besides. */
const newer = Object.entries(dns as object)
  .filter(([name]) => name.startsWith('resolve'))
  .map(([name, ask]) => [name, straight(ask, name)]);
const all = {
  ...dns,
  ...(Object.fromEntries(newer) as object),
  Resolver,
  lookup,
  lookupService,
  resolve,
  resolve4,
  resolve6,
  resolveAny,
  resolveCaa,
  resolveCname,
  resolveMx,
  resolveNaptr,
  resolveNs,
  resolvePtr,
  resolveSoa,
  resolveSrv,
  resolveTxt,
  reverse,
};
export default all;
