import { readAt } from './files.js';
import type { Container } from './limits.js';
import { MediaRefused } from './refusal.js';

type Test = (head: Buffer) => boolean;

const text = (at: number, ...words: string[]): Test => {
  return (head) => words.some((word) => head.toString('latin1', at, at + word.length) === word);
};
const bytes = (hex: string): Test => {
  const wanted = Buffer.from(hex, 'hex');
  return (head) => head.subarray(0, wanted.length).equals(wanted);
};
const packetsFrom = (first: number, apart: number): Test => {
  return (head) => [0, 1, 2].every((n) => head[first + n * apart] === 0x47);
};
const both = (a: Test, b: Test): Test => {
  return (head) => a(head) && b(head);
};

const taken: readonly [Test, Container][] = [
  [text(4, 'ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'), 'mov'],
  [bytes('1a45dfa3'), 'matroska'],
  [both(text(0, 'RIFF'), text(8, 'AVI ')), 'avi'],
  [both(text(0, 'RIFF'), text(8, 'WAVE')), 'wav'],
  [packetsFrom(0, 188), 'mpegts'],
  [packetsFrom(4, 192), 'mpegts'],
  [text(0, 'OggS'), 'ogg'],
  [text(0, 'ID3'), 'mp3'],
  [isLayer3, 'mp3'],
];

const known: readonly Test[] = [
  text(0, 'FLV', 'fLaC', '.RMF', '#EXTM3U', 'ffconcat', '<MPD'),
  bytes('3026b2758e66cf11'), // Windows Media
  bytes('000001ba'), // MPEG programme stream
  bytes('060e2b34'), // MXF
];

function isLayer3(head: Buffer): boolean {
  const [sync = 0, version = 0, rate = 0] = head;
  const bitrate = rate >> 4;
  return sync === 0xff && (version & 0xe6) === 0xe2 && bitrate > 0 && bitrate < 15 && (rate & 0x0c) !== 0x0c;
}

/**
 * Reads the first bytes and says which container they begin; the file's name is never asked.
 * The tools are told this answer, so that they do not guess on their own: guessing is how a playlist named .mp4 opens its neighbours.
 * Throws `MediaRefused`: empty, container-refused, not-a-film.
 */
export async function readSignature(input: number): Promise<Container> {
  const head = await readAt(input, 0, 1024);
  if (head.length === 0) throw new MediaRefused('empty');
  const match = taken.find(([test]) => test(head));
  if (match) return match[1];
  throw new MediaRefused(known.some((test) => test(head)) ? 'container-refused' : 'not-a-film');
}
