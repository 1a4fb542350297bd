/** The Babel plugins that turn a file's language into plain JavaScript, before greenc's own work. */
import type { PluginItem } from '@babel/core';
import transformDecorators from '@babel/plugin-proposal-decorators';
import transformUsing from '@babel/plugin-transform-explicit-resource-management';
import transformCommonJs from '@babel/plugin-transform-modules-commonjs';
import transformJsx from '@babel/plugin-transform-react-jsx';
import transformTypeScript from '@babel/plugin-transform-typescript';
import * as t from '@babel/types';
import { classDecoratorsPlugin } from './class-decorators.js';
import { languageOf } from './language.js';
import { mergedNamespacesPlugin } from './merged-namespaces.js';
import { becomesCommonJs } from './module-kind.js';
import type { Options } from './options.js';

/**
 * In the order in which they have to run. Decorators and `using` are no part of the language of every supported Node;
 * where a file has neither, their plugins change nothing. `converts`: the file is an ES module, and becomes CommonJS.
 */
export function loweringPlugins(options: Options, converts = false): PluginItem[] {
  const { typescript, jsx, sourceType } = languageOf(options.filename, options.language);
  const plugins: PluginItem[] = [];
  if (options.rewriteExtensions && (typescript || jsx || options.module === 'cjs')) {
    plugins.push([rewriteExtensionsPlugin, { module: options.module }]);
  }
  if (converts || (typescript && (sourceType ?? options.sourceType) === 'script')) {
    plugins.push([transformCommonJs, { allowTopLevelThis: true }]);
  }
  plugins.push([transformDecorators, { version: '2023-11' }], classDecoratorsPlugin, transformUsing);
  if (typescript) {
    plugins.push(mergedNamespacesPlugin);
    plugins.push([transformTypeScript, { isTSX: jsx, allowDeclareFields: true, optimizeConstEnums: false }]);
  }
  if (jsx) plugins.push([transformJsx, { runtime: 'automatic' }]);
  return plugins;
}

/** Whether there is anything in the file for them to do. */
export function needsLowering(file: t.File, options: Options): boolean {
  const { typescript, jsx } = languageOf(options.filename, options.language);
  let found = typescript || jsx || becomesCommonJs(file, options);
  t.traverseFast(file, node => {
    found ||=
      node.type === 'Decorator' ||
      node.type === 'ClassAccessorProperty' ||
      (node.type === 'VariableDeclaration' && /using$/.test(node.kind));
  });
  return found;
}

/** Where the output of a file goes, beside it: `a/b.mts` → `a/b.mjs`, which is `a/b.cjs` once it is CommonJS. */
export function outputPath(path: string, module: Options['module']): string {
  const output = path.replace(/\.([cm]?)(?:tsx?|jsx)$/, '.$1js');
  return module === 'cjs' ? output.replace(/\.mjs$/, '.cjs') : output;
}

/** `./a.ts` → `./a.js`, `./b.mts` → `./b.mjs`, `./c.jsx` → `./c.js`: specifiers follow the files to the output. */
function rewriteExtensionsPlugin(_api: object, { module }: Pick<Options, 'module'>) {
  const rewrite = (source: t.Node | null | undefined) => {
    if (t.isStringLiteral(source) && /^\.{0,2}\//.test(source.value)) {
      const renamed = outputPath(source.value, module);
      if (renamed !== source.value) Object.assign(source, { value: renamed, extra: undefined });
    }
  };
  type Declaration = { node: t.ImportDeclaration | t.ExportNamedDeclaration | t.ExportAllDeclaration };
  return {
    name: 'greenc-rewrite-extensions',
    visitor: {
      'ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration'({ node }: Declaration) {
        rewrite(node.source);
      },
      TSExternalModuleReference({ node }: { node: t.TSExternalModuleReference }) {
        rewrite(node.expression);
      },
      CallExpression({ node }: { node: t.CallExpression }) {
        if (t.isImport(node.callee) || t.isIdentifier(node.callee, { name: 'require' })) rewrite(node.arguments[0]);
      },
    },
  };
}
