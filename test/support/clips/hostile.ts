import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MediaRefusal } from '../../../src/media/refusal.js';
import { clip } from './make-clips.js';

const run = promisify(execFile);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { maxBuffer: 1 << 24 });

/** What a hostile file may point at. */
export interface Targets {
  /** A film lying on this machine. */
  neighbour: string;
  /** A server on this machine that counts its visitors. */
  canary: string;
}

export interface Hostile {
  refused: MediaRefusal;
  write: (path: string, targets: Targets) => Promise<unknown>;
}

const text = (refused: MediaRefusal, words: (targets: Targets) => string): Hostile => ({
  refused,
  write: (path, targets) => writeFile(path, words(targets)),
});
const bytes = (refused: MediaRefusal, hex: string, filler = 4_000): Hostile => ({
  refused,
  write: (path) => writeFile(path, Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(filler, 0x41)])),
});
const made = (refused: MediaRefusal, ...args: string[]): Hostile => ({
  refused,
  write: (path) => ffmpeg(...args, path),
});
const changed = (refused: MediaRefusal, change: (whole: Buffer) => Buffer): Hostile => ({
  refused,
  write: async (path) => writeFile(path, change(await readFile(await clip('faststart.mp4')))),
});

const picture = (size: string, rate: number | string, seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `color=gray:s=${size}:r=${rate}:d=${seconds}`,
];
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const playlist = (inside: string): string => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n${inside}\n#EXT-X-ENDLIST\n`;
const manifest = (inside: string): string =>
  `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT6S"><Period><AdaptationSet mimeType="video/mp4">` +
  `<Representation id="1" bandwidth="1"><BaseURL>${inside}</BaseURL></Representation></AdaptationSet></Period></MPD>`;

/** A small film that says it is large, in its container and in each of its pictures. */
async function enlarged(path: string): Promise<void> {
  await ffmpeg(...picture('64x48', 25, 2), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-f', 'avi', path);
  const whole = await readFile(path);
  const every = (mark: string, write: (place: Buffer) => void): void => {
    const wanted = Buffer.from(mark, 'hex');
    for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 9)) write(whole.subarray(at));
  };
  every('4000000030000000', (place) => place.writeUInt32LE(16_000, place.writeUInt32LE(16_000)));
  every('ffc0001108003000', (place) => place.writeUInt16BE(16_000, place.writeUInt16BE(16_000, 5)));
  await writeFile(path, whole);
}

