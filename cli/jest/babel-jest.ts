/** Finds babel-jest, which comes with jest. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PlainError } from '../bundlers/problems.js';

/** What is used of a transformer of jest's; the arguments are passed on as they come. */
export interface SyncTransformer {
  getCacheKey(source: string, path: string, options: JestOptions): string;
  process(source: string, path: string, options: JestOptions): { code: string; map?: unknown };
}

/** The part of jest's `TransformOptions` that is read here. */
export interface JestOptions {
  readonly config: { readonly cwd: string; readonly rootDir: string };
}

export interface BabelJest {
  createTransformer(options: object): SyncTransformer;
}

/**
 * From where greenc is installed, from the project, or else by the way that jest itself takes, for installers that let a package
 * see only what it depends on.
 */
export function findBabelJest(projectFolder: string): BabelJest {
  const project = join(projectFolder, 'package.json');
  const ways = [[import.meta.url], [project], [project, 'jest', '@jest/core', 'jest-config']];
  for (const [start, ...steps] of ways) {
    try {
      const from = steps.reduce((file, name) => createRequire(file).resolve(name), start as string);
      const found = createRequire(from)('babel-jest') as BabelJest & { default?: BabelJest };
      return found.default ?? found;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new PlainError('greenc/jest works with babel-jest, which comes with jest: npm install --save-dev jest');
}
