import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json')) && existsSync(path.join(from, 'views'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('the folder with views/ and package.json was not found');
  return findRoot(parent);
}

/** The project's top folder, the same from the sources and from the built code. */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));
