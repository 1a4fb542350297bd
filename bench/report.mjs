// A table is { name, title, rows }, a row { label, value, unit, target?, detail? }. Smaller is better everywhere.

const met = ({ value, target }) => value <= target;

function figure({ value, unit }) {
  const digits = unit === 'x' ? 2 : unit === 'ns' ? 1 : 0;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

function line(row, width) {
  const target = row.target === undefined ? '' : `<= ${figure({ ...row, value: row.target })}`;
  const verdict = row.target === undefined ? '' : met(row) ? 'ok' : 'MISSED';
  const cells = [
    row.label.padEnd(width),
    figure(row).padStart(11),
    target.padStart(12),
    verdict.padEnd(6),
    row.detail ?? '',
  ];
  return cells.join('  ').trimEnd();
}

export function render({ title, rows }) {
  const width = Math.max(30, ...rows.map(row => row.label.length));
  return [title, ...rows.map(row => `  ${line(row, width)}`), ''].join('\n');
}

/** What `--json` prints: all rows, with `met` where there is a target. */
export function asJson(tables, environment) {
  const judged = tables.map(table => ({
    ...table,
    rows: table.rows.map(row => (row.target === undefined ? row : { ...row, met: met(row) })),
  }));
  return JSON.stringify({ ...environment, tables: judged }, null, 2);
}

export function summary(tables) {
  const judged = tables.flatMap(table => table.rows.filter(row => row.target !== undefined));
  return `${judged.filter(met).length} of ${judged.length} targets met`;
}
