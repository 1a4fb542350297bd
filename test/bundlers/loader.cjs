// Stands for the loader that users of webpack have for TypeScript.
const { transform } = require('esbuild');

module.exports = function loader(source) {
  const done = this.async();
  const options = { loader: 'ts', sourcefile: this.resourcePath, sourcemap: 'external', target: 'es2022' };
  transform(source, options).then(({ code, map }) => done(null, code, JSON.parse(map)), done);
};
