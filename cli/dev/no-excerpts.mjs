/**
 * Above an error that nobody catches, Node shows the line that has thrown it. Where that is a line of greenc's it says nothing to the
 * author of the program, and hides what does: the message, and the stack beneath. Node leaves such a line out if it has this comment.
 */
import { parseAst } from 'rolldown/parseAst';

const comment = ' // node-do-not-add-exception-line';

const errors = /^\$?(?:\w*Error|GreenletExit|Timeout|Empty|Full|ShutDown)(?:\$\d+)?$/;

const suspended = /^(?:SUSPENDED|\$greenc1)(?:\$\d+)?$/;

/** A rejection is shown at the place where its error was made. */
const isError = ({ type, callee }) =>
  type === 'ThrowStatement' || (type === 'NewExpression' && callee.type === 'Identifier' && errors.test(callee.name));

/** A call that can be suspended: where that is impossible, its place is the first in the error's stack. */
const isCall = ({ type, right }) => type === 'BinaryExpression' && suspended.test(right.name);

/** What throws in a program's place. */
const throwing = /[\\/](?:runtime[\\/].*|cli[\\/]commands[\\/]failing)\.ts$/;

/** What calls functions that switch, and not only the program's. */
const switching = /[\\/]runtime[\\/](?:hub|node|fibers)[\\/].*\.ts$/;

/** Puts the comment behind the lines that throw errors or make them; when all is printed, since printing drops comments. */
export const withoutExcerpts = {
  name: 'without-excerpts',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      const holds = pattern => chunk.type === 'chunk' && chunk.moduleIds.some(id => pattern.test(id));
      if (holds(switching)) chunk.code = marked(chunk.code, node => isError(node) || isCall(node));
      else if (holds(throwing)) chunk.code = marked(chunk.code, isError);
    }
  },
};

function marked(code, isMarked) {
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
