/** Control characters: no column that is packed ever holds them. */
const [betweenRows, betweenFields, betweenInner] = ['\u001e', '\u001f', '\u001d'];

/** One row as one text. A column that may be null ends with `?`; null becomes the empty text. */
const line = (columns: string[], between: string): string =>
  columns
    .map((column) => (column.endsWith('?') ? `COALESCE(CAST(${column.slice(0, -1)} AS TEXT), '')` : `(${column})`))
    .join(` || '${between}' || `);

/** The columns of a row as one value, for a dozen values cost more to hand over than to find. */
export const packedRow = (columns: string[]): string => line(columns, betweenFields);

/** The fields of a packed row. */
export const fieldsOf = (row: string): string[] => row.split(betweenFields);

/**
 * A scalar subquery: all rows of `from` as one text. Many tables of one parent then take one statement, where rows of their own would
 * cost several times as much. At least one column must be text. Without `order` the rows come as they lie.
 */
export const packed = (columns: string[], from: string, order?: string): string =>
  `(SELECT string_agg(${line(columns, betweenFields)}, '${betweenRows}'${order ? ` ORDER BY ${order}` : ''}) FROM ${from})`;

/** A packed subquery that may itself be a column of a packed one. */
export const packedInner = (columns: string[], from: string, order: string): string =>
  `(SELECT string_agg(${line(columns, ':')}, '${betweenInner}' ORDER BY ${order}) FROM ${from})`;

export const unpack = <T>(text: string | null | undefined, make: (fields: string[]) => T): T[] =>
  text ? text.split(betweenRows).map((row) => make(fieldsOf(row))) : [];

export const unpackInner = <T>(text: string | undefined, make: (fields: string[]) => T): T[] =>
  text ? text.split(betweenInner).map((row) => make(row.split(':'))) : [];

/** A field that may be null. */
export const orNull = (field: string | undefined): string | null => field || null;
export const numberOrNull = (field: string | undefined): number | null => (field ? Number(field) : null);
