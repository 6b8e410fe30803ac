import { mkdtempSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { act } from './acting.mjs';
import { encode, secondsOf } from './encode.mjs';
import { title } from './manuscript.mjs';
import { draw } from './pictures.mjs';
import { chromiumPath, needPrograms } from './programs.mjs';
import { layOut, manuscriptOf, soundOf } from './timeline.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../src/demo/film/', import.meta.url));
const largest = 3_000_000; // bytes: the film lies in the repository

const counted = (index, different) => {
  if (process.stdout.isTTY) process.stdout.write(`\r${index} pictures, ${different} different `);
};

async function make(work) {
  const film = layOut();
  const soundPath = join(work, 'sound.raw');
  writeFileSync(soundPath, soundOf(film));
  const pictures = await draw(act(film), counted);
  const target = join(folder, 'netvaerksmoede.mp4');
  await encode({ pictures, soundPath, durationMs: film.durationMs, target });
  writeFileSync(join(folder, 'manuskript.json'), `${JSON.stringify(manuscriptOf(film, title), null, 2)}\n`);
  return { target, lines: film.spoken.length, different: new Set(pictures).size };
}

needPrograms(['ffmpeg', 'ffprobe', 'espeak-ng']);
chromiumPath();
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'demo-film-'));
try {
  const { target, lines, different } = await make(work);
  const bytes = statSync(target).size;
  console.log(`\n${target}: ${secondsOf(target)} s, ${bytes} bytes, ${lines} lines, ${different} different pictures`);
  if (bytes >= largest) throw new Error(`The film is larger than ${largest} bytes: raise -crf in encode.mjs.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
