import { fill, find, put, size, type Words } from './page.js';
import { percentOf } from './percent.js';

const shownAfterMs = 4_000;
const lookedBackMs = 20_000;
const spokenEvery = 10;

function timeLeft(ms: number, words: Words): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return words['soon'] ?? '';
  if (minutes === 1) return words['leftOne'] ?? '';
  if (minutes < 120) return fill(words['left'], { minutes });
  return fill(words['hours'], { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export interface Teller {
  /** How much is sent. Speed is that of the last seconds. */
  sent: (bytes: number) => void;
  /** Forgets the speed so far: nothing was sent for a while. */
  rest: () => void;
  /** Nothing gets through: what was said of speed and time left no longer holds. */
  again: (sentence: string) => void;
  /** Another sentence than how far it is. */
  say: (sentence: string) => void;
}

/** Says how far it is, in figures, in a bar, and aloud only for every ten per cent. */
export function progressTeller(whole: number, words: Words): Teller {
  let marks: { at: number; bytes: number }[] = [];
  let spoken = -spokenEvery;
  let last = 0;
  const speed = (bytes: number): number => {
    const at = performance.now();
    marks = [...marks.filter((mark) => at - mark.at < lookedBackMs), { at, bytes }];
    const first = marks[0] ?? { at, bytes };
    return at - first.at < shownAfterMs ? 0 : ((bytes - first.bytes) / (at - first.at)) * 1000;
  };
  const rest = () => {
    marks = [];
    if (last > 0) put('told', fill(words['sent'], { sent: size(last), total: size(whole) }));
  };
  const say = (sentence: string) => {
    put('told', sentence);
    put('spoken', sentence);
  };
  return {
    sent: (bytes) => {
      last = bytes;
      const percent = percentOf(bytes, whole);
      const perSecond = speed(bytes);
      const bar = find<HTMLProgressElement>('bar');
      if (bar) bar.value = percent;
      put('percent', fill(words['percent'], { percent }));
      const pace =
        perSecond > 0 ? [fill(words['speed'], { speed: size(perSecond) }), timeLeft(((whole - bytes) / perSecond) * 1000, words)] : [];
      put('told', [fill(words['sent'], { sent: size(bytes), total: size(whole) }), ...pace].join(' '));
      if (percent - spoken < spokenEvery && percent !== 100) return;
      spoken = percent;
      put('spoken', fill(words['percent'], { percent }));
    },
    rest,
    again: (sentence) => {
      rest();
      say(sentence);
    },
    say,
  };
}
