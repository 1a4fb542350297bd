/**
 * Every message greenc can give about a program, as data. To add one: a new row here, then
 * `diagnostic(code, { … })` where it is found. Codes are public (people search for them): never renumber
 * or reuse one.
 *
 * - `fault` says whose move it is: `user` (the program is wrong), `unsupported` (the program is right, greenc
 *   decided against it), `internal` (greenc is wrong). An error's class follows from it.
 * - `{name}` in a title or hint is filled from the diagnostic's `details`.
 */
export type Severity = 'error' | 'warning' | 'info';
export type Fault = 'user' | 'unsupported' | 'internal';

export interface CatalogueEntry {
  readonly severity: Severity;
  readonly fault: Fault;
  readonly title: string;
  readonly hint?: string;
}

export const catalogue = {
  GC001: {
    severity: 'error',
    fault: 'user',
    title: 'Syntax error: {problem}',
    hint: '{advice}',
  },
  GC002: {
    severity: 'error',
    fault: 'user',
    title: 'The directive "{directive}" has no effect here',
    hint: '{advice}',
  },
  GC003: {
    severity: 'error',
    fault: 'unsupported',
    title: 'Syntax that greenc does not compile: {syntax}',
    hint: '{advice}',
  },
  GC004: {
    severity: 'error',
    fault: 'user',
    title: 'The module carries both "use greenlet" and "no greenlet"',
    hint: 'Keep the one that is meant.',
  },
  GC005: {
    severity: 'error',
    fault: 'user',
    title: '{problem}',
    hint: '{advice}',
  },
  GC006: {
    severity: 'error',
    fault: 'unsupported',
    title: 'The program is nested too deeply to be compiled ({problem})',
    hint: 'Break up its longest chain of calls, operators or `else if`, or start the compiler with a larger stack: `node --stack-size=4000`.',
  },
  GC007: {
    severity: 'error',
    fault: 'user',
    title: 'There is no directive "{directive}"',
    hint: 'Did you mean "{meant}"?',
  },
  GC008: {
    severity: 'error',
    fault: 'user',
    title: 'The module cannot become {kind}: {problem}',
    hint: '{advice}',
  },
  GC101: {
    severity: 'warning',
    fault: 'unsupported',
    title: 'Direct eval: what is around it stays as written and cannot be suspended ({names})',
    hint: 'The evaluated text may touch any local variable. Use an indirect eval, `(0, eval)(text)`, or move the eval into a function of its own.',
  },
  GC102: {
    severity: 'warning',
    fault: 'unsupported',
    title: '`with` statement: what is around it stays as written and cannot be suspended ({names})',
    hint: 'What a name means inside `with` is known only when it runs. Take the properties out by destructuring.',
  },
  GC103: {
    severity: 'info',
    fault: 'unsupported',
    title: 'The {name} stays as written: {reason}',
    hint: 'It works as long as nothing it calls switches. {advice}',
  },
  GC104: {
    severity: 'warning',
    fault: 'unsupported',
    title: 'The {name} stays as written: {reason}',
    hint: '{advice}',
  },
  GC201: {
    severity: 'error',
    fault: 'user',
    title: 'Unknown option "{option}"',
    hint: '{advice}',
  },
  GC202: {
    severity: 'error',
    fault: 'user',
    title: 'Option "{option}" must be {expected}, not {actual}',
  },
  GC301: {
    severity: 'error',
    fault: 'user',
    title: 'No such file or folder: {path}',
    hint: '{advice}',
  },
  GC302: {
    severity: 'error',
    fault: 'user',
    title: 'Cannot read {path}: {problem}',
  },
  GC303: {
    severity: 'error',
    fault: 'user',
    title: 'Cannot write {path}: {problem}',
  },
  GC304: {
    severity: 'error',
    fault: 'user',
    title: '{first} and {second} would both be written to {output}',
    hint: 'Rename one of them, or compile them into different folders.',
  },
  GC305: {
    severity: 'error',
    fault: 'user',
    title: '{path} would be overwritten by its own output',
    hint: 'Choose another --out-dir.',
  },
  GC306: {
    severity: 'error',
    fault: 'user',
    title: '{path} is not a file greenc compiles',
    hint: 'It reads .ts, .mts, .cts, .tsx, .js, .mjs, .cjs and .jsx.',
  },
  GC307: {
    severity: 'error',
    fault: 'user',
    title: 'Nothing to compile in {path}',
    hint: 'It holds no .ts, .mts, .cts, .tsx, .js, .mjs, .cjs or .jsx file (node_modules and .d.ts files are skipped).',
  },
  GC308: {
    severity: 'error',
    fault: 'user',
    title: 'Cannot load {path}: {problem}',
    hint: '{advice}',
  },
  GC309: {
    severity: 'error',
    fault: 'user',
    title: '{path} has no line {line}: it ends with line {last}',
  },
  GC310: {
    severity: 'error',
    fault: 'user',
    title: '{path} is no trace of greenlets: {problem}',
    hint: 'Traces are written by `greenc run --trace FILE`.',
  },
  GC900: {
    severity: 'error',
    fault: 'internal',
    title: 'greenc failed: {problem}',
    hint: 'This is a fault of greenc, not of your program. Please report it with this message, the file, and the versions of greenc and Node. Until it is mended, "no greenlet" as the first statement of the function concerned leaves that function as it is.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type DiagnosticCode = keyof typeof catalogue;

/** The catalogue's row for a code. */
export function describe(code: DiagnosticCode): CatalogueEntry {
  return catalogue[code];
}
