/**
 * From the marked text of a module (kinds.ts) to what greenc compiles, with the places of its call sites, and to what
 * the model runs.
 */

import { type PluginObj, types as t, template, transformSync } from '@babel/core';

/** Where errors say that things are: `file:line:column`. */
export interface Places {
  readonly sites: readonly string[];
  readonly callback: string;
  readonly recovering: string;
}

export const filename = 'src/matrix.js';

interface Site {
  readonly opening: string;
  readonly callee: string;
}

/** The text as a program has it, and the places of its sites in the order of the text. */
export function plainText(marked: string): { code: string; places: Places } {
  const sites: string[] = [];
  const loose: string[] = [];
  const open: number[] = [];
  let code = '';
  const place = (): string => {
    const lines = code.split('\n');
    return `${filename}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  };
  for (const token of tokens(marked)) {
    if (token === '§') {
      const site = open.at(-1);
      if (site === undefined) loose.push(place());
      else sites[site] = place();
    } else if (isOpening(token)) {
      open.push(sites.length);
      sites.push(place());
    } else if (token === '⟧' || token === '⟫') open.pop();
    else code += token;
  }
  return { code, places: { sites, callback: loose[0] ?? '', recovering: loose[1] ?? '' } };
}

/** The text with `site` or `sited` of the model's around each site, and with `caught` wherever an error is handled. */
export function modelText(marked: string): string {
  const open: { end: string }[] = [];
  let number = 0;
  let code = '';
  for (const token of tokens(marked)) {
    if (isOpening(token)) {
      const { opening, callee } = siteOf(token);
      code += opening === '⟦' ? 'site(() => (' : 'sited((';
      open.push({ end: `), ${number++}, ${JSON.stringify(callee)})` });
    } else if (token === '⟧' || token === '⟫') code += open.pop()?.end ?? '';
    else if (token !== '§') code += token;
  }
  const text = code.replace('{ Greenlet, main, log }', '{ main, log, site, sited, caught }');
  return transformSync(text, { configFile: false, babelrc: false, plugins: [handling] })?.code ?? '';
}

/** `caught` where an error enters a `catch` or `finally`, or leaves an async function. */
const handling = (): PluginObj => ({
  visitor: {
    TryStatement: {
      exit({ node }) {
        node.block = looking(node.block);
      },
    },
    ArrowFunctionExpression({ node }) {
      if (node.async) node.body = looking(node.body as t.BlockStatement);
    },
  },
});

/** `{…}` → `{ try {…} catch ($) { throw caught($) } }` */
function looking(body: t.BlockStatement): t.BlockStatement {
  const attempt = template.statement.ast`try {} catch ($) { throw caught($); }` as t.TryStatement;
  attempt.block.body = body.body;
  return t.blockStatement([attempt]);
}

const tokens = (marked: string): string[] => marked.split(/([⟦⟪][^⁞]*⁞|[⟧⟫§])/);
const isOpening = (token: string): boolean => /^[⟦⟪]/.test(token);
const siteOf = (token: string): Site => ({ opening: token[0] as string, callee: token.slice(1, -1) });
