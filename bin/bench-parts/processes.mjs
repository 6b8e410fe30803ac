import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100;

/** As `bin/start` starts the product. */
const flags = 'transfer' in ArrayBuffer.prototype ? [] : ['--harmony-rab-gsab-transfer'];

/** Starts a server that prints its address when ready. */
export function start(args, env = {}) {
  const child = spawn(process.execPath, [...flags, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout.on('data', (chunk) => {
      seen += chunk;
      const ready = /ready on (http:\S+)/.exec(seen);
      if (ready) resolve({ url: ready[1], pid: child.pid, stop: () => new Promise((done) => child.once('exit', done) && child.kill()) });
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
}

const stat = (pid) => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** CPU seconds of a process and everything it started, ended children included. */
export function cpuOfTree(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one)))
    try {
      parents.set(Number(name), Number(stat(name)[1]));
    } catch {
      // ended meanwhile
    }
  const isBelow = (one) => one === pid || (parents.has(one) && parents.get(one) > 1 && isBelow(parents.get(one)));
  let ticks = 0;
  for (const one of parents.keys())
    if (isBelow(one))
      try {
        const fields = stat(one);
        ticks += Number(fields[11]) + Number(fields[12]) + (one === pid ? Number(fields[13]) + Number(fields[14]) : 0);
      } catch {
        // ended meanwhile
      }
  return ticks / ticksPerSecond;
}

const kib = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

/** Memory in MiB: now and at its highest. */
export const memoryOf = (pid) => ({ now: Math.round(kib(pid, 'VmRSS') / 1024), peak: Math.round(kib(pid, 'VmHWM') / 1024) });

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');
