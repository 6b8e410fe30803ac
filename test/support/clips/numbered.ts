import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A film whose every picture carries its own number, and whose sound tells where it is. */
export const numbered = { seconds: 14, fps: 25, fromMs: 3_300, toMs: 10_600, beepMs: 7_000, beepLastsMs: 1_000 } as const;

const bits = 10;
const cell = 32;
const between = (a: number, b: number): string => `between(t,${a / 1000},${b / 1000})`;

/** Ten bits from left to right, white for one; black below, so that any coder keeps them apart. */
const picture = `color=black:s=${bits * cell}x64:r=${numbered.fps}:d=${numbered.seconds},format=yuv420p,geq=lum='if(mod(floor(N/pow(2,floor(X/${cell}))),2),235,16)':cb=128:cr=128`;

/** Loud before and after the marks, silent between them but for one beep. */
const sound = `aevalsrc='0.5*sin(2*PI*700*t)*(lt(t,${numbered.fromMs / 1000})+gt(t,${numbered.toMs / 1000})+${between(numbered.beepMs, numbered.beepMs + numbered.beepLastsMs)})':s=48000:d=${numbered.seconds}`;

const lavfi = (source: string): string[] => ['-f', 'lavfi', '-i', source];
export const numberedPicture = lavfi(picture);
export const numberedSound = lavfi(sound);

export const make = async (args: string[]): Promise<void> => void (await run('ffmpeg', ['-v', 'error', '-y', ...args]));

const input = (path: string, stored: boolean): string[] => [...(stored ? ['-ignore_editlist', '1'] : []), '-i', path];

const bytesOf = async (args: string[]): Promise<Buffer> =>
  (await run('ffmpeg', ['-v', 'error', ...args], { encoding: 'buffer', maxBuffer: 256 * 1024 ** 2 })).stdout;

const read = (row: Buffer): number => Array.from(row).reduce((sum, light, n) => sum + (light > 125 ? 2 ** n : 0), 0);

/** The number on every picture in the order shown. `stored`: also those a list of edits hides from players (MP4 and MOV only). */
export async function numbersIn(path: string, stored: boolean): Promise<number[]> {
  const row = `crop=${bits * cell}:16:0:24,scale=${bits}:1:flags=area,format=gray`;
  const all = await bytesOf([...input(path, stored), '-map', '0:v', '-vf', row, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-']);
  return Array.from({ length: all.length / bits }, (_, n) => read(all.subarray(n * bits, (n + 1) * bits)));
}

/** When each picture is shown, in ms from the beginning of the film. */
export async function timesIn(path: string): Promise<number[]> {
  const shown = ['-select_streams', 'v', '-show_entries', 'frame=best_effort_timestamp_time:format=start_time', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', ['-v', 'error', ...shown, path]);
  const all = stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Number.parseFloat(line) * 1000);
  const start = all.pop() ?? 0;
  return all.map((ms) => ms - start);
}

/** How loud each 10 ms are, from 0 to 1. */
export async function loudnessIn(path: string, stored: boolean): Promise<number[]> {
  const args = [...input(path, stored), '-map', '0:a', '-af', 'aresample=8000:async=1:first_pts=0', '-ac', '1', '-f', 's16le', '-'];
  const all = await bytesOf(args);
  return Array.from({ length: Math.floor(all.length / 160) }, (_, n) => {
    let peak = 0;
    for (let at = n * 160; at < (n + 1) * 160; at += 2) peak = Math.max(peak, Math.abs(all.readInt16LE(at)));
    return peak / 32_768;
  });
}
