import { signIn } from './client.mjs';
import { load, median, memoryOf, start } from './processes.mjs';
import { askedByTen, clients } from './ten-clients.mjs';

const rounds = 3;
/** A page that was asked for a few times only runs slower than it does all day; the bare page is as warm. */
const amounts = { warm: 500, counted: 200, bare: 3000 };

/** CPU per request and p95 of each page at ten clients, as ratio to a bare Express and EJS page, interleaved. */
export async function benchPages(product, world, secret) {
  const coordinator = await signIn(product.url, 'lise.roenhave@dialogvaerkstedet.example', secret);
  const trainee = await signIn(product.url, 'kirsten.moelbak@birkesund.example', secret);
  const young = await signIn(product.url, 'esma.yuksel@oehavn.example', secret);
  const bare = await start(['bin/bench-parts/bare.mjs']);
  const pages = [
    { name: '50-row list (coordination)', path: `/coordination/cohorts/${world.cohortId}`, who: coordinator, must: 30, goal: 'W1' },
    { name: 'journey (trainee, today)', path: '/', who: trainee, must: 30, goal: 'W1' },
    { name: 'way to the certificate', path: `/certification/enrolments/${world.enrolmentId}`, who: trainee, must: 30, goal: 'W1' },
    { name: 'recording, 500 comments', path: `/review/${world.recordingId}`, who: young, must: 80, goal: 'W2' },
  ];
  const seen = new Map(pages.map(({ name }) => [name, []]));
  const bareSeen = [];
  for (let round = 0; round <= rounds; round += 1) {
    const base = await askedByTen(bare, '/', null, amounts.bare);
    if (round > 0) bareSeen.push(base);
    for (const { name, path, who } of pages) {
      const one = await askedByTen(product, path, who.cookie(), round === 0 ? amounts.warm : amounts.counted);
      if (round > 0) seen.get(name).push({ ...one, ratio: one.cpuMs / base.cpuMs });
    }
  }
  await bare.stop();
  console.log(`\nPages, ${clients} clients, ${rounds} rounds interleaved after one warm-up, medians; load ${load()}`);
  console.log(
    `bare Express + EJS: ${median(bareSeen.map((one) => one.cpuMs)).toFixed(3)} ms CPU, p95 ${median(bareSeen.map((one) => one.p95))} ms`,
  );
  let kept = true;
  for (const { name, must, goal } of pages) {
    const rows = seen.get(name);
    const [cpu, ratio, p95, p975] = ['cpuMs', 'ratio', 'p95', 'p975'].map((key) => median(rows.map((one) => one[key])));
    const ok = ratio <= must && p95 <= 100;
    kept &&= ok;
    console.log(
      `${name.padEnd(28)} ${cpu.toFixed(2)} ms CPU = ${ratio.toFixed(1)} x bare (${goal} must ${must}), p95 ${p95} ms (W5 must 100), p97.5 ${p975} ms ${ok ? 'ok' : 'OVER'}`,
    );
  }
  const memory = memoryOf(product.pid);
  console.log(`memory of web and worker after the load: ${memory.now} MiB, highest ${memory.peak} MiB (M1 must 350)`);
  return kept && memory.now <= 350;
}
