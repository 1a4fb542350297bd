/**
 * `node cli/dev/reference.mjs hub` prints docs/hub.md, the reference of `greenc/hub` and `greenc/node/threads`; `node cli/dev/reference.mjs node-api`
 * docs/node-api.md, that of the rest of `greenc/node`. They are made from the docstrings of what is exported; members of classes without one are
 * left out. test/reference.test.ts compares, and with UPDATE_DOCS=1 writes the pages.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '@babel/parser';
import { root } from './prepare.mjs';

/** The sections, and whose exports stand in them. Files that are not named are in the last. */
const sections = [
  ['Tasks', ['task', 'join-all', 'kill-all', 'abort']],
  [
    'Promises, callbacks and events',
    ['promises', 'idle', 'sleep', 'callbacks', 'async-iterables', 'asyncify', 'limits'],
  ],
  ['Timeouts', ['timeout']],
  ['Events and results', ['event', 'async-result', 'select', 'case']],
  ['Locks', ['semaphore', 'rlock', 'condition', 'holdable']],
  ['Queues and channels', ['queue', 'channel', 'queue-errors']],
  ['Groups and pools', ['group', 'pool', 'mapping']],
  ['Locals', ['local']],
  ['Diagnosis and errors', []],
];

const introduction = `# The hub: reference

\`greenc/hub\` is what gevent is to greenlet, on the event loop of the host: functions that wait, and things to wait for. Functions that
call them are compiled by greenc like all others, and are no different from those that do not wait.
[from-async.md](from-async.md) introduces them to those who know \`async\` and \`await\`.

- A function that has to wait can do so in a greenlet only: in a function that was given to [\`spawn\`](#spawn), to
  [\`asyncify\`](#asyncify), or to a greenlet of another kind. In main, where the event loop is, it throws a \`GreenletError\`.
- Times are milliseconds. Where a limit can be given it is the last argument.
- Whatever waits can be killed there: \`task.kill()\`, or \`greenlet.throw(error)\`, throws at the call that waits.
- A greenlet has a context of its own, which is what it finds in each \`AsyncLocalStorage\`. A task begins with that of who makes it, any other
  greenlet with that of who first switches to it. \`greenlet.context\` gives it as \`AsyncLocalStorage.snapshot()\` does, and can be set to such a
  function, or to null for an empty one, while the greenlet does not run.

This page is made from the docstrings (\`cli/dev/reference.mjs\`).
`;

const nodeIntroduction = `# Cooperative Node: reference

What \`greenc/node\`, \`greenc/node/net\` and \`greenc/node/http\` export: [node.md](node.md) introduces it, and has what the other modules of
\`greenc/node\` export, which is what Node's own do. Of \`greenc/node/threads\` [hub.md](hub.md#threads-greencnodethreads) tells.

This page is made from the docstrings (\`cli/dev/reference.mjs\`).
`;

const folder = join(root, 'runtime', 'hub');
const pages = {
  hub: hubPage,
  'node-api': () =>
    [
      nodeIntroduction,
      moduleSection('`greenc/node`', '../node/index'),
      moduleSection('Sockets: `greenc/node/net`', '../node/net'),
      moduleSection('HTTP: `greenc/node/http`', '../node/http'),
    ].join(''),
};

function hubPage() {
  const names = published();
  const entries = [...names].map(([name, file]) => ({ name, file, text: entryOf(new Source(file), name) }));
  const undocumented = entries.filter(({ text }) => text === null).map(({ name }) => name);
  if (undocumented.length > 0)
    throw new Error(`These exports of greenc/hub have no docstring: ${undocumented.join(', ')}`);
  const known = sections.flatMap(([, files]) => files);
  const parts = sections.map(([title, files], i) => {
    const isLast = i === sections.length - 1;
    const mine = entries.filter(({ file }) => files.includes(file) || (isLast && !known.includes(file)));
    const order = ({ file, name }) => `${String(files.indexOf(file)).padStart(3)} ${name.toLowerCase()}`;
    mine.sort((one, other) => (order(one) < order(other) ? -1 : 1));
    return mine.length === 0 ? '' : `\n## ${title}\n${mine.map(({ text }) => text).join('')}`;
  });
  const threads = moduleSection('Threads: `greenc/node/threads`', '../node/threads');
  return `${introduction}${parts.join('')}${threads}`;
}

