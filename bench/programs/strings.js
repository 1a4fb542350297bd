// Building strings: escaping, templates, joining, padding, run lengths, and a small text wrapper.

const words = 'it was a bright day in the valley and the rivers were <high> & "loud" with melted snow'.split(' ');

function escapeHtml(text) {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (letter === '<') result += '&lt;';
    else if (letter === '>') result += '&gt;';
    else if (letter === '&') result += '&amp;';
    else if (letter === '"') result += '&quot;';
    else result += letter;
  }
  return result;
}

function element(name, attributes, content) {
  let head = name;
  for (const key of Object.keys(attributes)) head += ` ${key}="${escapeHtml(String(attributes[key]))}"`;
  return `<${head}>${content}</${name}>`;
}

function wrap(tokens, width) {
  const lines = [];
  let line = '';
  for (const token of tokens) {
    if (line.length + token.length + 1 > width) {
      lines.push(line.padEnd(width, '.'));
      line = token;
    } else line = line === '' ? token : `${line} ${token}`;
  }
  lines.push(line);
  return lines;
}

function runLengths(text) {
  let result = '';
  let count = 1;
  for (let i = 1; i <= text.length; i++) {
    if (text[i] === text[i - 1]) count++;
    else {
      result += count > 1 ? `${count}${text[i - 1]}` : text[i - 1];
      count = 1;
    }
  }
  return result;
}

function reverse(text) {
  let result = '';
  for (let i = text.length - 1; i >= 0; i--) result += text[i];
  return result;
}

function checksum(text) {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0;
  return sum;
}

export const expected = '206236 1690912384 1695778021 -604747136';

export function run() {
  let html = '';
  for (let i = 0; i < 800; i++) {
    const text = [];
    for (let j = 0; j < 12; j++) text.push(words[(i * 7 + j * 3) % words.length]);
    const lines = wrap(text, 24);
    let items = '';
    for (let j = 0; j < lines.length; j++) items += element('li', { id: `${i}-${j}`, title: lines[j] }, escapeHtml(lines[j]));
    html += element('ul', { class: 'a<b' }, items);
  }
  return `${html.length} ${checksum(html)} ${checksum(runLengths(html))} ${checksum(reverse(html))}`;
}
