/** Reads a film from end to end beside the page and says its SHA-256, and that of its beginning when asked. */
import { sha256 } from '@noble/hashes/sha2.js';

interface Task {
  film: Blob;
  /** Also tell the fingerprint of this many bytes from the beginning. */
  markAt: number;
}

const pieceBytes = 4 * 1024 ** 2;

const hex = (bytes: Uint8Array): string => Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');

async function read({ film, markAt }: Task): Promise<void> {
  const hash = sha256.create();
  for (let at = 0; at < film.size;) {
    if (at === markAt && markAt > 0) postMessage({ mark: hex(hash.clone().digest()) });
    const next = at < markAt ? Math.min(markAt, at + pieceBytes) : at + pieceBytes;
    hash.update(new Uint8Array(await film.slice(at, next).arrayBuffer()));
    at = Math.min(next, film.size);
    postMessage({ read: at });
  }
  if (markAt === film.size) postMessage({ mark: hex(hash.clone().digest()) });
  postMessage({ whole: hex(hash.digest()) });
}

addEventListener('message', (event: MessageEvent<Task>) => {
  read(event.data).catch(() => postMessage({ unreadable: true }));
});
