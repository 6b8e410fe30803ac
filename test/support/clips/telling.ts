import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { maxBuffer: 1 << 24 });

/** What is written in a place of the file; no two places say the same. */
const told = (where: string): string => `Privat-${where}-+55.6761+012.5683`;

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25:d=4'];
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=4'];
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25'];

const unit = (first: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 1, first]), body, Buffer.from([0x80])]);
const message = (type: number, body: Buffer): Buffer => unit(6, Buffer.concat([Buffer.from([type, body.length]), body]));
const someId = Buffer.from('086f3693b7b34f2c965321492feee5b8', 'hex');

/** Messages and units with words in them, as cameras put before a picture: user data of both kinds, and units the standard leaves free. */
const beside = Buffer.concat([
  message(5, Buffer.concat([someId, Buffer.from(told('message'))])),
  message(4, Buffer.concat([Buffer.from('b5003147413934', 'hex'), Buffer.from(told('registered'))])),
  unit(12, Buffer.from(told('filler'))),
  unit(30, Buffer.from(told('free-unit'))),
]);

/** A bare H.264 stream with all of that before every keyframe, and what x264 says of itself. */
async function tellingPicture(folder: string): Promise<string> {
  const path = join(folder, 'telling.h264');
  await ffmpeg(...picture, ...x264, '-f', 'h264', path);
  const whole = await readFile(path);
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = whole.indexOf('00000165', 0, 'hex'); at >= 0; at = whole.indexOf('00000165', at + 4, 'hex')) {
    parts.push(whole.subarray(from, at), beside);
    from = at;
  }
  await writeFile(path, Buffer.concat([...parts, whole.subarray(from)]));
  return path;
}

const tags = [
  ...['-metadata', `title=${told('title')}`, '-metadata', `comment=${told('comment')}`, '-metadata', `location=${told('location')}`],
  ...['-metadata', `com.apple.quicktime.location.ISO6709=${told('apple')}`, '-metadata:s:v:0', `handler_name=${told('handler')}`],
];

async function words(folder: string): Promise<{ chapters: string; subtitles: string }> {
  const [chapters, subtitles] = [join(folder, 'chapters.txt'), join(folder, 'telling.srt')];
  await writeFile(chapters, `;FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=${told('chapter')}\n`);
  await writeFile(subtitles, `1\n00:00:00,500 --> 00:00:02,000\n${told('subtitle')}\n`);
  return { chapters, subtitles };
}

const box = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

/** The last text track becomes one of the kind in which action cameras write where they are, and boxes of all sorts follow the film. */
function withTrackAndBoxes(whole: Buffer): Buffer {
  const changed = Buffer.from(whole);
  const handler = Math.max(changed.lastIndexOf('mhlrtext') + 4, changed.lastIndexOf('sbtl'));
  changed.write('meta', handler, 'latin1');
  changed.write('gpmd', changed.indexOf('stsd', handler) + 16, 'latin1');
  const xmp = Buffer.concat([Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), Buffer.from(`<x:xmpmeta>${told('xmp')}</x:xmpmeta>`)]);
  return Buffer.concat([changed, box('uuid', xmp), box('free', Buffer.from(told('free'))), box('skip', Buffer.from(told('skip')))]);
}

const timecode = ['-timecode', '11:22:33:04'];
/** What each film tells besides, and how it is made from the telling picture. */
const films = {
  'a telephone’s mov': { flags: [...timecode, '-movflags', 'use_metadata_tags'], says: ['apple', 'title', 'location', 'comment'] },
  'a camera’s mov': { flags: timecode, says: ['title', 'comment', 'location'] },
  'a telephone’s mp4': { flags: [...timecode, '-metadata', 'location=+55.6761+012.5683/'], says: ['title', 'comment'] },
  'a computer’s mkv': { flags: [], says: ['title', 'comment', 'location', 'chapter', 'subtitle'] },
  'a camcorder’s mts': {
    flags: ['-metadata', `service_name=${told('service')}`, '-metadata', `service_provider=${told('provider')}`],
    says: ['service', 'provider'],
  },
} as const;
export type Telling = keyof typeof films;
export const tellingKinds = Object.keys(films) as Telling[];

const inEvery = ['message', 'registered', 'free-unit'];
const inBoxed = ['chapter', 'subtitle', 'xmp', 'free', 'skip'];

/** Makes a film that tells its place in every way its container knows. Returns its path and everything it says. */
export async function makeTelling(folder: string, kind: Telling): Promise<{ path: string; says: string[] }> {
  const [film, { chapters, subtitles }] = [await tellingPicture(folder), await words(folder)];
  const ending = kind.slice(-3);
  const path = join(folder, `telling.${ending}`);
  const boxed = ending === 'mov' || ending === 'mp4';
  const inputs = ['-r', '25', '-i', film, ...sound, ...(ending === 'mts' ? [] : ['-i', subtitles, '-i', subtitles, '-i', chapters])];
  const mapped =
    ending === 'mts' ? ['-map', '0:v', '-map', '1:a'] : ['-map', '0:v', '-map', '1:a', '-map', '2', '-map', '3', '-map_chapters', '4'];
  const codecs = ['-c:v', 'copy', '-c:a', 'aac', ...(boxed ? ['-c:s', 'mov_text'] : [])];
  await ffmpeg(...inputs, ...mapped, ...codecs, ...tags, ...films[kind].flags, ...(ending === 'mts' ? ['-f', 'mpegts'] : []), path);
  if (boxed) await writeFile(path, withTrackAndBoxes(await readFile(path)));
  return { path, says: [...inEvery, ...films[kind].says, ...(boxed ? inBoxed : [])].map(told) };
}

/** HEVC with the encoder's own words in it. */
export async function makeTellingHevc(folder: string): Promise<string> {
  const path = join(folder, 'telling-hevc.mov');
  await ffmpeg(...picture, ...sound, '-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-c:a', 'aac', ...tags, path);
  return path;
}

/** As camcorders film: keyframes that are begun at by the message beside them. */
export async function makeOpenGroups(folder: string): Promise<string> {
  const path = join(folder, 'open-groups.mp4');
  const groups = ['-x264-params', 'open-gop=1:keyint=50:bframes=3:scenecut=0'];
  await ffmpeg(...['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25:d=8'], ...['-c:v', 'libx264', '-preset', 'veryfast', ...groups], path);
  return path;
}

/** Every picture of the film as a fingerprint, decoded. */
export async function picturesOf(path: string): Promise<string[]> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:v:0', '-f', 'framemd5', '-'], { maxBuffer: 1 << 24 });
  return stdout.split('\n').flatMap((line) => (/^0,/.test(line) ? [line.split(',').at(-1)!.trim()] : []));
}

/** The kinds of units an H.264 film in MP4 holds, by their number (ITU-T H.264 table 7-1). */
export async function unitsOf(path: string): Promise<Set<number>> {
  const args = ['-v', 'error', '-i', path, '-map', '0:v:0', '-c', 'copy', '-bsf:v', 'h264_mp4toannexb', '-f', 'h264', '-'];
  const { stdout } = await run('ffmpeg', args, { maxBuffer: 1 << 28, encoding: 'buffer' });
  const kinds = new Set<number>();
  for (let at = stdout.indexOf('000001', 0, 'hex'); at >= 0; at = stdout.indexOf('000001', at + 3, 'hex')) kinds.add(stdout[at + 3]! & 31);
  return kinds;
}
