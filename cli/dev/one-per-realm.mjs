/**
 * Has each module of the hub be one per realm, and has bundlers leave out those that a program does not use.
 *
 * Every copy of greenc brings its own (ES modules and CommonJS, duplicate installs, bundles with parts of it), and what the first of them
 * publishes is what all use: so locks of one copy work with the queues of another, and `instanceof` holds. A module therefore becomes a
 * function that makes what it exports, which is called unless somebody has published that:
 *
 *     import { park } from './wait.js';            import { unit as $wait } from './wait.js';
 *     export class Event { … }                     export const unit = /* @__PURE__ *\/ shared('event', () => {
 *                                                    const { park } = $wait;
 *                                                    class Event { … }
 *                                                    return { Event };
 *                                                  });
 *                                                  export const Event = /* @__PURE__ *\/ (() => unit.Event)();
 *
 * The trap is what a bundler takes for an effect: a statement at the top of a module that reads a property, say, or a class with a static
 * block. Here there are none but calls that are marked as having no effects, and what a module does besides is done in its function.
 */
import { basename, dirname, join } from 'node:path';
import { parse } from '@babel/parser';
import { root } from './prepare.mjs';

const hub = join(root, 'runtime', 'hub');
const registry = join(hub, 'shared.ts');
/** They hold nothing of their own. */
const plain = new Set(['host', 'index', 'shared']);

const isUnit = path => dirname(path) === hub && !plain.has(basename(path, '.ts'));

/** After all that looks at modules. */
export const onePerRealm = {
  name: 'one-per-realm',
  transform: {
    filter: { id: /[\\/]runtime[\\/]hub[\\/]\w[\w-]*\.ts$/ },
    handler: (code, id) => (isUnit(id) ? { code: unitOf(code, id), moduleType: 'ts' } : null),
  },
};

function unitOf(code, id) {
  const plugins = ['typescript', 'explicitResourceManagement'];
  const { body } = parse(code, { sourceType: 'module', plugins }).program;
  const text = ({ start, end }) => code.slice(start, end);
  const imports = [`import { shared as $shared } from ${JSON.stringify(registry)};`];
  const inside = [];
  const exported = new Set();
  for (const statement of body) {
    const { type, declaration } = statement;
    if (isType(statement)) continue;
    if (type === 'ImportDeclaration') imports.push(text(statement));
    else if (type === 'ExportNamedDeclaration' && declaration) {
      for (const { id } of declaration.declarations ?? [declaration]) exported.add(id.name);
      inside.push(text(declaration));
    } else if (type.startsWith('Export')) throw new Error(`${id}: an export has a form that the build does not know`);
    else inside.push(text(statement));
  }
  return `${imports.join('\n')}
const $unit = /* @__PURE__ */ $shared('${basename(id, '.ts')}', (() => {
${inside.join('\n')}
return { ${[...exported].join(', ')} };
}));
${[...exported].map(name => `const $${name} = /* @__PURE__ */ (() => $unit.${name})();`).join('\n')}
export { ${[...exported].map(name => `$${name} as ${name}`).join(', ')} };\n`;
}

/** Whether nothing is left of a statement when the program runs. */
function isType({ type, importKind, exportKind, declaration, declare, specifiers }) {
  if (importKind === 'type' || exportKind === 'type' || declare || /^TS(?:Interface|TypeAlias|Module)/.test(type))
    return true;
  if (declaration) return isType(declaration);
  return type === 'ImportDeclaration' && specifiers.length > 0 && specifiers.every(each => each.importKind === 'type');
}
