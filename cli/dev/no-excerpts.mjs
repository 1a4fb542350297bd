/**
 * Above an error that nobody catches, Node shows the line that has thrown it. Where that is a line of greenc's it says nothing to the
 * author of the program, and hides what does: the message, and the stack beneath. Node leaves such a line out if it has this comment.
 */
import { parseAst } from 'rolldown/parseAst';

const comment = ' // node-do-not-add-exception-line';

const errors = /^\$?(?:\w*Error|GreenletExit|Timeout|Empty|Full|ShutDown)(?:\$\d+)?$/;

/** A rejection is shown at the place where its error was made. */
const isMarked = ({ type, callee }) =>
  type === 'ThrowStatement' || (type === 'NewExpression' && callee.type === 'Identifier' && errors.test(callee.name));

/** What throws in a program's place. */
const throwing = /[\\/](?:runtime[\\/].*|cli[\\/]commands[\\/]failing)\.ts$/;

/** Puts the comment behind the lines that throw errors or make them; when all is printed, since printing drops comments. */
export const withoutExcerpts = {
  name: 'without-excerpts',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk' && chunk.moduleIds.some(id => throwing.test(id))) chunk.code = marked(chunk.code);
    }
  },
};

function marked(code) {
  const ends = new Set();
  const texts = [];
  visit(parseAst(code), node => {
    if (node.type === 'TemplateElement') texts.push(node);
    else if (isMarked(node)) ends.add(code.indexOf('\n', node.start));
  });
  const isText = at => texts.some(({ start, end }) => start <= at && at < end);
  let text = '';
  let from = 0;
  for (const end of [...ends].filter(at => at >= 0 && !isText(at)).sort((a, b) => a - b)) {
    text += code.slice(from, end) + comment;
    from = end;
  }
  return text + code.slice(from);
}

function visit(node, look) {
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.type === 'string') look(node);
  for (const child of Object.values(node)) visit(child, look);
}
