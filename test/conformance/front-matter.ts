// The head of a test262 file: a YAML comment that says how the file is to be run. Only what its INTERPRETING.md gives
// a meaning to is read, so a few lines replace a YAML parser.

export interface FrontMatter {
  readonly flags: ReadonlySet<string>;
  /** Harness files to be evaluated first, in this order, after those that every test needs. */
  readonly includes: readonly string[];
  readonly features: readonly string[];
  /** The test must fail: when, and with an error of which constructor. */
  readonly negative: { readonly phase: 'parse' | 'resolution' | 'runtime'; readonly type: string } | undefined;
  readonly locale: readonly string[];
}

/** Reads the head of a test. A file without one has no flags. */
export function parseFrontMatter(source: string): FrontMatter {
  const yaml = /\/\*---\r?\n?([\s\S]*?)---\*\//.exec(source)?.[1] ?? '';
  const entries = topLevelEntries(yaml);
  return {
    flags: new Set(listOf(entries.get('flags'))),
    includes: listOf(entries.get('includes')),
    features: listOf(entries.get('features')),
    negative: negativeOf(entries.get('negative')),
    locale: listOf(entries.get('locale')),
  };
}

/** What stands behind each key that is not indented, up to the next one. */
function topLevelEntries(yaml: string): Map<string, string> {
  const entries = new Map<string, string>();
  let key: string | undefined;
  for (const line of yaml.split(/\r\n|\n|\r/)) {
    const start = /^([\w-]+):(.*)$/.exec(line);
    if (start) {
      key = start[1];
      entries.set(key, start[2]);
    } else if (key !== undefined) {
      entries.set(key, `${entries.get(key)}\n${line}`);
    }
  }
  return entries;
}

/** `[a, b]` on one or more lines, or a `- ` item a line. */
function listOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const inBrackets = /\[([\s\S]*)\]/.exec(text)?.[1];
  const items =
    inBrackets === undefined ? [...text.matchAll(/^\s*-\s*(.+)$/gm)].map(match => match[1]) : inBrackets.split(',');
  return items.map(item => item.replace(/\s#.*$/, '').trim()).filter(item => item !== '');
}

function negativeOf(text: string | undefined): FrontMatter['negative'] {
  const phase = /^\s+phase:\s*(\w+)/m.exec(text ?? '')?.[1];
  const type = /^\s+type:\s*(\w+)/m.exec(text ?? '')?.[1];
  if (type === undefined || (phase !== 'parse' && phase !== 'resolution' && phase !== 'runtime')) return undefined;
  return { phase, type };
}
