import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import ejs from 'ejs';
import { root } from './root.js';

type Include = (part: string, handed?: object) => string;
type View = (locals: object, escapeFn: (value?: unknown) => string, include: Include) => string;

const viewsDir = path.join(root, 'views');
const parameters = ['locals', 'escapeFn', 'include'];

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const needsEscape = /[&<>"']/;

/** Most of what a page writes holds none of the five, and asking is much cheaper than replacing. */
function escaped(value?: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value as string);
  return needsEscape.test(text) ? text.replace(/[&<>"']/g, (found) => named[found]!) : text;
}

/**
 * Views name what they read (`const { t, view } = locals`): looking every name up at run time, and noting every line, costs a large page a
 * third of its time.
 */
function compiled(name: string): View {
  const file = path.join(viewsDir, `${name}.ejs`);
  const template = new ejs.Template(readFileSync(file, 'utf8'), { _with: false, compileDebug: false, filename: file });
  template.compile();
  return compileFunction(template.source, parameters, { filename: file }) as View;
}

const known = new Map<string, View>();

function viewAt(name: string): View {
  const before = known.get(name);
  if (before) return before;
  const view = compiled(name);
  known.set(name, view);
  return view;
}

/**
 * A view (folder/file under views) drawn with its locals. An include (`/folder/file`) sees what its page sees and what it is handed. The
 * includes of EJS itself copy everything name by name into a slower kind of object, for each of the dozens of parts of a page.
 */
export function draw(name: string, locals: object): string {
  return viewAt(name)(locals, escaped, (part, handed) => draw(part.slice(1), { ...locals, ...handed }));
}
