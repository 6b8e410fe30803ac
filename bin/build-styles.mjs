import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileAsync } from 'sass';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const packages = path.join(root, 'node_modules');
const built = path.join(root, 'public', 'built');
const fontSource = path.join(packages, 'dkfds', 'src', 'fonts', 'IBMPlexSans', 'split', 'woff2');

const sheets = ['polyfoni', 'review'];
// license.txt travels with the fonts: the Open Font License asks for it.
// Whole cuts for what is drawn on paper here: reports hold names with any letter.
const paperSource = path.join(packages, 'dkfds', 'src', 'fonts', 'IBMPlexSans', 'complete', 'ttf');
const paperFiles = ['Regular', 'SemiBold'].map((weight) => `IBMPlexSans-${weight}.ttf`);
const fontFiles = ['Light', 'Regular', 'Medium', 'SemiBold'].map((weight) => `IBMPlexSans-${weight}-Latin1.woff2`).concat('license.txt');

async function buildSheet(name) {
  const result = await compileAsync(path.join(root, 'src', 'styles', `${name}.scss`), {
    style: 'compressed',
    sourceMap: false,
    loadPaths: [packages],
    quietDeps: true,
  });
  await writeFile(path.join(built, 'css', `${name}.css`), result.css);
}

await mkdir(path.join(built, 'css'), { recursive: true });
await mkdir(path.join(built, 'fonts'), { recursive: true });
await Promise.all([
  ...sheets.map(buildSheet),
  ...fontFiles.map((file) => copyFile(path.join(fontSource, file), path.join(built, 'fonts', file))),
  ...paperFiles.map((file) => copyFile(path.join(paperSource, file), path.join(built, 'fonts', file))),
]);