/** What a module exports, its own declarations and others'. */
function moduleSection(title, file) {
  const source = new Source(file);
  const entries = source.body.flatMap(statement => {
    const { type, declaration, specifiers, source: from } = statement;
    if (type !== 'ExportNamedDeclaration') return [];
    if (declaration) return declaration.id ? [[declaration.id.name, source]] : [];
    const origin = new Source(source.resolve(from.value));
    return specifiers.map(({ exported }) => [exported.name, origin]);
  });
  // Those that are only told of by others come last.
  const own = entries.filter(([, origin]) => origin === source);
  const all = file.endsWith('index') ? entries : [...own, ...entries.filter(entry => !own.includes(entry))];
  const texts = all.map(([name, origin]) => entryOf(origin, name) ?? refuse(`${name} of ${file} has no docstring`));
  return `\n## ${title}\n${texts.join('')}`;
}

function refuse(message) {
  throw new Error(message);
}

/** Each name that `greenc/hub` exports, with the file of runtime/hub that declares it. */
function published() {
  const names = new Map();
  for (const { source, specifiers } of new Source('index').body)
    for (const { exported } of specifiers ?? [])
      names.set(exported.name, source.value.slice('./'.length, -'.js'.length));
  return names;
}

class Source {
  /** @param file in runtime/hub */
  constructor(file) {
    this.folder = dirname(file);
    this.text = readFileSync(join(folder, `${file}.ts`), 'utf8');
    const plugins = ['typescript', 'explicitResourceManagement'];
    this.body = parse(this.text, { sourceType: 'module', plugins }).program.body;
  }

  /** The declarations of a name, several of a function with overloads, each with the statement that its docstring stands before. */
  find(name) {
    return this.body.flatMap(statement => {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      const [variable] = declaration?.declarations ?? [];
      return (variable?.id ?? declaration?.id)?.name === name
        ? [{ statement, declaration: variable ?? declaration }]
        : [];
    });
  }

  /** The file of this folder that a name is imported from. */
  origin(name) {
    const specifier = this.specifier(name);
    return specifier !== undefined && /^\.\/[\w-]+\.js$/.test(specifier) ? this.resolve(specifier) : undefined;
  }

  resolve(specifier) {
    return join(this.folder, specifier.replace(/\.js$/, ''));
  }

  /** What a name is imported from; undefined if it is not. */
  specifier(name) {
    return this.body.find(({ specifiers }) => specifiers?.some(({ local }) => local.name === name))?.source?.value;
  }

  slice(start, end) {
    return this.text.slice(start, end);
  }
}

/** The Markdown of one export; null if it has no docstring. */
function entryOf(source, name) {
  const found = source.find(name);
  const doc = found.map(({ statement }) => docOf(statement)).find(text => text !== null);
  if (doc === undefined) return null;
  const [{ declaration }] = found;
  if (/^(?:Class|TSInterface)/.test(declaration.type)) {
    const isClass = declaration.type.startsWith('Class');
    const members = membersOf(source, declaration, name);
    const shown = members.length === 0 ? '' : `\n${members.join('\n')}`;
    return `\n### ${name}\n\n${code(headOf(source, declaration, isClass ? 'class' : 'interface'))}\n${doc}${shown}`;
  }
  const overloads = found.length > 1 ? found.filter(one => one.declaration.type === 'TSDeclareFunction') : found;
  const signatures = overloads.map(one => signatureOf(source, name, one.declaration));
  return `\n### ${name}\n\n${code(signatures.join('\n'))}\n${doc}`;
}

function signatureOf(source, name, declaration) {
  const made = declaration.init ?? declaration;
  if (made.params !== undefined) return `${name}${callOf(source, made)}`;
  const type = declaration.id.typeAnnotation ?? made.typeAnnotation;
  if (declaration.type !== 'VariableDeclarator')
    return source.slice(declaration.start, declaration.end).replace(/;$/, '');
  return `const ${name}${type == null ? '' : `: ${source.slice(type.start, type.end).replace(/^:\s*/, '')}`}`;
}

/** The members of a class or an interface, with those of a parent that is not published itself. */
function membersOf(source, declaration, owner) {
  const own = declaration.body.body.flatMap(member => memberOf(source, member, owner));
  const parent = declaration.superClass?.name;
  if (parent === undefined || published().has(parent)) return own;
  const file = source.origin(parent);
  const above = file === undefined ? source : new Source(file);
  const [found] = above.find(parent);
  return found === undefined ? own : [...own, ...membersOf(above, found.declaration, owner)];
}