/** Files that pretend to be films, or are films that want something. All are named .mp4, and each has one right answer. */
export const hostile: Record<string, Hostile> = {
  'a playlist that names a neighbour': text('container-refused', ({ neighbour }) => playlist(neighbour)),
  'a playlist that names a server': text('container-refused', ({ canary }) => playlist(`${canary}/film.ts`)),
  'a playlist behind a sound file’s tag': text(
    'broken',
    ({ canary }) => `ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000${playlist(`${canary}/film.ts`)}`,
  ),
  'a playlist behind blank lines': text('not-a-film', ({ canary }) => `\n\n${playlist(`${canary}/film.ts`)}`),
  'a script that names a neighbour': text('container-refused', ({ neighbour }) => `ffconcat version 1.0\nfile '${neighbour}'\n`),
  'a script that names a server': text('container-refused', ({ canary }) => `ffconcat version 1.0\nfile '${canary}/film.mp4'\n`),
  'a manifest that names a server': text('container-refused', ({ canary }) => manifest(`${canary}/film.mp4`)),
  'a manifest behind its XML line': text('not-a-film', ({ canary }) => `<?xml version="1.0"?>\n${manifest(`${canary}/film.mp4`)}`),
  'a session description that names a server': text(
    'not-a-film',
    ({ canary }) => `v=0\nc=IN IP4 127.0.0.1\nm=video ${canary.split(':').at(-1)} RTP/AVP 96\n`,
  ),
  'an SVG that names a server': text(
    'not-a-film',
    ({ canary }) => `<svg xmlns="http://www.w3.org/2000/svg"><image href="${canary}/x.png"/></svg>`,
  ),
  'a page of HTML': text('not-a-film', ({ canary }) => `<!doctype html><video src="${canary}/film.mp4"></video><script>alert(1)</script>`),
  'subtitles in text': text('not-a-film', () => '1\n00:00:01,000 --> 00:00:02,000\nHej med jer\n'),
  JSON: text('not-a-film', () => '{"film":true}'),
  'nothing at all': text('empty', () => ''),
  'one byte': text('not-a-film', () => '\u0000'),
  'a ZIP': bytes('not-a-film', '504b0304140000000800'),
  'a PDF': bytes('not-a-film', '255044462d312e370a'),
  'a program': {
    refused: 'not-a-film',
    write: async (path) => writeFile(path, await readFile(process.execPath).then((all) => all.subarray(0, 200_000))),
  },
  'a PNG that would be 900 million pixels': bytes('not-a-film', '89504e470d0a1a0a0000000d49484452000075300000753008060000000000000000'),
  'a GIF': made('not-a-film', ...picture('64x48', 5, 2), '-f', 'gif'),
  'a JPEG': made('not-a-film', ...picture('64x48', 1, 1), '-frames:v', '1', '-f', 'mjpeg'),
  Flash: made('container-refused', ...picture('320x240', 25, 2), '-c:v', 'flv', '-f', 'flv'),
  'Windows Media': made('container-refused', ...picture('320x240', 25, 2), '-c:v', 'wmv2', '-f', 'asf'),
  'an MPEG programme stream': made('container-refused', ...picture('320x240', 25, 2), '-c:v', 'mpeg2video', '-f', 'vob'),
  MXF: made('container-refused', ...picture('720x576', 25, 2), '-c:v', 'mpeg2video', '-f', 'mxf'),
  'MagicYUV in AVI': made('codec-refused', ...picture('320x240', 25, 2), '-c:v', 'magicyuv', '-f', 'avi'),
  'MagicYUV in Matroska': made('codec-refused', ...picture('320x240', 25, 2), '-c:v', 'magicyuv', '-f', 'matroska'),
  'PNG pictures as a film': made('codec-refused', ...picture('320x240', 25, 2), '-c:v', 'png', '-f', 'mov'),
  '16,000 × 16,000 pixels': { refused: 'too-many-pixels', write: enlarged },
  'a little more than 4K': made('too-many-pixels', ...picture('4112x2304', 5, 2), ...x264, '-f', 'mp4'),
  '60,000 pictures in six seconds': made('too-many-frames', ...picture('16x16', 10_000, 6), ...x264, '-f', 'mp4'),
  'nine tracks': made(
    'too-many-tracks',
    ...picture('64x48', 5, 2),
    ...Array.from({ length: 9 }, () => ['-map', '0:v']).flat(),
    ...x264,
    '-f',
    'mp4',
  ),
  'two hundred tracks': made(
    'too-many-tracks',
    ...picture('16x16', 2, 1),
    ...Array.from({ length: 200 }, () => ['-map', '0:v']).flat(),
    '-c:v',
    'mpeg4',
    '-threads',
    '1',
    '-f',
    'mp4',
  ),
  'under a second': made('too-short', ...picture('320x240', 25, 0.4), ...x264, '-f', 'mp4'),
  'five hours': made('too-long', ...picture('32x32', '1/60', 18_000), ...x264, '-f', 'mp4'),
  'an MP4 cut in half': changed('broken', (whole) => whole.subarray(0, whole.length / 2)),
  'an MP4 without its last byte': changed('broken', (whole) => whole.subarray(0, whole.length - 1)),
  'an MP4 without its index': changed('broken', (whole) =>
    Buffer.concat([whole.subarray(0, 32), whole.subarray(whole.indexOf('mdat') - 4)]),
  ),
  'an MP4 of noise': changed('broken', (whole) => Buffer.from(whole).fill(0x55, whole.indexOf('mdat') + 4)),
  'noise behind the mark of a film': bytes('broken', '00000018667479706d703432', 50_000),
  'the mark of a film alone': bytes('broken', '00000018667479706d70343200000000', 0),
};

const put = (whole: Buffer, box: string, at: number, write: (place: Buffer) => void): Buffer => {
  const torn = Buffer.from(whole);
  write(torn.subarray(torn.indexOf(box) + 4 + at));
  return torn;
};

/** Films whose index lies. They may be taken or refused, but they must come to an end and leave nothing when refused. */
export const lying: Record<string, (whole: Buffer) => Buffer> = {
  'a length below zero': (whole) => put(whole, 'mvhd', 16, (place) => place.writeUInt32BE(0xffff_fffe)),
  'a track length below zero': (whole) => put(whole, 'mdhd', 16, (place) => place.writeUInt32BE(0x8000_0001)),
  'no ticks in a second': (whole) => put(whole, 'mdhd', 12, (place) => place.writeUInt32BE(0)),
  'an edit list that begins before the film': (whole) => put(whole, 'elst', 12, (place) => place.writeInt32BE(-5)),
  'an edit list with a million edits': (whole) => put(whole, 'elst', 4, (place) => place.writeUInt32BE(1_000_000)),
  'an edit list that plays at no speed': (whole) => put(whole, 'elst', 16, (place) => place.writeUInt32BE(0)),
  'four billion pictures': (whole) => put(whole, 'stsz', 8, (place) => place.writeUInt32BE(0xffff_ffff)),
  'pictures of four gigabytes': (whole) => put(whole, 'stsz', 4, (place) => place.writeUInt32BE(0xffff_fff0)),
  'pieces that lie outside': (whole) => put(whole, 'stco', 8, (place) => place.writeUInt32BE(0xffff_fff0)),
  'a box within itself': (whole) => put(whole, 'trak', -8, (place) => place.writeUInt32BE(0)),
};
