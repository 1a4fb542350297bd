/** Adds to a compiled module what its functions need: the runtime's names, resume halves, templates, positions. */
import * as t from '@babel/types';
import type { Origin, Site } from '../3-analyse/sites.js';
import { block, call, children, id } from '../normal-form/build.js';
import { globals, type Helpers } from '../normal-form/helpers.js';

export const abiVersion = 1;

export interface ModuleParts {
  helpers: Helpers;
  kind: 'esm' | 'cjs';
  runtime: string;
  info: string;
  filename: string;
  origin: Origin | undefined;
  functions: { name: string; sites: Site[] }[];
  /** Resume halves, and the function each belongs to. */
  halves: Map<t.Node, t.FunctionDeclaration[]>;
  /** Objects may have a `toJSON` of the module's. */
  mentionsToJSON: boolean;
}

export function finishModule(program: t.Program, parts: ModuleParts): void {
  const { helpers, kind } = parts;
  helpers.name('check');
  if (parts.mentionsToJSON) helpers.name('greenToJSON');
  placeHalves(program, parts.halves);
  program.body.push(...helpers.templates, infoFunction(parts));
  const preamble = kind === 'esm' ? importRuntime(program, parts) : requireRuntime(parts);
  preamble.push(t.expressionStatement(call(helpers.value('check'), t.numericLiteral(abiVersion))));
  if (parts.mentionsToJSON) preamble.push(t.expressionStatement(call(helpers.value('greenToJSON'))));
  // Babel sorts statements by this when all plugins are done. What a CommonJS transform has put at the top may call
  // functions that are compiled: the helpers that it brings along.
  if (kind === 'cjs') for (const statement of preamble) (statement as { _blockHoist?: number })._blockHoist = 9;
  program.body.unshift(...preamble);
}

/** Each half goes next to its function: people find it there, and compression sees how alike the two are. */
function placeHalves(program: t.Program, halves: Map<t.Node, t.FunctionDeclaration[]>): void {
  const found = (node: t.Node, here: t.FunctionDeclaration[]): t.FunctionDeclaration[] => {
    here.push(...(halves.get(node) ?? []));
    for (const child of children(node)) found(child, here);
    return here;
  };
  program.body = program.body.flatMap(statement => [statement, ...found(statement, [])]);
}

function importRuntime(program: t.Program, { helpers, runtime }: ModuleParts): t.Statement[] {
  const statements: t.Statement[] = [];
  const specifiers: t.ImportSpecifier[] = [];
  const cyclic = mayBeCalledEarly(program);
  for (const [exported, local] of helpers.used) {
    const isConstant = exported in globals;
    if (!isConstant) specifiers.push(t.importSpecifier(id(local), id(exported)));
    else if (!cyclic) {
      const imported = helpers.local(`${local}0`);
      specifiers.push(t.importSpecifier(id(imported), id(exported)));
      statements.push(t.variableDeclaration('const', [t.variableDeclarator(id(local), id(imported))]));
    }
  }
  if (cyclic) renameToGlobals(program, helpers);
  return [t.importDeclaration(specifiers, t.stringLiteral(runtime)), ...statements];
}

function requireRuntime({ helpers, runtime }: ModuleParts): t.Statement[] {
  const properties = [...helpers.used].map(([exported, local]) =>
    t.objectProperty(id(exported), id(local), false, exported === local),
  );
  const required = t.callExpression(id('require'), [t.stringLiteral(runtime)]);
  return [t.variableDeclaration('const', [t.variableDeclarator(t.objectPattern(properties), required)])];
}

/** In a cycle of imports a hoisted function can be called before this module's constants exist. */
export function mayBeCalledEarly(program: t.Program): boolean {
  const imports = program.body.some(
    node =>
      (node.type === 'ImportDeclaration' ||
        node.type === 'ExportNamedDeclaration' ||
        node.type === 'ExportAllDeclaration') &&
      node.source,
  );
  return imports;
}

function renameToGlobals(program: t.Program, helpers: Helpers): void {
  const names = new Map<string, string>();
  for (const [exported, global] of Object.entries(globals)) {
    const local = helpers.used.get(exported);
    if (local) names.set(local, global);
  }
  const visit = (node: t.Node): void => {
    if (node.type === 'Identifier') node.name = names.get(node.name) ?? node.name;
    for (const child of children(node)) visit(child);
  };
  visit(program);
}

const same: Origin = site => site;

/** Positions, for `frames` and errors: see runtime/positions. Read only when somebody asks. */
function infoFunction({ info, filename, functions, origin = same }: ModuleParts): t.FunctionDeclaration {
  let previous = 0;
  const table = functions.map(({ name, sites }) => {
    const numbers = sites.map(site => {
      const { line, column } = origin(site);
      const text = `${line - previous}.${column}`;
      previous = line;
      return text;
    });
    return [name.replace(/[%,;]/g, encodeURIComponent), ...numbers].join(',');
  });
  const value = t.arrayExpression([t.stringLiteral(filename), t.stringLiteral(table.join(';'))]);
  return t.functionDeclaration(id(info), [], block([t.returnStatement(value)]));
}
