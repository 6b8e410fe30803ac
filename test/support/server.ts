import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../src/web/root.js';

export interface RunningServer {
  url: string;
  dataDir: string;
  process: ChildProcess;
  /** Ends the process at once, as a power cut would. */
  kill: () => Promise<void>;
  /** Ends it in order and removes its data. */
  close: () => Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve())));

/** The built server as a process of its own, on a free port, with its own data. */
export async function startServer(
  env: Record<string, string> = {},
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-server-')),
): Promise<RunningServer> {
  const main = path.join(root, 'dist/src/server.js');
  if (!existsSync(main)) throw new Error('dist is missing: run bin/setup first');
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: dataDir, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let seen = '';
    const note = (chunk: Buffer) => {
      seen += chunk.toString();
      const ready = /ready on (http:\S+)/.exec(seen);
      if (ready) resolve(ready[1]!);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${seen}`)));
  });
  return {
    url,
    dataDir,
    process: child,
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
