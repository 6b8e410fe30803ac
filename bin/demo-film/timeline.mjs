import { ending, lengthStep, lines, people } from './manuscript.mjs';
import { mouths, sampleRate, speak } from './voices.mjs';

/** Length of one drawn picture in ms: 12.5 a second, as drawn film "on twos". */
export const stepMs = 80;

/** Speaks every line and lays it on the clock. Times in ms; starts lie on whole pictures. */
export function layOut() {
  let clock = 0;
  const spoken = lines.map((line) => {
    const samples = speak(people[line.who].voice, line.text);
    const startMs = Math.ceil((clock + line.pause) / stepMs) * stepMs;
    clock = startMs + Math.round((samples.length / sampleRate) * 1000);
    return { ...line, startMs, endMs: clock, samples, mouths: mouths(samples, stepMs) };
  });
  return { spoken, durationMs: Math.ceil((clock + ending) / lengthStep) * lengthStep };
}

/** The whole sound as 16-bit mono samples; between the lines it is exactly zero. */
export function soundOf({ spoken, durationMs }) {
  const sound = new Int16Array((durationMs / 1000) * sampleRate);
  for (const line of spoken) sound.set(line.samples, Math.round((line.startMs / 1000) * sampleRate));
  return sound;
}

/** What comments can cite: every line, and every silence of three seconds or more. */
export function manuscriptOf({ spoken, durationMs }, title) {
  const ends = [0, ...spoken.map((line) => line.endMs)];
  const gaps = spoken.map((line, index) => ({ startMs: ends[index], endMs: line.startMs }));
  return {
    title,
    durationMs,
    speakers: Object.values(people).map(({ role, label, name }) => ({ role, label, name: name ?? null })),
    lines: spoken.map(({ startMs, endMs, who, text }) => ({ startMs, endMs, role: people[who].role, text })),
    silences: gaps.filter((gap) => gap.startMs > 0 && gap.endMs - gap.startMs >= 3000),
  };
}
