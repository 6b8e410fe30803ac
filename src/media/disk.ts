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
