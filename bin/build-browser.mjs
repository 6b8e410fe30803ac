import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = path.join(root, 'src', 'browser');
const islands = (await readdir(source)).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

await build({
  entryPoints: islands.map((file) => path.join(source, file)),
  outdir: path.join(root, 'public', 'built', 'browser'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
});
