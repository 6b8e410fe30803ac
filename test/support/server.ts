import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../src/web/root.js';

export interface RunningServer {
  url: string;
  dataDir: string;
  process: ChildProcess;
  /** Ends the process at once, as a power cut would. */
  kill: () => Promise<void>;
  /** Ends it in order. */
  end: () => Promise<void>;
  /** The same, and removes its data. */
  close: () => Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve())));

/**
 * A folder that holds the demo already, as a server leaves it, so that not every journey waits for it to be filled. Only where DEMO_SHELF names
 * a place for the first one; elsewhere each server fills its own.
 */
export async function demoFolder(): Promise<string> {
  const own = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-server-'));
  const shelf = process.env['DEMO_SHELF'];
  if (shelf === undefined) return own;
  if (!existsSync(shelf)) {
    const draft = `${shelf}-${process.pid}`;
    mkdirSync(draft);
    await (await startServer({}, draft)).end();
    try {
      renameSync(draft, shelf);
    } catch {
      // Another one was first.
      rmSync(draft, { recursive: true });
    }
  }
  cpSync(shelf, own, { recursive: true });
  return own;
}

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
    end: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
