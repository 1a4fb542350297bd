import type { SelectionOptions } from '../../compiler/options.js';

/** What the register hook can be told. Each option comes before what the configuration file says. Patterns are relative to the working directory. */
export interface RegisterOptions extends SelectionOptions {
  /** The configuration file, or `false` for none. Default: the nearest `greenc.config.*`, or `greenc` in package.json. */
  config?: boolean | string;
  /**
   * Modules to be loaded in the place of others, by the beginning of their names: with `{ fibers: 'greenc/fibers' }`,
   * `fibers/future` is `greenc/fibers/future`. Paths are relative to the working directory.
   */
  alias?: Readonly<Record<string, string>>;
  /**
   * Where what has been compiled is kept for the next start: a folder, or `false` for nowhere. Default: the nearest
   * `node_modules/.cache/greenc`, or a folder for temporary files. The environment variable GREENC_CACHE comes before a folder, and is `off` for nowhere.
   */
  cache?: boolean | string;
}
