// One film as large as the house takes, in pieces, with the server's memory watched.
import { createHash, randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { clearInterval, setInterval } from 'node:timers';
import { signIn } from './client.mjs';
import { pieces } from './pieces.mjs';
import { load, memoryOf } from './processes.mjs';

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const piece = 16 * mib;
const size = Number(process.env.BENCH_SOAK_GIB ?? 16) * gib;
const goals = { must: 128, aim: 48 };

/** The house keeps room for a playable version of the same size besides. */
async function hasRoom(dataDir) {
  const { bavail, bsize } = await statfs(dataDir);
  const needed = 2 * size + gib;
  if (bavail * bsize >= needed) return true;
  console.log(
    `\nU4 soak: not run. It needs ${(needed / gib).toFixed(1)} GiB of free disk and there are ${((bavail * bsize) / gib).toFixed(1)}; BENCH_SOAK_GIB makes it smaller.`,
  );
  return false;
}

/** Sends it all; the highest memory seen, the seconds spent sending, and the fingerprint of what was sent. */
async function sendAll(product, client, at) {
  const body = randomBytes(piece);
  const whole = createHash('sha256');
  let [highest, sending] = [0, 0];
  const looking = setInterval(() => (highest = Math.max(highest, memoryOf(product.pid).now)), 50);
  try {
    for (let offset = 0; offset < size;) {
      // No two pieces are alike.
      body.writeDoubleBE(offset, 0);
      const part = body.subarray(0, Math.min(piece, size - offset));
      const begun = performance.now();
      const answer = await client.patch(at, offset, part);
      sending += (performance.now() - begun) / 1000;
      if (answer?.status !== 204) throw new Error(`a piece answered ${answer?.status}: ${answer?.text}`);
      whole.update(part);
      offset = Number(answer.headers['upload-offset']);
    }
  } finally {
    clearInterval(looking);
  }
  return { highest, sending, sha256: whole.digest('hex') };
}

/** False when a promise was broken. A disk that is too small breaks none. */
export async function benchSoak(product, dataDir, { subject, secret, readyMeeting }) {
  if (!(await hasRoom(dataDir))) return true;
  const person = await signIn(product.url, subject, secret);
  const client = await pieces(product.url, person);
  const at = await client.begin(await readyMeeting(person), size);
  const before = memoryOf(product.pid).now;
  const { highest, sending, sha256 } = await sendAll(product, client, at);
  const told = await client.standing(at);
  const right = told.kept === size && told.sha256 === sha256;
  await client.discard(at);
  client.close();
  const added = highest - before;
  console.log(
    `\nU4 soak: one upload of ${size / gib} GiB in 16 MiB pieces, ${(size / mib / sending).toFixed(0)} MiB/s over ${sending.toFixed(0)} s; memory ${before} → at most ${highest} MiB, added ${added} MiB (must ${goals.must}, aim ${goals.aim}); SHA-256 ${right ? 'right' : 'WRONG'}; load ${load()}`,
  );
  return right && added <= goals.must;
}
