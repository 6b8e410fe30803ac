import { createReadStream } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './files.js';

/** Films as they lay before they were sealed: plain files, to be sealed once and removed. */
export interface PlainFilms {
  /** The bytes of one, or null when it is not there. */
  read(key: string): Promise<ReturnType<typeof createReadStream> | null>;
  /** Removes all of them, and whatever was half-made beside them. */
  removeAll(): Promise<void>;
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) await rm(join(folder, name), { recursive: true, force: true });
}

const plainKey = /^(?:film|poster)\/[0-9a-f]{32}$/;

export function plainFilms(dataDir: string): PlainFilms {
  const blobs = join(dataDir, 'blobs');
  return {
    read: async (key) => {
      if (!plainKey.test(key)) return null;
      const path = join(blobs, key);
      const stat = await lstat(path).catch(() => null);
      return stat?.isFile() ? createReadStream(path, { highWaterMark: 1 << 18 }) : null;
    },
    removeAll: async () => {
      for (const folder of ['incoming', 'work']) await emptyFolder(join(dataDir, folder));
      for (const folder of [join(blobs, 'film'), join(blobs, 'poster')]) await rm(folder, { recursive: true, force: true });
      await syncFolder(blobs);
    },
  };
}
