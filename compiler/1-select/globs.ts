/**
 * The patterns of `include` and `exclude`. In a pattern `*` is any run of characters within one path segment,
 * `**` any run of segments, `?` one character, `[abc]` one of several, `{a,b}` either.
 *
 * A pattern without a slash matches a file or folder name at any depth (`*.test.ts`, `vendor`); one with a slash
 * matches from the working directory, absolute ones from the root. A pattern that matches a folder matches
 * everything in it.
 */
export type Pattern = string | RegExp;

export type Matcher = (relativePath: string, absolutePath: string) => boolean;

/** One test for a list of patterns; paths are given with forward slashes. */
export function matcher(patterns: readonly Pattern[]): Matcher {
  const tests = patterns.map(one => (typeof one === 'string' ? globTest(one) : regExpTest(one)));
  return (relativePath, absolutePath) => tests.some(test => test(relativePath, absolutePath));
}

function regExpTest(pattern: RegExp): Matcher {
  // A global or sticky expression remembers where it stopped, and would miss every second file.
  const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return relativePath => stateless.test(relativePath);
}

function globTest(pattern: string): Matcher {
  const plain = pattern.replace(/\\/g, '/').replace(/^\.\//, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return () => true;
  const isAbsolute = /^(\/|[A-Za-z]:\/)/.test(plain);
  const anywhere = !plain.includes('/') ? '(?:.*/)?' : '';
  const expression = new RegExp(`^${anywhere}${globSource(plain)}(?:/.*)?$`);
  return (relativePath, absolutePath) => expression.test(isAbsolute ? absolutePath : relativePath);
}

function globSource(glob: string): string {
  let source = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at];
    if (glob.startsWith('**/', at) && (at === 0 || glob[at - 1] === '/')) {
      source += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{' && glob.includes('}', at)) {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else if (character === '[' && glob.indexOf(']', at + 2) > 0) {
      const end = glob.indexOf(']', at + 2);
      source += `[${glob
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/\\/g, '\\\\')}]`;
      at = end;
    } else source += character.replace(/[.+^$()|\\{}[\]/]/g, '\\$&');
  }
  return source + ')'.repeat(depth);
}

/** What an option that takes a pattern or several was given. */
export function listOf(value: Pattern | readonly Pattern[] | undefined): readonly Pattern[] {
  if (value === undefined) return [];
  return typeof value === 'string' || value instanceof RegExp ? [value] : value;
}
