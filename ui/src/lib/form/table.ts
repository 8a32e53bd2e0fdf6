/** The rows of a table: as they stand on the screen, and how a row and its cells are called. */
import type { FieldView } from '$lib/backend/commands';

/** A row by column, with its own name. */
export type Row = { row: string } & Record<string, unknown>;
/** What a name speaks of: a field, a row of a table (`t/r`), or a cell (`t/r/c`). */
export type Name = { field: string; row?: string; column?: string };

export const rowKey = (table: string, row: string): string => `${table}/${row}`;
export const cellKey = (table: string, row: string, column: string): string => `${table}/${row}/${column}`;

export function nameOf(name: string): Name {
  const [field = '', row, column] = name.split('/');
  return { field, ...(row === undefined ? {} : { row }), ...(column === undefined ? {} : { column }) };
}

/** The name that a form's rule has for it: of a cell the column of its table. */
export function ruleField(name: string): string {
  const { field, column } = nameOf(name);
  return column === undefined ? name : `${field}/${column}`;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && 'row' in value;

/** Rows that are an answer; none where it is none. */
export const rowsIn = (answer: unknown): Row[] => (Array.isArray(answer) ? answer.filter(isRow) : []);

/** The rows as they stand: those that are saved, with what is on its way. */
export function rowsOf(table: string, saved: unknown, pending: Readonly<Record<string, unknown>>): Row[] {
  let rows = rowsIn(saved);
  for (const [key, value] of Object.entries(pending)) {
    const { field, row, column } = nameOf(key);
    if (field !== table || row === undefined || column !== undefined) continue;
    const at = rows.findIndex((known) => known.row === row);
    const others = rows.filter((known) => known.row !== row);
    if (typeof value !== 'object' || value === null) rows = others;
    else {
      const { after, ...cells } = value as Record<string, unknown>;
      const behind = after === '' ? 0 : others.findIndex((known) => known.row === after) + 1;
      const place = typeof after === 'string' && (after === '' || behind > 0) ? behind : at;
      rows = others.toSpliced(place < 0 ? others.length : place, 0, { ...cells, row });
    }
  }
  return rows;
}

/** The row with another cell; a cell without an answer is absent. */
export function withCell(row: Row, column: string, value: unknown): Row {
  const { [column]: before, ...others } = row;
  void before;
  return value === null || value === undefined
    ? (others as Row)
    : { ...others, row: row.row, [column]: value };
}

/** What a row is called beside its number: its first cell that is a text. */
export function nameOfRow(field: FieldView, row: Row): string {
  const texts = (field.columns ?? []).map(({ key }) => row[key]);
  const first = texts.find((cell) => typeof cell === 'string' && cell !== '');
  return typeof first === 'string' ? first : '';
}
