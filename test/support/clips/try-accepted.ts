import { expect } from '@jest/globals';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filmFor, type RecordingFile } from '../../../src/store/recording-file.js';
import { recordings } from '../../../src/store/tables.js';
import { startWork } from '../../../src/worker.js';
import type { TestApp } from '../app.js';
import { buildUploaded } from '../build/uploaded.js';
import type { Accepted } from './accepted.js';
import { makeAccepted, onsetsIn, toldIn } from './make-accepted.js';
import type { Screen, Seen } from './screen.js';

/** Sound this far from its picture is not noticed (ITU-R BT.1359: 45 ms early to 125 ms late). */
const inStepMs = 80;

/** Takes the film through the whole house, and shows in Chromium what the house made for others: the quick copy, where there is one, and the steady version. */
export async function takeThrough(test: TestApp, screen: Screen, folder: string, name: string, film: Accepted): Promise<void> {
  const source = await makeAccepted(folder, name, film);
  const { id } = await buildUploaded(test, source, { leaderId: screen.leaderId });
  await startWork(test.house, 0).drain();
  const row = await test.db.find(recordings, { id });
  expect([row?.processing, row?.refusal]).toEqual(['ready', null]);
  const files = await filmFor(test.db, id);
  expect(row?.playableKey).toBe(files?.steady?.key);
  const picture = film.picture === null ? null : expect.any(Number);
  expect(files?.steady).toMatchObject(film.picture ?? { width: picture, height: picture });
  expect([files?.poster, files?.sprite].map((file) => file !== null)).toEqual([film.picture !== null, film.picture !== null]);
  expect([files?.peaks, files?.silence].map((file) => file !== null)).toEqual([film.sound !== false, film.sound !== false]);
  for (const kind of ['remux', 'steady'] as const)
    if (files?.[kind]) {
      await requireGood(test, join(folder, `${id}.${kind}.mp4`), files[kind].key, film);
      await requireShown(screen, id, files[kind], film);
    }
}

const isDark = (light: number): boolean => light < 60;
const isBright = (light: number): boolean => light > 195;

/** Chromium plays it: upright, painted, with its sound, and flash and beep together. */
async function requireShown(screen: Screen, id: number, { kind, key }: RecordingFile, film: Accepted): Promise<void> {
  const [picture, sound, brief] = [film.picture !== null, film.sound !== false, (film.seconds ?? 0) > 100];
  const play = () => screen.show(id, key, { picture, sound, brief, stepMs: inStepMs });
  const first = await play();
  // A busy machine skips pictures while it plays, the flash among them: then it plays once more.
  const seen = picture && !brief && !first.painted.some(isBright) ? await play() : first;
  expect({ kind, error: seen.error }).toEqual({ kind, error: null });
  expect(seen.played[1] - seen.played[0]).toBeGreaterThan(0.4);
  expect(seen.soundBytes > 0).toBe(sound);
  if (film.seconds !== 0) expect(Math.abs(seen.duration - (film.seconds ?? 3))).toBeLessThan(1.1);
  if (film.picture) expect(seen.width / seen.height).toBeCloseTo(film.picture.width / film.picture.height, 1);
  if (film.picture && kind === 'steady') expect([seen.width, seen.height]).toEqual([film.picture.width, film.picture.height]);
  if (!picture) expect(seen.width).toBe(0);
  if (brief) return;
  if (sound) expect(Math.abs((seen.beep ?? 0) * 1_000 - 1_000)).toBeLessThan(inStepMs);
  if (picture) requireInStep(seen);
}

/** The picture turns white while it plays, and at the sound, as told by where one jumps to just before and after. */
function requireInStep({ painted, sought, beep }: Seen): void {
  expect(painted.some(isBright)).toBe(true);
  const dark = sought.filter(({ light }) => isDark(light)).map(({ at }) => at);
  const bright = sought.filter(({ light }) => isBright(light)).map(({ at }) => at);
  expect([dark.length > 0, bright.length > 0]).toEqual([true, true]);
  const begin = beep ?? 1;
  expect(Math.min(...bright)).toBeGreaterThanOrEqual(begin - inStepMs / 1_000);
  expect(Math.max(...dark)).toBeLessThanOrEqual(begin + inStepMs / 1_000);
}

async function requireGood({ house }: TestApp, path: string, key: string, film: Accepted): Promise<void> {
  const size = await house.media.blobs.size(key);
  await pipeline(house.media.blobs.readRange(key, 0, size! - 1), createWriteStream(path));
  const told = await toldIn(path);
  expect(told).not.toMatch(/Privat|55\.67|quicktime\.|Lavf|creation_time|subtitle/);
  const { streams, format } = JSON.parse(told) as { streams: { codec_type: string; codec_name: string }[]; format: { duration: string } };
  const kinds = [...(film.picture === null ? [] : ['video:h264']), ...(film.sound === false ? [] : ['audio:aac'])];
  expect(streams.map((one) => `${one.codec_type}:${one.codec_name}`)).toEqual(kinds);
  if (film.seconds !== 0) expect(Math.abs(Number(format.duration) - (film.seconds ?? 3))).toBeLessThan(1.1);
  if (film.seconds !== undefined && film.seconds > 100) return;
  const { flash, beep } = await onsetsIn(path);
  if (film.picture !== null) expect(Math.abs((flash ?? 0) - 1_000)).toBeLessThan(inStepMs);
  if (film.sound !== false) expect(Math.abs((beep ?? 0) - 1_000)).toBeLessThan(inStepMs);
  if (flash !== null && beep !== null) expect(Math.abs(flash - beep)).toBeLessThan(inStepMs);
}
