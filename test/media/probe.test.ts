import { describe, expect, test } from '@jest/globals';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askProbe } from '../../src/media/ffprobe.js';
import { type Probe, probe } from '../../src/media/probe.js';
import { type MediaRefusal, MediaRefused } from '../../src/media/refusal.js';
import { type Clip, clip, openClip } from '../support/clips/make-clips.js';

async function probeFile(path: string): Promise<Probe> {
  const film = await open(path, 'r');
  try {
    return await probe(film.fd);
  } finally {
    await film.close();
  }
}

const probeClip = async (name: Clip): Promise<Probe> => probeFile(await clip(name));

async function refusalOf(path: string): Promise<MediaRefusal | null> {
  try {
    await probeFile(path);
    return null;
  } catch (error) {
    if (error instanceof MediaRefused) return error.reason;
    throw error;
  }
}

describe('what a film is', () => {
  test('an ordinary film is measured', async () => {
    const found = await probeClip('plays.mp4');
    expect(found.container).toBe('mov');
    expect(found.durationMs).toBeGreaterThan(5_900);
    expect(found.durationMs).toBeLessThan(6_200);
    expect(found.video).toMatchObject({ codec: 'h264', width: 640, height: 360, rotation: 0, fps: 25, pixelFormat: 'yuv420p' });
    expect(found.audio).toMatchObject({ codec: 'aac', channels: 1 });
    expect(found.tracks).toBe(2);
  });

  test('a phone held upright is known by its rotation', async () => {
    const { video } = await probeClip('upright.mp4');
    expect(video).toMatchObject({ codec: 'hevc', width: 640, height: 360 });
    expect([90, 270]).toContain(video?.rotation);
  });

  test('a recording by a browser carries no length and is measured by its packets', async () => {
    const found = await probeClip('browser.webm');
    expect(found.container).toBe('matroska');
    expect(found.durationMs).toBeGreaterThan(2_700);
    expect(found.durationMs).toBeLessThan(3_200);
  });

  test.each<[Clip, string, string]>([
    ['sound.m4a', 'mov', 'aac'],
    ['sound.mp3', 'mp3', 'mp3'],
  ])('%s is sound without picture', async (name, container, codec) => {
    expect(await probeClip(name)).toMatchObject({ container, video: null, audio: { codec } });
  });

  test('a camcorder film with interlaced pictures is known as such', async () => {
    expect(await probeClip('camera.mts')).toMatchObject({
      container: 'mpegts',
      video: { codec: 'mpeg2video', interlaced: true },
      audio: { codec: 'ac3' },
    });
  });
});

describe('what is refused', () => {
  test.each<[Clip, MediaRefusal]>([
    ['empty.mp4', 'empty'],
    ['text.mp4', 'not-a-film'],
    ['no-end.mp4', 'broken'],
    ['playlist.mp4', 'container-refused'],
    ['concat.mp4', 'container-refused'],
    ['flash.flv', 'container-refused'],
    ['magic.avi', 'codec-refused'],
    ['short.mp4', 'too-short'],
    ['tracks.mp4', 'too-many-tracks'],
  ])('%s: %s', async (name, reason) => {
    expect(await refusalOf(await clip(name))).toBe(reason);
  });

  test.each<Clip>(['playlist.mp4', 'concat.mp4'])('even without the look at its first bytes, %s opens no neighbour', async (name) => {
    const lines: string[] = [];
    const film = await openClip(name);
    const asked = {
      input: film.fd,
      args: ['-show_entries', 'format=duration', '-of', 'csv=p=0'],
      timeMs: 10_000,
      onLine: (line: string) => lines.push(line) > 0,
    };
    for (const container of ['mov', 'mpegts'] as const) expect((await askProbe({ ...asked, container })).exit).not.toBe(0);
    await film.close();
    expect(lines.filter((line) => line.trim() !== '')).toEqual([]);
  });

  test('random bytes behind the mark of a film are broken, not a crash', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polyfoni-probe-'));
    const path = join(folder, 'film');
    await writeFile(path, Buffer.concat([Buffer.from('00000018667479706d703432', 'hex'), Buffer.alloc(5_000, 7)]));
    expect(await refusalOf(path)).toBe('broken');
    await rm(folder, { recursive: true });
  });

  test('an ended wait ends the probe with its reason', async () => {
    const film = await openClip('plays.mp4');
    await expect(probe(film.fd, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
    await film.close();
  });

  test('a probe that takes too long is ended', async () => {
    const film = await openClip('plays.mp4');
    const asked = { input: film.fd, container: 'mov' as const, args: ['-show_packets'], timeMs: 0, onLine: () => true };
    await expect(askProbe(asked)).rejects.toMatchObject({ reason: 'took-too-long' });
    await film.close();
  });
});
