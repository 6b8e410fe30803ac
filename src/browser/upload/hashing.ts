/** The fingerprint of a film, made in a worker of its own so that the page stays alive. */
interface Told {
  mark?: string;
  read?: number;
  whole?: string;
  unreadable?: true;
}

export interface Fingerprint {
  /** SHA-256 of the first `markAt` bytes. */
  mark: Promise<string>;
  whole: Promise<string>;
  stop: () => void;
}

const script = '/static/built/browser/hash-worker.js';

interface Promised<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (why: Error) => void;
}

function promised<T>(): Promised<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (why: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  // Whoever waits for it is told; nobody else need be, by the console.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Thrown when the file cannot be read any longer: moved, changed, or on a card that was taken out. */
export class Unreadable extends Error {}

export function fingerprint(film: File, markAt: number, onRead: (fraction: number) => void): Fingerprint {
  const worker = new Worker(script, { type: 'module' });
  const mark = promised<string>();
  const whole = promised<string>();
  const fail = () => {
    for (const one of [mark, whole]) one.reject(new Unreadable());
  };
  worker.addEventListener('error', fail);
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.read !== undefined) onRead(data.read / film.size);
    if (data.mark !== undefined) mark.resolve(data.mark);
    if (data.unreadable) fail();
    if (data.whole === undefined) return;
    whole.resolve(data.whole);
    worker.terminate();
  });
  worker.postMessage({ film, markAt });
  return { mark: mark.promise, whole: whole.promise, stop: () => worker.terminate() };
}
