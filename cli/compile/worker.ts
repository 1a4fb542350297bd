/** What a worker thread of `greenc compile` does: the same as the main thread would, file by file. */
import type { Accessor } from '../../compiler/session.js';
import type { Input } from '../inputs.js';
import { type BuildSettings, type Built, buildFile, scanFile } from './file.js';

export type Task =
  | { readonly kind: 'scan'; readonly path: string; readonly settings: BuildSettings }
  | {
      readonly kind: 'build';
      readonly input: Input;
      readonly settings: BuildSettings;
      readonly known: readonly Accessor[];
    };

export default function work(task: Task): Built | readonly Accessor[] {
  return task.kind === 'scan' ? scanFile(task.path, task.settings) : buildFile(task.input, task.settings, task.known);
}
