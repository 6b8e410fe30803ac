import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder for half-made output. Every name carries its job and attempt, so that a job taken up again never meets an old file. */
export interface Workbench {
  /** Where this attempt writes. `ending` is without a dot. Throws RangeError on a malformed job, attempt or ending. */
  pathFor(job: string | number, attempt: number, ending: string): string;
  /** Removes everything any attempt of the job left. */
  clear(job: string | number): Promise<void>;
}

const word = /^[a-z0-9]{1,40}(?:-[a-z0-9]{1,40})*$/;

/** Opens the folder (made if absent, readable by the server only). */
export async function openWorkbench(folder: string): Promise<Workbench> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stem = (job: string | number): string => {
    if (!word.test(String(job))) throw new RangeError('malformed job');
    return `job-${job}.`;
  };
  return {
    pathFor: (job, attempt, ending) => {
      if (!Number.isSafeInteger(attempt) || attempt < 0 || !word.test(ending)) throw new RangeError('malformed attempt or ending');
      return join(folder, `${stem(job)}${attempt}.${ending}`);
    },
    clear: async (job) => {
      const mine = (await readdir(folder)).filter((name) => name.startsWith(stem(job)));
      await Promise.all(mine.map((name) => rm(join(folder, name), { force: true })));
    },
  };
}
