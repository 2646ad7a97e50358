// Rows as text, columns as wide as their widest entry.
const COLUMNS = ['goal', 'what', 'measured', 'limit', 'verdict', 'detail'];
const HEADS = { goal: '', what: '', measured: 'measured', limit: 'goal', verdict: '', detail: '' };

export function tableText(rows) {
  const cells = rows.map((row) => ({ ...row, verdict: verdictText(row) }));
  return [HEADS, ...cells].map((row) => lineText(row, cells)).join('\n');
}

const verdictText = ({ verdict, gate }) => (gate ? `gate ${verdict}` : verdict);

function lineText(row, cells) {
  const width = (column) => Math.max(...[HEADS, ...cells].map((cell) => cell[column].length));
  return COLUMNS.map((column) => row[column].padEnd(width(column)))
    .join('  ')
    .trimEnd();
}
