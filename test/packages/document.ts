/** A long Markdown document with every construct marked knows, made by repeating varied sections. */
export function markdown(sections: number): string {
  return Array.from({ length: sections }, (_, index) => section(index)).join('\n');
}

function section(index: number): string {
  return `
# Section ${index}: *the* \`quick\` tour

A paragraph with **bold**, _emphasis_, ***both***, ~~struck~~ text, a [link](https://example.com/${index} "title"),
an ![image](picture-${index}.png 'alt'), an <https://auto.example>, \`code with \\\` tick\`, a bare www.example.com,
an entity &copy; and <b>inline *html*</b>.  
A hard break above. Escapes: \\*not emphasis\\*.

Setext ${index}
------

1. first
2. second
   - nested *bullet*
   - [${index % 2 === 0 ? 'x' : ' '}] task

     with a paragraph

     > and a quote
3. third

* loose

* list ${index}

> Quoted **text**
> > nested quote ${index}
>
> - list in quote

| left | centre | right |
|:-----|:------:|------:|
| a ${index} | \`b | c\` | ~~d~~ |
| **e** | [f](#f) | |

\`\`\`js
function example${index}(a) { return a < ${index} && "text"; }
\`\`\`

    indented code & more

***

<div class="raw">
  <p>html ${index}</p>
</div>

[reference][ref-${index}] and [ref-${index}].

[ref-${index}]: <https://example.com/ref/${index}> (reference ${index})
`;
}
