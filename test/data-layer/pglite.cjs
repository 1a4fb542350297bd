/** What tests get for `@electric-sql/pglite`: see environment.cjs. */
module.exports = globalThis.pglite;
