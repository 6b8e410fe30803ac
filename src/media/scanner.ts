import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { MediaRefused } from './refusal.js';

/** The virus scanner is asked for and does not answer: processing waits, and the film is not to blame. */
export class ScannerAway extends Error {
  override readonly name = 'ScannerAway';
}

/** A virus scanner behind a socket of this machine. */
export interface Scanner {
  /** Whether it answers. */
  answers(): Promise<boolean>;
  /** Throws `MediaRefused` infected or not-scanned, `ScannerAway`, the signal's reason on abort. */
  scan(input: number, options?: { signal?: AbortSignal | undefined }): Promise<void>;
}

const pingMs = 5_000;
const silenceMs = 120_000;
const longestAnswer = 4_096;

/** ClamAV's daemon at the path of its socket. It is handed the bytes of the film, never a name; its own settings bound how many it takes. */
export function clamd(socketPath: string): Scanner {
  return {
    answers: () =>
      ask(socketPath, pingMs, async (socket) => void socket.write('zPING\0')).then(
        (answer) => answer === 'PONG',
        () => false,
      ),
    scan: async (input, { signal } = {}) => {
      signal?.throwIfAborted();
      const answer = await ask(socketPath, silenceMs, (socket) => sendFilm(socket, input), signal);
      signal?.throwIfAborted();
      if (/: OK$/.test(answer)) return;
      const found = /: (.{1,100}) FOUND$/.exec(answer)?.[1];
      if (found !== undefined) throw new MediaRefused('infected', found);
      if (/size limit exceeded/i.test(answer)) throw new MediaRefused('not-scanned');
      throw new ScannerAway(`the scanner answered ${answer.slice(0, 100) || 'nothing'}`);
    },
  };
}

/** INSTREAM: each piece behind its length in four bytes, an empty one last. */
async function sendFilm(socket: Socket, input: number): Promise<void> {
  socket.write('zINSTREAM\0');
  const length = Buffer.alloc(4);
  for await (const piece of createReadStream('', { fd: input, autoClose: false, start: 0, highWaterMark: 1 << 18 })) {
    // A scanner that has seen enough answers and closes before the end.
    if (socket.destroyed || socket.writableEnded || socket.readableEnded) return;
    const bytes = piece as Buffer;
    length.writeUInt32BE(bytes.length);
    socket.write(Buffer.from(length));
    if (!socket.write(bytes)) await new Promise((go) => socket.once('drain', go).once('close', go));
  }
  length.writeUInt32BE(0);
  socket.write(length);
}

function ask(path: string, patienceMs: number, say: (socket: Socket) => Promise<void>, signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true });
    let answer = '';
    const away = (): void => void socket.destroy(new ScannerAway('the scanner does not answer'));
    const settle = (): void => {
      signal?.removeEventListener('abort', away);
      if (answer === '') reject(new ScannerAway('the scanner does not answer'));
      else resolve(answer.replace(/\0[^]*$/, '').trim());
    };
    signal?.addEventListener('abort', away, { once: true });
    socket.setTimeout(patienceMs, away);
    socket.setEncoding('utf8').on('data', (piece) => {
      answer = (answer + String(piece)).slice(0, longestAnswer);
      if (answer.includes('\0')) socket.destroy();
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.once('close', settle);
    socket.once('connect', () => void say(socket).catch(() => socket.destroy()));
  });
}
