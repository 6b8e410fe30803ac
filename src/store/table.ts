/** How a column is kept: `key` numbered primary key, `flag` 0/1 shown as boolean, `json` text shown as a value; `?` may be null. */
type Kind = 'key' | 'number' | 'big' | 'text' | 'flag' | 'json' | 'number?' | 'big?' | 'text?' | 'json?';
export type Columns = Record<string, Kind>;

interface Shown {
  key: number;
  number: number;
  big: number;
  text: string;
  flag: boolean;
  json: unknown;
  'number?': number | null;
  'big?': number | null;
  'text?': string | null;
  'json?': unknown;
}

/** A record as the rest of the house sees it, in camelCase. */
export type Row<C extends Columns> = { [K in keyof C]: Shown[C[K]] };

export interface Table<C extends Columns> {
  name: string;
  columns: C;
  /** Primary key columns where there is no numbered `id`. */
  primary: string[];
}

export type RowOf<T> = T extends Table<infer C> ? Row<C> : never;

export const table = <const C extends Columns>(name: string, columns: C, primary: string[] = []): Table<C> => ({ name, columns, primary });

export function toRow<C extends Columns>(of: Table<C>, values: Partial<Row<C>>): Record<string, never> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const kind = of.columns[name];
    if (!kind) throw new Error(`${of.name} has no column ${name}`);
    if (kind === 'flag') kept[name] = value ? 1 : 0;
    else if (kind.startsWith('json') && value !== null) kept[name] = JSON.stringify(value);
    else kept[name] = value;
  }
  return kept as Record<string, never>;
}

export function fromRow<C extends Columns>(of: Table<C>, row: Record<string, unknown>): Row<C> {
  const shown: Record<string, unknown> = { ...row };
  for (const [name, kind] of Object.entries(of.columns)) {
    const value = row[name];
    if (kind === 'flag') shown[name] = Boolean(value);
    else if (kind.startsWith('json') && typeof value === 'string') shown[name] = JSON.parse(value);
    else if (kind.startsWith('big') && typeof value === 'string') shown[name] = Number(value);
  }
  return shown as Row<C>;
}
