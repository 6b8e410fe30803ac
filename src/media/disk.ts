import { statfs } from 'node:fs/promises';

/** Room on the disk a folder lies on, in bytes an ordinary user may write. */
export interface Disk {
  freeBytes: number;
  totalBytes: number;
}

export async function diskOf(folder: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

// A film is kept beside its playable version for a while, and the database must never be the one to meet a full disk. Our choice.
const reserveBytes = 512 * 1024 * 1024;

/** Whether a film of this many bytes fits together with its playable version; if not, answer 507. */
export const hasRoomFor = async (folder: string, bytes: number): Promise<boolean> =>
  (await diskOf(folder)).freeBytes >= 2 * bytes + reserveBytes;