function headOf(source, { id, typeParameters, superClass }, kind) {
  const parameters = typeParameters == null ? '' : source.slice(typeParameters.start, typeParameters.end);
  const isShown =
    superClass != null &&
    (published().has(superClass.name) || [undefined, '../index.js'].includes(source.specifier(superClass.name)));
  const above = isShown ? ` extends ${source.slice(superClass.start, superClass.end)}` : '';
  return `${kind} ${id.name}${parameters}${above}`;
}

/** Parameters and result of a function. */
function callOf(source, { typeParameters, params, returnType }) {
  const generic = typeParameters == null ? '' : source.slice(typeParameters.start, typeParameters.end);
  const list = params.map(param => {
    const text = source.slice(param.start, param.end);
    return text.replace(/^(?:(?:private|public|readonly|protected)\s+)+/, '');
  });
  const result = returnType == null ? '' : source.slice(returnType.start, returnType.end);
  return `${generic}(${list.join(', ')})${result}`.replace(/\s+/g, ' ').replace(/([([]) | (?=[)\]])/g, '$1');
}

/** A member of a class or an interface, as an item of a list. */
function memberOf(source, member, owner) {
  const doc = docOf(member);
  const isHidden = ['private', 'protected'].includes(member.accessibility) || /Private/.test(member.type);
  if (doc === null || isHidden || member.key === undefined) return [];
  const name = source.slice(member.key.start, member.key.end);
  const self = member.static ? owner : `${owner[0].toLowerCase()}${owner.slice(1)}`;
  const mark = member.optional ? '?' : '';
  const path = member.computed ? `${self}[${name}]` : `${self}.${name}`;
  let shown;
  if (member.kind === 'constructor') shown = `new ${owner}${callOf(source, member)}`;
  else if (member.kind === 'get') shown = `${path}${source.slice(member.returnType.start, member.returnType.end)}`;
  else if (/Method|Function/.test(member.type))
    shown = `${path}${callOf(source, { params: member.parameters, returnType: member.typeAnnotation, ...member })}`;
  else if (member.typeAnnotation == null) shown = path;
  else shown = `${path}${mark}${source.slice(member.typeAnnotation.start, member.typeAnnotation.end)}`;
  return [`- \`${shown.replace(/\s+/g, ' ')}\`\n\n${doc.replace(/^(?=.)/gm, '  ')}`];
}

/** The docstring before a node as Markdown; null if there is none, or it is not for users. */
function docOf(node) {
  const comment = node.leadingComments?.findLast(({ type }) => type === 'CommentBlock');
  if (comment === undefined || !comment.value.startsWith('*')) return null;
  const lines = comment.value
    .slice(1)
    .split('\n')
    .map(line => line.replace(/^\s*\*( |$)/, '').trimEnd());
  if (lines.some(line => line.trim() === '@internal')) return null;
  const [text, ...tags] = `\n${lines.join('\n').trim()}`.split(/\n(?=@)/);
  const items = tags.map(tagged).filter(item => item !== null);
  const parts = [fenced(text.trim()), items.join('').trim()];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function tagged(tag) {
  const [, kind, rest] = /^@(\w+)\s+([\s\S]*)$/.exec(tag) ?? [];
  if (rest === undefined) return null;
  const text = rest.replace(/\s+/g, ' ').trim();
  const [, name, about] = /^(\S+)\s+([\s\S]*)$/.exec(text) ?? [undefined, text, ''];
  if (kind === 'param' || kind === 'typeParam') return `- \`${name}\`: ${about}\n`;
  if (kind === 'returns') return `- gives ${text}\n`;
  if (kind === 'throws') return `- throws ${text}\n`;
  throw new Error(`The reference does not know what to make of @${kind}.`);
}

/** What is indented is code. */
function fenced(text) {
  return text.replace(/(?:^|\n\n) {4}[^\n]*(?:\n+ {4}[^\n]*)*/g, block => {
    const lines = block
      .trim()
      .split('\n')
      .map(line => line.replace(/^ {4}/, ''));
    return `${block.startsWith('\n') ? '\n\n' : ''}\`\`\`js\n${lines.join('\n')}\n\`\`\``;
  });
}

const code = text => `\`\`\`ts\n${text}\n\`\`\`\n`;

process.stdout.write(pages[process.argv[2]]());
