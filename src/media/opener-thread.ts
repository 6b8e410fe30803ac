import { parentPort } from 'node:worker_threads';
import type { Answers, Fault, Job } from './openers.js';
import { SealBroken } from './sealed-format.js';
import { openInto } from './stretch.js';

const faultOf = (error: unknown): Fault =>
  error instanceof SealBroken ? { broken: error.what } : { said: error instanceof Error ? error.message : 'unknown' };

/** A thread that opens film: it is handed shared memory, keys and a descriptor, opens no file of its own and keeps nothing. */
function answersTo(jobs: Job[]): Answers {
  const answers: Answers = [];
  for (const [memory, keys, first, last, bytes, fd, position] of jobs)
    try {
      const place = fd === null ? null : { fd, position };
      const opened = openInto(Buffer.from(memory), { keys, first, last, bytes }, place);
      answers.push(opened.bytes, opened.readMs);
    } catch (error) {
      answers.push(faultOf(error), 0);
    }
  return answers;
}

parentPort?.on('message', (jobs: Job[]) => parentPort?.postMessage(answersTo(jobs)));
