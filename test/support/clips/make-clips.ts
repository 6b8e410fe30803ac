import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const picture = (size: string, seconds: number): string[] => ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=25:d=${seconds}`];
const tone = (seconds: number): string[] => ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`];
const plainH264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const aac = ['-c:a', 'aac', '-b:a', '64k'];
const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-x265-params', 'log-level=error'];
const bt2020 = 'colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc:log-level=error';
const wideRange = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-x265-params', bt2020];
const told = ['-metadata', 'title=Private title', '-metadata', 'location=+55.67+012.56/', '-metadata:s:v', 'handler_name=Private maker'];

/** ffmpeg's arguments for each clip; the first line of its name says what it is for. */
const recipes = {
  /** Plays in a browser already; carries a title and a place that must not follow along. */
  'plays.mp4': [...picture('640x360', 6), ...tone(6), ...plainH264, '-g', '50', ...aac, ...told],
  /** Fits but for one keyframe in six seconds. */
  'far-keyframes.mp4': [...picture('640x360', 6), ...tone(6), ...plainH264, '-g', '500', '-sc_threshold', '0', ...aac],
  'one-keyframe.mp4': [...picture('320x180', 14), ...tone(14), ...plainH264, '-g', '5000', '-sc_threshold', '0', ...aac],
  'large.mp4': [...picture('1920x1080', 2), ...tone(2), ...plainH264, '-g', '25', ...aac],
  'lying.mp4': [...picture('640x360', 3), ...tone(3), ...hevc, ...aac],
  'wide-range.mp4': [...picture('320x240', 2), ...wideRange],
  'browser.webm': [
    ...picture('320x240', 3),
    ...tone(3),
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-c:a',
    'libopus',
    '-f',
    'webm',
    '-live',
    '1',
  ],
  'sound.m4a': [...tone(4), ...aac],
  /** A voice 12 dB louder than the other, and 16 seconds of near silence between them. */
  'near-and-far.m4a': [
    ...[
      '-f',
      'lavfi',
      '-i',
      "aevalsrc='(0.4*between(t,0,30)+0.1*between(t,46,80))*sin(2*PI*220*t)*(0.6+0.4*sin(t*9))+0.0005*random(0)':d=80:s=48000",
    ],
    ...aac,
  ],
  'sound.mp3': [...tone(4), '-c:a', 'libmp3lame'],
  'camera.mts': [...picture('720x576', 3), ...tone(3), '-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-c:a', 'ac3', '-f', 'mpegts'],
  'magic.avi': [...picture('320x240', 2), '-c:v', 'magicyuv'],
  'short.mp4': [...picture('320x240', 0.4), ...plainH264],
  'plays.ts': [...picture('640x360', 6), ...tone(6), ...plainH264, '-g', '50', ...aac, '-f', 'mpegts'],
  'plays.mkv': [...picture('640x360', 6), ...tone(6), ...plainH264, '-g', '50', ...aac, ...told],
  'faststart.mp4': [...picture('640x360', 12), ...tone(12), ...plainH264, '-g', '50', ...aac, '-movflags', '+faststart'],
  'tracks.mp4': [...picture('64x48', 2), ...Array.from({ length: 9 }, () => ['-map', '0:v']).flat(), ...plainH264],
  'flash.flv': [...picture('320x240', 2), '-c:v', 'flv'],
} satisfies Record<string, string[]>;

type Recipe = keyof typeof recipes;
type Altered =
  | 'upright.mp4'
  | 'plain-upright.mp4'
  | 'no-end.mp4'
  | 'cut.mp4'
  | 'noise.mp4'
  | 'worn.mp4'
  | 'text.mp4'
  | 'empty.mp4'
  | 'playlist.mp4'
  | 'concat.mp4';
export type Clip = Recipe | Altered;

const version = createHash('sha256')
  .update(await readFile(new URL(import.meta.url)))
  .digest('hex')
  .slice(0, 12);
const folder = join(tmpdir(), `polyfoni-clips-${version}`);

/** The clip opened for reading. */
export const openClip = async (name: Clip): Promise<FileHandle> => open(await clip(name), 'r');

/** The path of a clip of a few seconds, made once and kept in the system's temporary folder until its recipe changes. */
export async function clip(name: Clip): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const draft = join(folder, `${process.pid}-${name}`);
  if (name in recipes) await run('ffmpeg', ['-v', 'error', '-y', ...recipes[name as Recipe], draft]);
  else await alterations[name as Altered](draft);
  await rename(draft, path);
  return path;
}

const alterations: Record<Altered, (draft: string) => Promise<unknown>> = {
  'upright.mp4': async (draft) => turned(draft, 'lying.mp4'),
  'plain-upright.mp4': async (draft) => turned(draft, 'plays.mp4'),
  // The index of an ordinary MP4 lies at its end: without it nothing can be found.
  'no-end.mp4': (draft) => part(draft, 'plays.mp4', 0.6),
  // Here the index lies first and promises more than there is.
  'cut.mp4': (draft) => part(draft, 'faststart.mp4', 0.5),
  'noise.mp4': async (draft) => {
    const whole = await readFile(await clip('faststart.mp4'));
    whole.fill(0x55, whole.indexOf('mdat') + 4);
    await writeFile(draft, whole);
  },
  // All there, but its last fifth cannot be read.
  'worn.mp4': async (draft) => {
    const whole = await readFile(await clip('faststart.mp4'));
    await writeFile(draft, whole.fill(0x55, Math.floor(whole.length * 0.8)));
  },
  'text.mp4': (draft) => writeFile(draft, 'Kære alle, her er referatet fra mødet.\n'.repeat(50)),
  'empty.mp4': async (draft) => (await open(draft, 'w')).close(),
  'playlist.mp4': async (draft) =>
    writeFile(draft, `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:6,\n${await clip('plays.mp4')}\n#EXT-X-ENDLIST\n`),
  'concat.mp4': async (draft) => {
    await clip('plays.mp4');
    await writeFile(draft, 'ffconcat version 1.0\nfile plays.mp4\n');
  },
};

const turned = async (draft: string, of: Clip): Promise<unknown> =>
  run('ffmpeg', ['-v', 'error', '-y', '-i', await clip(of), '-c', 'copy', '-metadata:s:v:0', 'rotate=90', draft]);

async function part(draft: string, of: Clip, share: number): Promise<void> {
  const whole = await readFile(await clip(of));
  await writeFile(draft, whole.subarray(0, Math.floor(whole.length * share)));
}
