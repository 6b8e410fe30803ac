import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { clamd } from '../../src/media/scanner.js';
import { ownFolder } from '../support/clips/folder.js';
import { clip } from '../support/clips/make-clips.js';
import { Shelf } from '../support/clips/shelf.js';

const shelf = new Shelf();
let folder: Awaited<ReturnType<typeof ownFolder>>;
let server: Server;
let heard: Buffer;
let answer: string;
const socketPath = (): string => join(folder.path, 'clamd.ctl');

/** Speaks as ClamAV's manual page writes it: `zPING`, and `zINSTREAM` with pieces behind their length until an empty one. */
beforeAll(async () => {
  folder = await ownFolder();
  server = createServer((socket) => {
    let all = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      all = Buffer.concat([all, piece]);
      const end = all.indexOf(0);
      if (all.toString('latin1', 0, end) === 'zPING') socket.end('PONG\0');
      else if (all.toString('latin1', 0, end) === 'zINSTREAM' && wholeStream(all.subarray(end + 1))) socket.end(`${answer}\0`);
    });
  }).listen(socketPath());
  await new Promise((ready) => server.once('listening', ready));
});
beforeEach(() => {
  heard = Buffer.alloc(0);
});
afterAll(async () => {
  await shelf.close();
  await new Promise((done) => server.close(done));
  await folder.remove();
});

function wholeStream(rest: Buffer): boolean {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 4 <= rest.length;) {
    const length = rest.readUInt32BE(at);
    if (length === 0) {
      heard = Buffer.concat(pieces);
      return true;
    }
    pieces.push(rest.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return false;
}

const film = async () => (await shelf.open(await clip('plays.mp4'))).fd;

describe('the virus scanner', () => {
  test('hears every byte of the film and nothing else', async () => {
    answer = 'stream: OK';
    await clamd(socketPath()).scan(await film());
    expect(heard.equals(await readFile(await clip('plays.mp4')))).toBe(true);
  });

  test('what it finds is refused, by the name it gives', async () => {
    answer = 'stream: Win.Test.EICAR_HDB-1 FOUND';
    await expect(clamd(socketPath()).scan(await film())).rejects.toMatchObject({ reason: 'infected', detail: 'Win.Test.EICAR_HDB-1' });
  });

  test('a film it will not take whole is refused, not waved through', async () => {
    answer = 'INSTREAM size limit exceeded. ERROR';
    await expect(clamd(socketPath()).scan(await film())).rejects.toMatchObject({ reason: 'not-scanned' });
  });

  test.each(['', 'stream: Access denied. ERROR'])('the answer %p is no verdict: the film waits', async (said) => {
    answer = said;
    await expect(clamd(socketPath()).scan(await film())).rejects.toMatchObject({ name: 'ScannerAway' });
  });

  test('it is known whether it answers', async () => {
    expect(await clamd(socketPath()).answers()).toBe(true);
    expect(await clamd(join(folder.path, 'nobody')).answers()).toBe(false);
    await expect(clamd(join(folder.path, 'nobody')).scan(await film())).rejects.toMatchObject({ name: 'ScannerAway' });
  });

  test('an ended wait ends the scan with its reason', async () => {
    const stopped = { signal: AbortSignal.abort(new Error('stopped')) };
    await expect(clamd(socketPath()).scan(await film(), stopped)).rejects.toThrow('stopped');
  });
});
