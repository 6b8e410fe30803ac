import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { signIn } from './client.mjs';
import { deskSecret, makeDesk, meetingsEach } from './desk-world.mjs';
import { load, median, memoryOf, start } from './processes.mjs';
import { askedByTen, clients } from './ten-clients.mjs';
import { openBenchDatabase } from './world.mjs';

const rounds = 3;
/** As warm as they are on a working day, like the bare page. */
const amounts = { warm: 500, counted: 150, bare: 2000 };
const whole = { programmes: 20, cohorts: 400, trainees: 10_000, sessions: 100 };
const tenth = { programmes: 20, cohorts: 40, trainees: 1_000, sessions: 100 };
/** Cohorts of 25, twenty sessions each: only the number of people grows. */
const grown = (trainees) => ({ programmes: 20, cohorts: trainees / 25, trainees, sessions: 20 });

/** Others write all the time: every `pause` ms somebody among all the trainees changes a meeting of theirs. */
async function committing(dataDir, trainees, pause) {
  const db = await openBenchDatabase(dataDir);
  let [going, count] = [true, 0];
  const done = (async () => {
    for (; going; count += 1) {
      // A row that is written as it was is no change, and SQLite tells nobody of it.
      const meeting = 1 + Math.floor(Math.random() * trainees * meetingsEach);
      await db.write((tx) => tx.run('UPDATE network_meeting SET course = $1 WHERE id = $2', [`${count}`, meeting]));
      await new Promise((next) => setTimeout(next, pause));
    }
    await db.close();
  })();
  return { stop: async () => ((going = false), await done, count) };
}

async function measure(size, bare, pagesOf, { pause }) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-desk-'));
  const begun = performance.now();
  try {
    const made = await makeDesk(dataDir, size);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`\n${size.trainees} trainees, ${size.cohorts} cohorts, ${made.lines} lines: made in ${seconds} s`);
    const product = await start(['--enable-source-maps', 'dist/src/server.js'], {
      DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: 'error',
      ORIGIN: '',
      DEMO: 'false',
    });
    try {
      const sessions = new Map();
      for (const who of ['coordinator', 'supervisor', 'trainee']) sessions.set(who, await signIn(product.url, made[who], deskSecret));
      const pages = pagesOf(made);
      const seen = new Map(pages.map(({ name }) => [name, []]));
      const bareSeen = [];
      const writer = pause ? await committing(dataDir, size.trainees, pause) : null;
      for (let round = 0; round <= rounds; round += 1) {
        const base = await askedByTen(bare, '/', null, amounts.bare);
        if (round > 0) bareSeen.push(base.cpuMs);
        for (const { name, address, who } of pages) {
          const one = await askedByTen(product, address, sessions.get(who).cookie(), round === 0 ? amounts.warm : amounts.counted);
          if (round > 0) seen.get(name).push({ ...one, ratio: one.cpuMs / base.cpuMs });
        }
      }
      const commits = await writer?.stop();
      if (commits !== undefined) console.log(`(${commits} commits meanwhile)`);
      return { seen, bare: median(bareSeen), memory: memoryOf(product.pid) };
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const pagesOf = ({ cohortId, groupId, enrolmentId }) => [
  { name: 'today (coordinator)', address: '/', who: 'coordinator', must: 30, goal: 'W1' },
  { name: 'cohort (coordinator)', address: `/coordination/cohorts/${cohortId}`, who: 'coordinator', must: 30, goal: 'W1' },
  { name: 'journey (trainee, today)', address: '/', who: 'trainee', must: 30, goal: 'W1' },
  { name: 'hours of a group', address: `/supervision/groups/${groupId}`, who: 'supervisor', must: 30, goal: 'W3' },
  { name: 'hours of a trainee', address: `/supervision/hours/${enrolmentId}`, who: 'supervisor', must: 30, goal: 'W3' },
  { name: 'supervision (coordinator)', address: '/supervision', who: 'coordinator', must: 30, goal: 'W3' },
];

function tell({ seen, bare, memory }, told) {
  console.log(`${told}; load ${load()}; bare ${bare.toFixed(3)} ms CPU`);
  let kept = true;
  for (const { name, must, goal } of pagesOf({})) {
    const rows = seen.get(name);
    const [cpu, ratio, p95, p975] = ['cpuMs', 'ratio', 'p95', 'p975'].map((key) => median(rows.map((one) => one[key])));
    const ok = ratio <= must && p95 <= 100;
    kept &&= ok;
    console.log(
      `${name.padEnd(28)} ${cpu.toFixed(2)} ms CPU = ${ratio.toFixed(1)} x bare (${goal} must ${must}), p95 ${p95} ms (W5 must 100), p97.5 ${p975} ms ${ok ? 'ok' : 'OVER'}`,
    );
  }
  console.log(`memory of web and worker: ${memory.now} MiB, highest ${memory.peak} MiB (M1 must 350)`);
  return kept && memory.now <= 350;
}

/** Desk, cohort, journey and hours pages with a ledger behind them, and how they grow from 500 to 50,000 trainees. */
export async function benchDesk({ everything }) {
  const bare = await start(['bin/bench-parts/bare.mjs']);
  let kept;
  try {
    const size = everything ? whole : tenth;
    kept = tell(await measure(size, bare, pagesOf, { pause: 0 }), `quiet, ${clients} clients, medians of ${rounds} rounds`);
    kept = tell(await measure(size, bare, pagesOf, { pause: 10 }), `with somebody's meeting changed every 10 ms`) && kept;
    const [small, large] = everything ? [500, 50_000] : [500, 5_000];
    const found = [];
    for (const trainees of [small, large]) found.push(await measure(grown(trainees), bare, pagesOf, { pause: 100 }));
    console.log(`\ngrowth from ${small} to ${large} trainees, with somebody's meeting changed every 100 ms (S1 must 0.3, aim 0.1):`);
    for (const { name } of pagesOf({})) {
      const [a, b] = found.map(({ seen }) => median(seen.get(name).map((one) => one.cpuMs)));
      const exponent = Math.log(b / a) / Math.log(large / small);
      kept &&= exponent <= 0.3;
      console.log(
        `${name.padEnd(28)} ${a.toFixed(2)} → ${b.toFixed(2)} ms CPU, exponent ${exponent.toFixed(2)} ${exponent <= 0.3 ? 'ok' : 'OVER'}`,
      );
    }
  } finally {
    await bare.stop();
  }
  return kept;
}
