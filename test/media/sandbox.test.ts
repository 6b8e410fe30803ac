import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { confinement, startOf } from '../../src/media/child.js';
import { boxed, remembered, type SandboxState, trySandbox } from '../../src/media/sandbox.js';
import { ownFolder } from '../support/clips/folder.js';
import { Shelf } from '../support/clips/shelf.js';

const shelf = new Shelf();
afterAll(() => shelf.close());

const bounds = { seconds: 10, bytes: 1024 ** 2 };

/** What a shell inside says. Extra descriptors are handed in from 3 on. */
function inside(script: string, descriptors: number[] = [], limits = bounds) {
  const [first, ...box] = boxed(limits);
  const child = spawnSync(first, [...box, 'sh', '-c', script], { ...confinement, stdio: ['ignore', 'pipe', 'pipe', ...descriptors] });
  return { exit: child.status, said: child.stdout.toString(), complained: child.stderr.toString() };
}

describe('inside the sandbox', () => {
  test('it can be started here', async () => {
    expect(await trySandbox()).toEqual({ ok: true });
  });

  test('there is no file of this machine but programs and libraries', async () => {
    const folder = await ownFolder();
    const mine = join(folder.path, 'neighbour');
    const tries = [mine, '/etc/passwd', '/root', '/home', '/var', '/proc/1/environ/x', import.meta.dirname];
    for (const path of tries) expect(inside(`cat '${path}' || ls '${path}'`).exit).not.toBe(0);
    expect(
      inside('ls /')
        .said.trim()
        .split(/\s+/)
        .filter((name) => !/^lib(?:32|64|x32)?$/.test(name)),
    ).toEqual([...['dev', 'etc', 'proc', 'tmp', 'usr']]);
    expect(inside('ls /etc').said.trim().split(/\s+/)).toEqual(['alternatives', 'ld.so.cache']);
    await folder.remove();
  });

  test('nothing can be written but a megabyte that is gone with the process', () => {
    for (const path of ['/x', '/usr/x', '/dev/x', '/etc/x']) expect(inside(`echo x > ${path}`).exit).not.toBe(0);
    expect(inside('head -c 900000 /dev/zero > /tmp/x && stat -c %s /tmp/x').said.trim()).toBe('900000');
    expect(inside('head -c 5000000 /dev/zero > /tmp/x').exit).not.toBe(0);
  });

  test('there is no network, not even to this machine', async () => {
    let visits = 0;
    const canary = createServer(() => (visits += 1)).listen(0, '127.0.0.1');
    await new Promise((ready) => canary.once('listening', ready));
    const { port } = canary.address() as AddressInfo;
    const child = spawn('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`]);
    await new Promise((done) => child.once('close', done));
    expect(visits).toBe(1);
    const [first, ...box] = boxed(bounds);
    const boxedChild = spawn(first, [...box, 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`], confinement);
    expect(await new Promise((done) => boxedChild.once('close', done))).not.toBe(0);
    expect(visits).toBe(1);
    await new Promise((done) => canary.close(done));
  });

  test('there is no environment and no right', () => {
    process.env['SANDBOX_TEST_SECRET'] = 'canary';
    const { said } = inside('env; cat /proc/self/status');
    delete process.env['SANDBOX_TEST_SECRET'];
    expect(said).not.toContain('canary');
    expect(said).toMatch(/CapEff:\s+0{16}/);
    expect(said).toMatch(/CapBnd:\s+0{16}/);
  });

  test('nothing of another process can be read: not its environment, memory, files, folder or root', () => {
    for (const part of ['environ', 'maps', 'mem', 'io', 'fd/0', 'cwd/package.json', 'root/etc/passwd']) {
      const { exit, said } = inside(`head -c 1 /proc/${process.pid}/${part}`);
      expect([part, exit === 0, said]).toEqual([part, false, '']);
    }
    for (const part of ['cwd/', 'root/']) expect([part, inside(`ls /proc/${process.pid}/${part}`).said]).toEqual([part, '']);
    expect(inside(`for one in /proc/${process.pid}/fd/*; do readlink "$one"; head -c 1 "$one"; done`).said).toBe('');
  });

  test('where the machine gives it a /proc of its own, no other process is seen at all', () => {
    const given = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', 'true']).status === 0;
    const seen = inside('ls /proc')
      .said.split('\n')
      .filter((line) => /^\d+$/.test(line));
    expect(seen.includes(String(process.pid))).toBe(!given);
    if (given) expect(seen.length).toBeLessThanOrEqual(4);
  });

  test('what is handed in is all it can read, by its number', async () => {
    const film = await shelf.fresh();
    await film.writeFile('the film');
    expect(inside('cat /proc/self/fd/3', [film.fd])).toMatchObject({ exit: 0, said: 'the film' });
    expect(inside('ls /proc/self/fd/').said).not.toContain(String(film.fd));
  });

  test('a file grows to its bound and no further', async () => {
    const film = await shelf.fresh();
    inside('head -c 5000000 /dev/zero > /proc/self/fd/3', [film.fd], { seconds: 10, bytes: 100_000 });
    expect((await film.stat()).size).toBe(100_000);
  });

  test('processor time ends', () => {
    const begun = Date.now();
    expect(inside('while :; do :; done', [], { seconds: 1, bytes: 0 }).exit).toBe(152);
    expect(Date.now() - begun).toBeLessThan(9_000);
  });

  test('memory ends', () => {
    // Asked for in one piece, so that none of it is ever used.
    expect(inside(`perl -e 'my $all = "a" x 3500000000; print length $all'`)).toMatchObject({
      said: '',
      complained: expect.stringMatching(/memory/i),
    });
  });
});

test('a tool ends when the server that began it is killed', async () => {
  const code = `const { spawn } = require('node:child_process');
    const child = spawn(${JSON.stringify(boxed(bounds)[0])}, ${JSON.stringify([...boxed(bounds).slice(1), 'sleep', '60'])}, { detached: true, stdio: 'ignore' });
    process.stdout.write(String(child.pid)); setInterval(() => {}, 1000);`;
  const server = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((told) => server.stdout.once('data', (piece) => told(Number(piece))));
  const sleeper = await untilBelow(pid);
  server.kill('SIGKILL');
  for (let tries = 0; tries < 250 && (startOf(pid) !== null || startOf(sleeper) !== null); tries += 1) await wait(20);
  expect([startOf(pid), startOf(sleeper)]).toEqual([null, null]);
});

/** The innermost process once there are three: bubblewrap outside, bubblewrap inside, the tool. */
async function untilBelow(pid: number): Promise<number> {
  const childOf = (one: number): number => Number(readFileSync(`/proc/${one}/task/${one}/children`, 'utf8').trim().split(' ')[0]);
  for (;;) {
    const inner = childOf(pid);
    const tool = inner > 0 ? childOf(inner) : 0;
    if (tool > 0 && readFileSync(`/proc/${tool}/cmdline`, 'utf8').startsWith('sleep')) return tool;
    await wait(20);
  }
}

describe('the memory of whether it can be started', () => {
  test('a good answer is asked for once, a bad one again after a while, and never by two at once', async () => {
    let asked = 0;
    const answer = (state: SandboxState) => () => Promise.resolve((asked += 1)).then(() => state);
    const good = remembered(answer({ ok: true }));
    await Promise.all([good.check(), good.check()]);
    await good.check();
    expect(asked).toBe(1);
    good.forget();
    await good.check();
    expect(asked).toBe(2);
  });

  test('a question that failed is asked again', async () => {
    let asked = 0;
    const { check } = remembered(() => ((asked += 1), asked === 1 ? Promise.reject(new Error('no')) : Promise.resolve({ ok: true })));
    await expect(check()).rejects.toThrow('no');
    expect(await check()).toEqual({ ok: true });
  });
});
