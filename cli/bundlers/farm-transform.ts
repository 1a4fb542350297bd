/**
 * Farm reads what a plugin returns by the type that goes with it, which unplugin takes from the file's name: JavaScript would
 * be read as TypeScript.
 */
import type { JsPlugin } from '@farmfe/core';
import type { Modules } from './modules.js';
import { diagnosticsOf, PlainError, textOf } from './problems.js';

export function farmTransform(modules: Modules): NonNullable<JsPlugin['transform']> {
  return {
    filters: { resolvedPaths: ['\\.(?:[cm]?[jt]s|[jt]sx)$'], moduleTypes: ['js', 'jsx', 'ts', 'tsx'] },
    // What it throws at once would end the process.
    async executor({ content, resolvedPath }) {
      try {
        const result = modules.compile(content, resolvedPath);
        if (result === undefined) return null;
        const warnings = result.report.diagnostics.filter(one => one.severity === 'warning');
        if (warnings.length > 0) console.warn(textOf(warnings, content));
        return { content: result.code, moduleType: 'js', sourceMap: JSON.stringify(result.map) };
      } catch (error) {
        throw new PlainError(textOf(diagnosticsOf(error), content));
      }
    },
  };
}
