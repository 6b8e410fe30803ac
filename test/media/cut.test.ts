import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { makeCut, makeCutAnew } from '../../src/media/cut.js';
import { probe } from '../../src/media/probe.js';
import { ownFolder } from '../support/clips/folder.js';
import { loudnessIn, make, numbered, numberedPicture, numberedSound, numbersIn, timesIn } from '../support/clips/numbered.js';
import { pathOf, Shelf } from '../support/clips/shelf.js';

const shelf = new Shelf();
let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => {
  folder = await ownFolder();
});
afterAll(async () => {
  await shelf.close();
  await folder.remove();
});

const { fromMs, toMs, fps, beepMs } = numbered;
const firstNumber = Math.ceil((fromMs / 1000) * fps);
const lastNumber = Math.ceil((toMs / 1000) * fps) - 1;

const h264 = (more = ''): string[] => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '3', '-g', '50', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
  ...(more ? ['-x264-params', more] : []),
];
const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-tag:v', 'hvc1', '-x265-params'];
const aac = ['-c:a', 'aac', '-b:a', '64k'];
const both = [...numberedPicture, ...numberedSound];

/** By the container it comes in. `exact`: the beginning of what is kept is the mark itself, not a keyframe after it. */
const films: Record<string, { args: string[]; ending: string }> = {
  'H.264 with pictures out of order': { args: [...both, ...h264(), ...aac], ending: 'mp4' },
  'H.264 whose groups lean on each other': { args: [...both, ...h264('open-gop=1'), ...aac], ending: 'mp4' },
  'a fragmented MP4': { args: [...both, ...h264(), ...aac, '-movflags', 'frag_keyframe+empty_moov'], ending: 'mp4' },
  'a telephone’s HEVC': { args: [...both, ...hevc, 'keyint=50:open-gop=1:bframes=4:log-level=error', ...aac], ending: 'mov' },
  Matroska: { args: [...both, ...h264('open-gop=1'), ...aac], ending: 'mkv' },
  'Matroska with Opus': { args: [...both, ...h264(), '-c:a', 'libopus'], ending: 'mkv' },
  'a browser’s WebM without length': {
    args: [...both, '-c:v', 'libvpx', '-deadline', 'realtime', '-g', '50', '-c:a', 'libopus', '-f', 'webm', '-live', '1'],
    ending: 'webm',
  },
  'MPEG-TS': { args: [...both, ...h264('open-gop=1'), ...aac], ending: 'ts' },
  'MPEG-TS with MP3': { args: [...both, ...h264(), '-c:a', 'libmp3lame'], ending: 'ts' },
  'PCM beside ProRes': { args: [...both, '-c:v', 'prores_ks', '-profile:v', '0', '-c:a', 'pcm_s16le'], ending: 'mov' },
  'no sound': { args: [...numberedPicture, ...h264()], ending: 'mp4' },
};

async function film(name: string, { args, ending }: { args: readonly string[]; ending: string }) {
  const path = join(folder.path, `${name.replaceAll(/\W/g, '-')}.${ending}`);
  await make([...args, path]);
  const input = await shelf.open(path);
  return { input, output: await shelf.fresh(), found: await probe(input.fd) };
}

async function requireWithin(output: FileHandle, from = firstNumber, to = lastNumber): Promise<number[]> {
  const { container } = await probe(output.fd);
  const stored = await numbersIn(pathOf(output), container === 'mov');
  expect(stored.length).toBeGreaterThan(0);
  expect(Math.min(...stored)).toBeGreaterThanOrEqual(from);
  expect(Math.max(...stored)).toBeLessThanOrEqual(to);
  expect(stored).toEqual(Array.from(stored, (_, n) => stored[0]! + n));
  return stored;
}

/** What is heard outside the marks is loud: nothing of it is left, hidden or not. */
async function requireSilence(output: FileHandle): Promise<void> {
  const { container, audio } = await probe(output.fd);
  if (!audio) return;
  const loud = (await loudnessIn(pathOf(output), container === 'mov')).map((peak, n) => ({ peak, n })).filter(({ peak }) => peak > 0.02);
  expect(loud.length).toBeGreaterThan(90);
  expect(loud.length).toBeLessThan(110);
  expect(loud.at(-1)!.n - loud[0]!.n).toBeLessThan(110);
}

async function requireInStep(output: FileHandle): Promise<void> {
  const { video, audio } = await probe(output.fd);
  if (!audio || !video) return;
  const [numbers, times, loudness] = [
    await numbersIn(pathOf(output), false),
    await timesIn(pathOf(output)),
    await loudnessIn(pathOf(output), false),
  ];
  const shown = times[numbers.indexOf((beepMs / 1000) * fps)]!;
  const heard = loudness.findIndex((peak) => peak > 0.2) * 10;
  expect(Math.abs(heard - shown)).toBeLessThan(80);
}

