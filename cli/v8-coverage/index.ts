/**
 * `greenc/coverage`: V8's coverage of files that greenc has compiled, as that of their sources.
 *
 *     c8 node --import greenc/coverage dist/app.js
 *
 * `greenc/register` and `greenc run` see to it themselves.
 */
import { uniteAtExit } from './exit.js';

uniteAtExit(false);
