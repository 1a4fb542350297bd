/**
 * The option `module`: ES modules become CommonJS by Babel's plugin (`lower.ts`). Here is what stands in the way.
 *
 * In: a parsed file. Out: nothing, or a `SourceError` about each place that has no counterpart in the other kind: top-level
 * `await` and `import.meta` in CommonJS, all of CommonJS in an ES module.
 */
import { traverse } from '@babel/core';
import * as t from '@babel/types';
import { shownFile } from './1-select/by-text.js';
import { type Diagnostic, diagnostic, placeOf } from './diagnostics/diagnostic.js';
import { errorFor } from './diagnostics/errors.js';
import { languageOf } from './language.js';
import type { Options } from './options.js';

/** Whether the file is to be made CommonJS, and is not yet. */
export function becomesCommonJs(file: t.File, { module }: Options): boolean {
  return module === 'cjs' && file.program.sourceType === 'module';
}

/** Throws if the file cannot be of the kind that is asked for. */
export function checkModuleKind(file: t.File, source: string, options: Options): void {
  let problems: Diagnostic[] = [];
  if (becomesCommonJs(file, options)) problems = onlyInModules(file, options);
  else if (options.module === 'esm') problems = onlyInCommonJs(file, options);
  if (problems.length > 0) throw errorFor(problems, source);
}

function onlyInModules(file: t.File, options: Options): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const refuse = (node: t.Node, what: string, advice: string) =>
    problems.push(diagnostic('GC008', placeOf(shownFile(options), node), { kind: 'CommonJS', problem: what, advice }));
  const isTop = (path: { getFunctionParent(): unknown }) => path.getFunctionParent() === null;
  traverse(copyOf(file), {
    AwaitExpression(path) {
      if (isTop(path)) refuse(path.node, '`await` at the top of a module', inFunction);
    },
    ForOfStatement(path) {
      if (path.node.await && isTop(path)) refuse(path.node, '`for await` at the top of a module', inFunction);
    },
    MetaProperty({ node }) {
      if (node.meta.name === 'import' && !options.wraps)
        refuse(node, '`import.meta`', 'In CommonJS there are `__filename`, `__dirname` and `require`.');
    },
  });
  return problems;
}

const inFunction = 'Put it into an async function, or leave the module an ES module.';

function onlyInCommonJs(file: t.File, options: Options): Diagnostic[] {
  if (file.program.sourceType === 'module') return [];
  const name = shownFile(options);
  const advice =
    'Only ES modules can be converted, to CommonJS. Write it with `import` and `export`, or leave --module out.';
  const refuse = (node: t.Node | null, problem: string) => [
    diagnostic('GC008', placeOf(name, node), { kind: 'an ES module', problem, advice }),
  ];
  if (languageOf(options.filename).sourceType === 'script') return refuse(null, 'it is CommonJS by its name');
  const globals = globalsOf(file);
  const used = ['require', 'module', 'exports'].find(one => Object.hasOwn(globals, one));
  return used === undefined ? [] : refuse(globals[used], `\`${used}\` is CommonJS`);
}

/** The names that the file uses and does not declare, each where it is used. */
function globalsOf(file: t.File): Record<string, t.Node> {
  let globals: Record<string, t.Node> = {};
  traverse(copyOf(file), {
    Program(path) {
      globals = (path.scope as unknown as { globals: Record<string, t.Node> }).globals;
      path.stop();
    },
  });
  return globals;
}

/** To be looked at by Babel, which would hold what it has found out here against the plugins that come later. */
function copyOf(file: t.File): t.File {
  return t.cloneNode(file);
}
