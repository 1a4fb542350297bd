/**
 * Has each module of the hub be one per realm, and has bundlers leave out those that a program does not use.
 *
 * Every copy of greenc brings its own (ES modules and CommonJS, duplicate installs, bundles with parts of it), and what the first of them
 * publishes is what all use: so locks of one copy work with the queues of another, and `instanceof` holds. A module therefore becomes a
 * function that makes what it exports, which is called unless somebody has published that:
 *
 *     export class Event { … }          const $unit = /* @__PURE__ *\/ shared('event', () => {
 *                                         class Event { … }
 *                                         return { Event };
 *                                       });
 *                                       var $Event = /* @__PURE__ *\/ (() => $unit.Event)();
 *                                       export { $Event as Event };
 *
 * Modules of the core stay as they are among themselves, since the engine inlines less in such functions: a queue's hand-over would take half
 * as long again. They are published together, so that no program has parts of two cores, and all others import what is published.
 *
 * The trap is what a bundler takes for an effect: a statement at the top of a module that reads a property, say, or a class with a static
 * block. Outside the core there are none but calls that are marked as having no effects.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from '@babel/parser';
import { root } from './prepare.mjs';

const hub = join(root, 'runtime', 'hub');
const registry = join(hub, 'shared.ts');
/** They hold nothing of their own. */
const plain = new Set(['host', 'index', 'shared']);
/** What tasks need that wait for nothing but time. */
const core = new Set([
  'checks',
  'clock',
  'context-run',
  'contexts',
  'disposable',
  'ending',
  'finishing',
  'getting',
  'known',
  'links',
  'ready',
  'signals',
  'task',
  'timeout',
  'timers',
  'wait',
  'wait-list',
  'waiter-stack',
]);

const nameOf = path => basename(path, '.ts');
const isUnit = path => dirname(path) === hub && !plain.has(nameOf(path)) && !core.has(nameOf(path));
/** The source that an import means. */
const targetOf = (specifier, importer) => resolve(dirname(importer), specifier.replace(/\.js$/, '.ts'));
const isCore = path => dirname(path) === hub && core.has(nameOf(path));

/** All that the core exports, as it is published. It is published as a whole, since its modules know one another directly. */
const PUBLISHED_CORE = join(hub, 'core?shared');

/** After all that looks at modules. */
export const onePerRealm = {
  name: 'one-per-realm',
  resolveId: {
    filter: { id: /^\.{1,2}\/.*\.js$/ },
    handler(source, importer) {
      return isCore(targetOf(source, importer)) && !isCore(importer) ? PUBLISHED_CORE : null;
    },
  },
  load: {
    filter: { id: /[\\/]core\?shared$/ },
    handler() {
      const used = usedOfCore();
      const modules = [...core].map(name => ({ path: join(hub, `${name}.ts`) }));
      for (const one of modules) one.names = partsOf(one.path).exported.filter(name => used.has(name));
      const names = modules.flatMap(one => one.names);
      if (new Set(names).size < names.length)
        throw new Error('Two modules of the core of the hub export the same name.');
      const imports = modules.map(one =>
        importOf(
          one.path,
          one.names.map(name => `${name} as own$${name}`),
        ),
      );
      const made = names.map(name => `${name}: own$${name}`);
      return { code: published('core', imports, '', made, names), moduleType: 'js' };
    },
  },
  transform: {
    filter: { id: /[\\/]runtime[\\/]hub[\\/]\w[\w-]*\.ts$/ },
    handler(code, id) {
      if (!isUnit(id)) return null;
      const { imports, body, exported } = partsOf(id, code);
      return { code: published(nameOf(id), imports, `${body.join('\n')}\n`, exported, exported), moduleType: 'ts' };
    },
  },
};

/** The text of a module that publishes what it exports. In parentheses the engine compiles a function at once. */
function published(name, imports, body, made, exported) {
  return `${importOf(registry, ['shared as $shared'])}
${imports.join('\n')}
const $unit = /* @__PURE__ */ $shared('${name}', (() => {
${body}return { ${made.join(', ')} };
}));
${exported.map(name => `var $${name} = /* @__PURE__ */ (() => $unit.${name})();`).join('\n')}
export { ${exported.map(name => `$${name} as ${name}`).join(', ')} };\n`;
}

const importOf = (path, names) => `import { ${names.join(', ')} } from ${JSON.stringify(path)};`;

/** Of a module: its imports, the other statements, without types, and the names that it exports. */
function partsOf(path, code = readFileSync(path, 'utf8')) {
  const text = ({ start, end }) => code.slice(start, end);
  const parts = { imports: [], body: [], exported: new Set() };
  for (const statement of statementsOf(code)) {
    const { type, declaration } = statement;
    if (type === 'ImportDeclaration') parts.imports.push(text(statement));
    else if (type === 'ExportNamedDeclaration' && declaration) {
      for (const { id } of declaration.declarations ?? [declaration]) parts.exported.add(id.name);
      parts.body.push(text(declaration));
    } else if (type.startsWith('Export')) throw new Error(`${path}: an export has a form that the build does not know`);
    else parts.body.push(text(statement));
  }
  return { ...parts, exported: [...parts.exported] };
}

/** What the rest of the runtime imports of the core: nothing else has to be published. */
function usedOfCore() {
  const used = new Set();
  for (const entry of readdirSync(join(root, 'runtime'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!path.endsWith('.ts') || isCore(path)) continue;
    for (const { source, specifiers } of statementsOf(readFileSync(path, 'utf8')))
      if (source && isCore(targetOf(source.value, path)))
        for (const { imported, local } of specifiers) used.add((imported ?? local).name);
  }
  return used;
}

/** The statements of a module, without types. */
function statementsOf(code) {
  const plugins = ['typescript', 'explicitResourceManagement'];
  return parse(code, { sourceType: 'module', plugins }).program.body.filter(one => !isType(one));
}

/** Whether nothing is left of a statement when the program runs. */
function isType({ type, importKind, exportKind, declaration, declare, specifiers }) {
  if (importKind === 'type' || exportKind === 'type' || declare || /^TS(?:Interface|TypeAlias|Module)/.test(type))
    return true;
  if (declaration) return isType(declaration);
  return type === 'ImportDeclaration' && specifiers.length > 0 && specifiers.every(each => each.importKind === 'type');
}
