import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Two minutes, five pictures a second, each with its number in ten bits; a tone all along. */
const fps = 5;
const seconds = 120;
const bits = 10;
const picture = `color=black:s=320x64:r=${fps}:d=${seconds},format=yuv420p,geq=lum='if(mod(floor(N/pow(2,floor(X/32))),2),235,16)':cb=128:cr=128`;

const version = createHash('sha256')
  .update(await readFile(new URL(import.meta.url)))
  .digest('hex')
  .slice(0, 12);
const folder = join(tmpdir(), `polyfoni-long-films-${version}`);

async function film(name: string, keyframeEvery: number): Promise<string> {
  const path = join(folder, `${name}.mp4`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const made = join(folder, `.${process.pid}-${name}.mp4`);
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', String(keyframeEvery), '-sc_threshold', '0'];
  const source = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
  await run('ffmpeg', ['-v', 'error', '-y', ...source, ...coded, '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', made]);
  await rename(made, path);
  return path;
}

/** Long enough to be cut. `often`: a keyframe every two seconds; `rarely`: only the first one. */
export const longFilms = async () => ({
  often: await film('often', 2 * fps),
  rarely: await film('rarely', 5_000),
  numberAt: (ms: number): number => Math.ceil((ms / 1000) * fps),
});

/** The number on every picture that is stored, also what a list of edits hides from players. */
export async function numbersOf(path: string): Promise<number[]> {
  const row = `scale=320:64:flags=neighbor,crop=320:16:0:24,scale=${bits}:1:flags=area,format=gray`;
  const args = [
    '-v',
    'error',
    '-ignore_editlist',
    '1',
    '-i',
    path,
    '-map',
    '0:v',
    '-vf',
    row,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-',
  ];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 1 << 26 });
  const read = (row: Buffer): number => Array.from(row).reduce((sum, light, n) => sum + (light > 125 ? 2 ** n : 0), 0);
  return Array.from({ length: stdout.length / bits }, (_, n) => read(stdout.subarray(n * bits, (n + 1) * bits)));
}
