import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startOf } from '../../src/media/child.js';
import { make } from '../../src/media/ffmpeg.js';
import { makePlayable } from '../../src/media/derive.js';
import { endOrphan } from '../../src/media/orphans.js';
import { probe } from '../../src/media/probe.js';
import { missingTools } from '../../src/media/tools.js';
import { ownFolder } from '../support/clips/folder.js';
import { clip } from '../support/clips/make-clips.js';

let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => (folder = await ownFolder()));
afterAll(() => folder.remove());

/** Arguments that keep ffmpeg busy far longer than any test waits. */
const slow = ['-vf', 'loop=-1:100:0,scale=1280:720', '-c:v', 'libx264', '-preset', 'veryslow', '-f', 'mp4'];

async function begin(
  name: string,
): Promise<{ pid: number; startedAt: number; output: string; ended: Promise<unknown>; stop: AbortController }> {
  const output = join(folder.path, name);
  const stop = new AbortController();
  const path = await clip('plays.mp4');
  return new Promise((resolve, reject) => {
    const ended = make({
      ...{ path, container: 'mov', args: slow, output, timeMs: 60_000, signal: stop.signal },
      onStart: (pid, startedAt) => resolve({ pid, startedAt, output, ended, stop }),
    }).catch((error: unknown) => error);
    ended.then(reject, reject);
  });
}

async function untilWriting(output: string): Promise<void> {
  while (!existsSync(output)) await wait(20);
}

describe('ending a tool', () => {
  test('an abort ends ffmpeg at once, leaves no output and gives the reason', async () => {
    const { pid, startedAt, output, ended, stop } = await begin('aborted.mp4');
    expect(startOf(pid)).toBe(startedAt);
    await untilWriting(output);
    stop.abort(new Error('the server stops'));
    await expect(ended).resolves.toMatchObject({ message: 'the server stops' });
    expect(startOf(pid)).toBeNull();
    expect(existsSync(output)).toBe(false);
  });

  test('an abort in the midst of a playable leaves no output', async () => {
    const stop = new AbortController();
    const input = await clip('large.mp4');
    const output = join(folder.path, 'large.mp4');
    const options = { probe: await probe(input), signal: stop.signal, onStart: () => stop.abort(new Error('enough')) };
    await expect(makePlayable(input, output, options)).rejects.toThrow('enough');
    expect(existsSync(output)).toBe(false);
  });

  test('work that takes too long is ended and refused', async () => {
    const output = join(folder.path, 'late.mp4');
    const work = { path: await clip('plays.mp4'), container: 'mov' as const, args: slow, output, timeMs: 700 };
    await expect(make(work)).rejects.toMatchObject({ reason: 'took-too-long' });
    expect(existsSync(output)).toBe(false);
  });

  test('a kill from outside is not the film’s fault', async () => {
    const { pid, ended } = await begin('killed.mp4');
    process.kill(pid, 'SIGKILL');
    const error = await ended;
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('reason');
  });

  test('a place that cannot be written to is not the film’s fault, and its path is not told', async () => {
    const output = join(folder.path, 'no-such-folder', 'out.mp4');
    const work = { path: await clip('plays.mp4'), container: 'mov' as const, args: ['-c', 'copy', '-f', 'mp4'], output, timeMs: 10_000 };
    const error: unknown = await make(work).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('reason');
    expect(String(error)).not.toContain(folder.path);
  });
});

describe('an orphan', () => {
  test('is ended when its start time and name fit', async () => {
    const { pid, startedAt, output, ended } = await begin('orphan.mp4');
    await untilWriting(output);
    expect(await endOrphan({ pid, startedAt })).toBe('ended');
    expect(startOf(pid)).toBeNull();
    await ended;
    expect(await endOrphan({ pid, startedAt })).toBe('gone');
  });

  test('with another start time it is a stranger and lives on', async () => {
    const { pid, startedAt, output, ended, stop } = await begin('stranger.mp4');
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
    const { pid, output, ended, stop } = await begin('environment.mp4');
    await untilWriting(output);
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    stop.abort();
    await ended;
    delete process.env['MEDIA_TEST_SECRET'];
    expect(environment).not.toContain('canary');
    expect(Number(stat[2])).toBe(pid);
    expect(Number(stat[16])).toBeGreaterThanOrEqual(15);
    for (const guard of ['-protocol_whitelist', '-format_whitelist', '-codec_whitelist', '-max_pixels']) {
      expect(command.indexOf(guard)).toBeGreaterThan(0);
      expect(command.indexOf(guard)).toBeLessThan(command.indexOf('-i'));
    }
  });

  test('a name with spaces and signs of the shell is one name', async () => {
    const odd = join(folder.path, 'a b $(touch x) %d -y.mp4');
    await copyFile(await clip('plays.mp4'), odd);
    const output = join(folder.path, 'odd out %d.mp4');
    expect(await makePlayable(odd, output, { probe: await probe(odd) })).toMatchObject({ pictureKept: true });
    expect(existsSync(output)).toBe(true);
  });

  test('every tool this room needs is here', async () => {
    expect(await missingTools()).toEqual([]);
  });
});
