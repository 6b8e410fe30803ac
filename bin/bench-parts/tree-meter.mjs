// Adds up the processor time of everything below a process, also of what is reaped inside a namespace of its own and never told to its parent.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setInterval } from 'node:timers';

const top = Number(process.argv[2]);
const everyMs = 10;
const seen = new Map();

const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

function note(pid) {
  if (pid === process.pid) return;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // In hundredths of a second; the nineteenth field is when it began.
    seen.set(`${pid}.${fields[19]}`, Number(fields[11]) + Number(fields[12]));
    childrenOf(pid).forEach(note);
  } catch {
    // Ended meanwhile.
  }
}

setInterval(() => note(top), everyMs);
createInterface({ input: process.stdin }).on('line', () => {
  note(top);
  console.log([...seen.values()].reduce((sum, ticks) => sum + ticks, 0) / 100);
});
