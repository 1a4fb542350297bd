/** What compiled code finds on the global object besides what the core puts there (see realm.ts): hot helpers, as constants. */
import { toWrite, wrote } from './accessors.js';
import { converts } from './built-ins/conversion-values.js';
import { advance, arrived } from './iteration.js';
import { share } from './realm.js';
import { callable, TDZ } from './support.js';

/** Puts them there. Called by all that compiled code imports. */
export function publishHelpers(): void {
  share('helpers', () => {
    Object.defineProperties(globalThis, {
      $greenc1callable: { value: callable },
      $greenc1arrived: { value: arrived },
      $greenc1converts: { value: converts },
      $greenc1toWrite: { value: toWrite },
      $greenc1wrote: { value: wrote },
      $greenc1advance: { value: advance },
      $greenc1tdz: { value: TDZ },
    });
    return true;
  });
}
