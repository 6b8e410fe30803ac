import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FileHandle } from 'node:fs/promises';
import { makeRemux, makeSteady } from '../../src/media/film.js';
import { playsFromKeyframes } from '../../src/media/keyframes.js';
import { makePoster, makeSprite } from '../../src/media/pictures.js';
import { probe } from '../../src/media/probe.js';
import { ownFolder } from '../support/clips/folder.js';
import { contentOf, pathOf, Shelf } from '../support/clips/shelf.js';
import { makeOpenGroups, makeTelling, makeTellingHevc, picturesOf, tellingKinds, unitsOf } from '../support/clips/telling.js';

const shelf = new Shelf();
let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => {
  folder = await ownFolder();
});
afterAll(async () => {
  await shelf.close();
  await folder.remove();
});

/** Slices, parameter sets and delimiters: what a picture is drawn from. */
const drawnFrom = [1, 2, 3, 4, 5, 7, 8, 9];
const anyPlace = /Privat|55\.6761|x264 - core|x265 \(build|loci|\xa9xyz|uuid|gpmd|tmcd/;

async function requireUntold(file: FileHandle): Promise<void> {
  expect(anyPlace.exec((await contentOf(file)).toString('latin1'))).toBeNull();
}

describe.each(tellingKinds)('a film that tells its place in every way %s can', (kind) => {
  let input: FileHandle;
  let says: string[];
  beforeAll(async () => {
    const made = await makeTelling(folder.path, kind);
    [input, says] = [await shelf.open(made.path), made.says];
  });

  test('says all of it as it came', async () => {
    const whole = await contentOf(input);
    expect(says.filter((words) => !whole.includes(words))).toEqual([]);
    expect(whole.includes('x264 - core')).toBe(true);
  });

  test('says nothing of it in the copy others get, and every picture is the same to the last bit', async () => {
    const output = await shelf.fresh();
    expect(await makeRemux(input.fd, output.fd, { probe: await probe(input.fd) })).toMatchObject({ pictureKept: true });
    await requireUntold(output);
    expect([...(await unitsOf(pathOf(output)))].filter((unit) => !drawnFrom.includes(unit))).toEqual([]);
    const pictures = await picturesOf(pathOf(output));
    expect(pictures).toHaveLength(100);
    expect(pictures).toEqual(await picturesOf(pathOf(input)));
  });

  test('nor in the steady version, with the picture kept or made anew, nor in poster and picture strip', async () => {
    const found = await probe(input.fd);
    for (const [keyframeGapMs, pictureKept] of [
      [1_000, true],
      [Infinity, false],
    ] as const) {
      const output = await shelf.fresh();
      expect(await makeSteady(input.fd, output.fd, { probe: found, keyframeGapMs })).toMatchObject({ pictureKept });
      await requireUntold(output);
      expect([...(await unitsOf(pathOf(output)))].filter((unit) => !drawnFrom.includes(unit))).toEqual([]);
      if (pictureKept) expect(await picturesOf(pathOf(output))).toEqual(await picturesOf(pathOf(input)));
    }
    const [poster, sprite] = [await shelf.fresh(), await shelf.fresh()];
    await makePoster(input.fd, poster.fd, { probe: found, atMs: 1_000 });
    await makeSprite(input.fd, sprite.fd, { probe: found });
    for (const file of [poster, sprite]) await requireUntold(file);
  });
});

test('words inside HEVC do not follow into what is made of it', async () => {
  const [input, output] = [await shelf.open(await makeTellingHevc(folder.path)), await shelf.fresh()];
  expect((await contentOf(input)).includes('x265 (build')).toBe(true);
  await makeSteady(input.fd, output.fd, { probe: await probe(input.fd), keyframeGapMs: 1_000 });
  await requireUntold(output);
  expect([...(await unitsOf(pathOf(output)))].filter((unit) => !drawnFrom.includes(unit))).toEqual([]);
});

test('a camcorder’s open groups, which need their messages to be begun at, are made anew', async () => {
  const [input, output] = [await shelf.open(await makeOpenGroups(folder.path)), await shelf.fresh()];
  const found = await probe(input.fd);
  expect(await makeRemux(input.fd, output.fd, { probe: found })).toBeNull();
  expect(await makeSteady(input.fd, output.fd, { probe: found, keyframeGapMs: 2_000 })).toMatchObject({ pictureKept: false });
  expect(await playsFromKeyframes(output.fd, 0, {})).toBe(true);
});
