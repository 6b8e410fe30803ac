import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobMissing, nameOf } from './blobs.js';
import { hasCode, syncFolder } from './files.js';

/** How the files of one blob are called while it grows. */
export const growing = '.growing';
export const segmentsOf = '.segments';
const unfinished = '.unfinished-';

export const isUnfinished = (name: string): boolean => name.startsWith(unfinished);
export const unfinishedName = (random: string): string => unfinished + random;

/** The folder blobs lie in, by key. Symbolic links are never followed. */
export interface BlobFolder {
  readonly base: string;
  /** Where the finished file lies. Throws `BlobKeyRefused`. */
  pathOf(key: string): string;
  /** The same, with its folder made. */
  makePlace(key: string): Promise<string>;
  /** Throws `BlobMissing`. */
  openFile(path: string, flags?: number): Promise<FileHandle>;
  /** Removes a blob with all that belongs to it. */
  remove(key: string): Promise<void>;
  /** Every regular file below, in order of the alphabet. */
  walk(): AsyncGenerator<string>;
}

export async function openBlobFolder(root: string): Promise<BlobFolder> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const base = await realpath(root);
  const pathOf = (key: string): string => {
    nameOf(key);
    return join(base, key);
  };
  return {
    base,
    pathOf,
    makePlace: async (key) => {
      const path = pathOf(key);
      await makeFolders(base, dirname(path));
      return path;
    },
    openFile,
    remove: async (key) => {
      const path = pathOf(key);
      if (!(await folderIsReal(path))) return;
      for (const end of [growing, segmentsOf, '']) await rm(path + end, { force: true });
      await syncFolder(dirname(path));
      await rmdir(dirname(path)).catch(stillUsed);
    },
    walk: () => walk(base),
  };
}

function stillUsed(error: unknown): void {
  if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
}

async function makeFolders(base: string, folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await realpath(folder)) !== folder) throw new Error('a folder of the store is a symbolic link');
  if (made === undefined) return;
  // A new folder is only safe once its parent's list of names is on disk.
  for (let parent = dirname(folder); parent.startsWith(base); parent = dirname(parent)) await syncFolder(parent);
}

async function folderIsReal(path: string): Promise<boolean> {
  try {
    return (await realpath(dirname(path))) === dirname(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

async function openFile(path: string, flags: number = constants.O_RDONLY): Promise<FileHandle> {
  if (!(await folderIsReal(path))) throw new BlobMissing();
  let file: FileHandle;
  try {
    file = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP') ? new BlobMissing() : error;
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new BlobMissing();
}

/** When the file was last written, in ms since 1970; null when it is gone. */
export const writtenAt = async (path: string): Promise<number | null> => (await lstat(path).catch(() => null))?.mtimeMs ?? null;

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
