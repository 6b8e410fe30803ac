import type { TypedMarks } from './cut.js';
import { Refused, setMarks } from './house.js';

/** Keeps on the server what of the film is kept, when it is not kept already. `faulty` is said of what is no time. */
export function marking(read: () => TypedMarks | null, faulty: string): (address: string, token: string) => Promise<void> {
  let marked: string | null = null;
  return async (address, token) => {
    const marks = read();
    if (marks === null) throw new Refused(409, faulty);
    const words = JSON.stringify(marks);
    if (words === marked) return;
    await setMarks(address, marks, token).catch((error: unknown) => {
      // What is sent is kept: only the times must be corrected.
      throw error instanceof Refused && error.status === 422 ? new Refused(409, error.message) : error;
    });
    marked = words;
  };
}