describe('a cut by copy', () => {
  test.each(Object.entries(films))(
    'of %s holds nothing outside the marks, not even hidden, and stays in step',
    async (name, given) => {
      const { input, output, found } = await film(name, given);
      const cut = await makeCut(input.fd, output.fd, { fromMs, toMs }, { probe: found });
      expect(cut).not.toBeNull();
      const kept = await requireWithin(output);
      expect(kept[0]! - firstNumber).toBeLessThan(50);
      expect(lastNumber - kept.at(-1)!).toBeLessThan(12);
      await requireSilence(output);
      await requireInStep(output);
      const made = await probe(output.fd);
      expect(cut!.startMs).toBeGreaterThanOrEqual(fromMs);
      expect(Math.abs(cut!.startMs - (kept[0]! / fps) * 1000)).toBeLessThan(125);
      expect(Math.abs(found.durationMs - cut!.startMs - cut!.endMs - made.durationMs)).toBeLessThan(200);
    },
    60_000,
  );

  test('of sound alone', async () => {
    for (const [ending, args] of [
      ['m4a', aac],
      ['mp3', ['-c:a', 'libmp3lame']],
      ['wav', []],
      ['ogg', ['-c:a', 'libopus']],
    ] as const) {
      const { input, output, found } = await film(`sound-${ending}`, { args: [...numberedSound, ...args], ending });
      const cut = await makeCut(input.fd, output.fd, { fromMs, toMs }, { probe: found });
      expect(cut).not.toBeNull();
      await requireSilence(output);
      const made = await probe(output.fd);
      expect(made.durationMs).toBeLessThanOrEqual(toMs - fromMs + 10);
      expect(made.durationMs).toBeGreaterThan(toMs - fromMs - 800);
    }
  }, 60_000);

  test('with one mark only keeps the other end whole', async () => {
    const whole = numbered.seconds * fps - 1;
    const one = await film('one-mark', films['H.264 with pictures out of order']!);
    expect((await makeCut(one.input.fd, one.output.fd, { fromMs, toMs: null }, { probe: one.found }))?.endMs).toBe(0);
    expect((await requireWithin(one.output, firstNumber, whole)).at(-1)).toBe(whole);
    const other = { ...one, output: await shelf.fresh() };
    expect((await makeCut(other.input.fd, other.output.fd, { fromMs: null, toMs }, { probe: one.found }))?.startMs).toBe(0);
    expect((await requireWithin(other.output, 0, lastNumber))[0]).toBe(0);
  }, 60_000);

  test('keeps the mark that turns the picture', async () => {
    const upright = join(folder.path, 'upright.mov');
    await film('lying', films['a telephone’s HEVC']!);
    await make(['-i', join(folder.path, 'lying.mov'), '-c', 'copy', '-metadata:s:v', 'rotate=90', upright]);
    const input = await shelf.open(upright);
    const [output, found] = [await shelf.fresh(), await probe(input.fd)];
    expect(found.video?.rotation).toBe(270);
    expect(await makeCut(input.fd, output.fd, { fromMs, toMs }, { probe: found })).not.toBeNull();
    expect((await probe(output.fd)).video?.rotation).toBe(270);
  }, 60_000);

  test('is not made where no keyframe comes within ten seconds, nor where times are not to be trusted', async () => {
    const far = await film('far', { args: [...both, ...h264(), '-g', '5000', ...aac], ending: 'mp4' });
    expect(await makeCut(far.input.fd, far.output.fd, { fromMs, toMs }, { probe: far.found })).toBeNull();
    const avi = await film('avi', { args: [...both, '-c:v', 'mpeg4', '-c:a', 'libmp3lame'], ending: 'avi' });
    expect(await makeCut(avi.input.fd, avi.output.fd, { fromMs, toMs }, { probe: avi.found })).toBeNull();
  }, 60_000);
});

describe('a cut made anew', () => {
  // The clocks of AVI and MPEG-TS can be a picture or two off: these keep a fifth of a second from the marks.
  test.each([
    ['a picture that is never whole again', { args: [...both, ...h264(), '-g', '5000', ...aac], ending: 'mp4' }, [0, 0]],
    ['AVI', { args: [...both, '-c:v', 'mpeg4', '-c:a', 'libmp3lame'], ending: 'avi' }, [4, 5]],
    ['MPEG-TS', { args: [...both, ...h264(), '-g', '5000', ...aac], ending: 'ts' }, [4, 5]],
  ] as const)(
    'of %s begins and ends at the marks',
    async (name, given, [late, early]) => {
      const { input, output, found } = await film(`anew-${name}`, given);
      const cut = await makeCutAnew(input.fd, output.fd, { fromMs, toMs }, { probe: found });
      const kept = await requireWithin(output, firstNumber + late, lastNumber - early);
      expect(kept[0]! - firstNumber - late).toBeLessThanOrEqual(2);
      expect(lastNumber - early - kept.at(-1)!).toBeLessThanOrEqual(2);
      await requireSilence(output);
      await requireInStep(output);
      expect(cut.startMs - fromMs).toBeLessThanOrEqual(200);
      expect(Math.abs((await probe(output.fd)).durationMs - (toMs - fromMs))).toBeLessThan(450);
    },
    60_000,
  );
});
