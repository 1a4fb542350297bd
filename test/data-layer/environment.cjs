/** For jest: it cannot load PGlite, which uses `import()`. So Node does, outside of what jest isolates. */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.pglite = await import('@electric-sql/pglite');
  }
};
