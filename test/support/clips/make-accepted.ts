import { execFile } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Accepted } from './accepted.js';

const run = promisify(execFile);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);

/** Makes the film in the folder and returns its path. */
export async function makeAccepted(folder: string, name: string, film: Accepted): Promise<string> {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.${film.ending}`);
  await ffmpeg(...film.args, path);
  if (film.turned) {
    const upright = join(folder, `upright.${film.ending}`);
    await ffmpeg('-i', path, '-c', 'copy', '-map_metadata', '0', '-movflags', 'use_metadata_tags', '-metadata:s:v:0', 'rotate=90', upright);
    await rename(upright, path);
  }
  if (film.cut !== undefined) {
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * film.cut)));
  }
  return path;
}

/** When picture turns white and sound begins, in ms of the film; null for what is not there. */
export async function onsetsIn(path: string): Promise<{ flash: number | null; beep: number | null }> {
  const filters = ['-vf', 'blackdetect=d=0.04:pix_th=0.4', '-af', 'silencedetect=n=-25dB:d=0.05'];
  const { stderr } = await run('ffmpeg', ['-hide_banner', '-nostats', '-i', path, ...filters, '-f', 'null', '-'], { maxBuffer: 1 << 26 });
  const first = (pattern: RegExp): number | null => {
    const found = pattern.exec(stderr)?.[1];
    return found === undefined ? null : Math.round(Number(found) * 1000);
  };
  return { flash: first(/black_end:([\d.]+)/), beep: first(/silence_end: ([\d.]+)/) };
}

/** Everything a file tells of itself. */
export const toldIn = async (path: string): Promise<string> =>
  (await run('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', '-show_chapters', path])).stdout;
