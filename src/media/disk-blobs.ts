import { randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { BlobMissing, type Blobs, requireKey } from './blobs.js';
import { hasCode, syncFolder } from './files.js';
import { RangeStream } from './range-stream.js';

const unfinished = '.unfinished-';

/** Keeps blobs as plain files below the root (made if absent). Symbolic links are never followed. */
export async function openDiskBlobs(root: string): Promise<Blobs> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const base = await realpath(root);
  const pathOf = (key: string): string => join(base, requireKey(key));

  return {
    put: async (key, source) => {
      const target = pathOf(key);
      await makeFolders(base, dirname(target));
      return source instanceof Readable ? writeThenRename(source, target) : take(source.path, target);
    },
    readRange: (key, start, end) => {
      const path = pathOf(key);
      return new RangeStream(() => openReal(path), start, end);
    },
    size: async (key) => (await regularFile(pathOf(key)))?.size ?? null,
    remove: async (key) => {
      const path = pathOf(key);
      if (!(await folderIsReal(path))) return;
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    },
    list: async function* (prefix) {
      for await (const path of walk(base)) {
        const key = relative(base, path);
        if (!basename(key).startsWith('.') && key.startsWith(prefix)) yield key;
      }
    },
    withFile: async (key, work) => {
      const path = pathOf(key);
      if ((await regularFile(path)) === null) throw new BlobMissing();
      return work(path);
    },
    sweepUnfinished: async (olderThanMs) => {
      let swept = 0;
      for await (const path of walk(base)) {
        if (!basename(path).startsWith(unfinished)) continue;
        const written = (await lstat(path).catch(() => null))?.mtimeMs;
        if (written === undefined || Date.now() - written < olderThanMs) continue;
        await rm(path, { force: true });
        swept += 1;
      }
      return swept;
    },
  };
}

async function makeFolders(base: string, folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await realpath(folder)) !== folder) throw new Error('a folder of the store is a symbolic link');
  if (made === undefined) return;
  // A new folder is only safe once its parent's list of names is on disk.
  for (let parent = dirname(folder); parent.startsWith(base); parent = dirname(parent)) await syncFolder(parent);
}

async function writeThenRename(source: Readable, target: string): Promise<{ bytes: number }> {
  const temporary = join(dirname(target), unfinished + randomBytes(16).toString('hex'));
  const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    await writeFile(file, source);
    await file.sync();
    const { size } = await file.stat();
    await file.close();
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return { bytes: size };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

async function take(path: string, target: string): Promise<{ bytes: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new BlobMissing();
    await file.sync();
    try {
      await rename(path, target);
    } catch (error) {
      if (!hasCode(error, 'EXDEV')) throw error;
      await writeThenRename(createReadStream(path, { highWaterMark: 1 << 18 }), target);
      await rm(path, { force: true });
    }
    await syncFolder(dirname(target));
    return { bytes: stat.size };
  } finally {
    await file.close();
  }
}

async function folderIsReal(path: string): Promise<boolean> {
  try {
    return (await realpath(dirname(path))) === dirname(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

async function regularFile(path: string): Promise<{ size: number } | null> {
  if (!(await folderIsReal(path))) return null;
  try {
    const stat = await lstat(path);
    return stat.isFile() ? { size: stat.size } : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

async function openReal(path: string): Promise<FileHandle> {
  if ((await regularFile(path)) === null) throw new BlobMissing();
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw hasCode(error, 'ENOENT', 'ELOOP') ? new BlobMissing() : error;
  }
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inOrder = entries.map((entry) => ({ entry, sort: entry.isDirectory() ? `${entry.name}/` : entry.name }));
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : 1));
  for (const { entry } of inOrder) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}
