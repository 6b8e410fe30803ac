import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { startOf } from '../../src/media/child.js';
import { make } from '../../src/media/ffmpeg.js';
import { makeSteady } from '../../src/media/film.js';
import { endOrphan } from '../../src/media/orphans.js';
import { probe } from '../../src/media/probe.js';
import { clip } from '../support/clips/make-clips.js';
import { Shelf } from '../support/clips/shelf.js';

const shelf = new Shelf();
afterAll(() => shelf.close());

/** Arguments that keep ffmpeg busy far longer than any test waits. */
const slow = ['-vf', 'loop=-1:100:0,scale=1280:720', '-c:v', 'libx264', '-preset', 'veryslow', '-f', 'mp4'];

interface Begun {
  pid: number;
  startedAt: number;
  output: FileHandle;
  ended: Promise<unknown>;
  stop: AbortController;
}

async function begin(): Promise<Begun> {
  const [input, output] = [await shelf.open(await clip('plays.mp4')), await shelf.fresh()];
  const stop = new AbortController();
  return new Promise<Begun>((resolve, reject) => {
    const ended: Promise<unknown> = make({
      ...{ input: input.fd, container: 'mov' as const, args: slow, output: output.fd, timeMs: 60_000, signal: stop.signal },
      onStart: (pid, startedAt) => resolve({ pid, startedAt, output, ended, stop }),
    }).catch((error: unknown) => error);
    ended.then(reject, reject);
  });
}

async function untilWriting(output: FileHandle): Promise<void> {
  while ((await output.stat()).size === 0) await wait(20);
}

/** Every process below this one whose program is the name. */
function toolsBelow(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...toolsBelow(child)]);
}

describe('ending a tool', () => {
  test('an abort ends ffmpeg at once, leaves no output and gives the reason', async () => {
    const { pid, startedAt, output, ended, stop } = await begin();
    expect(startOf(pid)).toBe(startedAt);
    await untilWriting(output);
    const inside = toolsBelow(pid);
    expect(inside.length).toBeGreaterThan(0);
    stop.abort(new Error('the server stops'));
    await expect(ended).resolves.toMatchObject({ message: 'the server stops' });
    expect(startOf(pid)).toBeNull();
    for (let tries = 0; tries < 100 && inside.some((one) => startOf(one) !== null); tries += 1) await wait(20);
    expect(inside.map(startOf)).toEqual(inside.map(() => null));
    expect((await output.stat()).size).toBe(0);
  });

  test('an abort in the midst of a film leaves no output', async () => {
    const stop = new AbortController();
    const [input, output] = [await shelf.open(await clip('large.mp4')), await shelf.fresh()];
    const options = { probe: await probe(input.fd), keyframeGapMs: 1_000, signal: stop.signal };
    const making = makeSteady(input.fd, output.fd, { ...options, onStart: () => stop.abort(new Error('enough')) });
    await expect(making).rejects.toThrow('enough');
    expect((await output.stat()).size).toBe(0);
  });

  test('work that takes too long is ended and refused', async () => {
    const [input, output] = [await shelf.open(await clip('plays.mp4')), await shelf.fresh()];
    const work = { input: input.fd, container: 'mov' as const, args: slow, output: output.fd, timeMs: 700 };
    await expect(make(work)).rejects.toMatchObject({ reason: 'took-too-long' });
    expect((await output.stat()).size).toBe(0);
  });

  test('output beyond its bound is refused', async () => {
    const [input, output] = [await shelf.open(await clip('plays.mp4')), await shelf.fresh()];
    const work = { input: input.fd, container: 'mov' as const, args: ['-c', 'copy', '-f', 'mp4'], output: output.fd, timeMs: 20_000 };
    await expect(make({ ...work, maxBytes: 100_000 })).rejects.toMatchObject({ reason: 'too-big' });
    expect((await output.stat()).size).toBe(0);
  });

  test('a kill from outside is not the film’s fault', async () => {
    const { pid, ended } = await begin();
    process.kill(pid, 'SIGKILL');
    const error = await ended;
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('reason');
  });

  test('a kill at any moment while the sandbox is made leaves nothing that goes on', async () => {
    const begun = performance.now();
    for (let moment = 0; moment < 40; moment += 4)
      await Promise.all(
        [0, 1, 2, 3].map(async (more) => {
          const { pid, ended } = await begin();
          await wait((moment + more) / 2);
          process.kill(pid, 'SIGKILL');
          expect(await ended).not.toHaveProperty('reason');
        }),
      );
    // The work itself would take a minute each time.
    expect(performance.now() - begun).toBeLessThan(25_000);
  });
});

describe('an orphan', () => {
  test('is ended when its start time and name fit', async () => {
    const { pid, startedAt, output, ended } = await begin();
    await untilWriting(output);
    expect(await endOrphan({ pid, startedAt })).toBe('ended');
    expect(startOf(pid)).toBeNull();
    await ended;
    expect(await endOrphan({ pid, startedAt })).toBe('gone');
  });

  test('with another start time it is a stranger and lives on', async () => {
    const { pid, startedAt, output, ended, stop } = await begin();
    await untilWriting(output);
    expect(await endOrphan({ pid, startedAt: startedAt - 1 })).toBe('stranger');
    expect(startOf(pid)).toBe(startedAt);
    stop.abort();
    await ended;
  });

  test('another program with the right number and time is a stranger and lives on', async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const startedAt = startOf(child.pid!)!;
    expect(await endOrphan({ pid: child.pid!, startedAt })).toBe('stranger');
    expect(startOf(child.pid!)).toBe(startedAt);
    child.kill('SIGKILL');
  });

  test.each([0, 1, -1, 1.5, Number.NaN])('the number %p is never killed', async (pid) => {
    expect(await endOrphan({ pid, startedAt: 0 })).toBe('stranger');
  });
});

describe('what a tool may see', () => {
  test('nothing of the server’s environment, and it runs niced in a group of its own', async () => {
    process.env['MEDIA_TEST_SECRET'] = 'canary';
    const { pid, output, ended, stop } = await begin();
    await untilWriting(output);
    const inside = toolsBelow(pid).at(-1)!;
    const environment = readFileSync(`/proc/${inside}/environ`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
    const fieldsOf = (one: number) => readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const [group, niceness] = [fieldsOf(pid)[2], fieldsOf(inside)[16]];
    const command = readFileSync(`/proc/${inside}/cmdline`, 'utf8').split('\0');
    stop.abort();
    await ended;
    delete process.env['MEDIA_TEST_SECRET'];
    expect(environment).not.toContain('canary');
    expect(Number(group)).toBe(pid);
    expect(Number(niceness)).toBeGreaterThanOrEqual(15);
    for (const guard of ['-protocol_whitelist', '-format_whitelist', '-codec_whitelist', '-max_pixels']) {
      expect(command.indexOf(guard)).toBeGreaterThan(0);
      expect(command.indexOf(guard)).toBeLessThan(command.indexOf('-i'));
    }
  });
});
