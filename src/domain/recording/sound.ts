/** From–to in ms, where nobody is heard. */
export type Silence = [number, number];

/** In Open Dialogue silence is part of the talk; shorter ones are breathing (our choice). */
export const toldSilenceMs = 3_000;

/** The silences worth showing, in order of the film: at most `most`, the longest ones. */
export function toldSilences(silences: readonly Silence[], most: number): Silence[] {
  const long = silences.filter(([from, to]) => to - from >= toldSilenceMs);
  if (long.length <= most) return long;
  return [...long]
    .sort((a, b) => b[1] - b[0] - (a[1] - a[0]))
    .slice(0, most)
    .sort((a, b) => a[0] - b[0]);
}

/** The wave in at most `most` columns, each as loud as its loudest moment. */
export function fewerPeaks(peaks: readonly number[], most: number): number[] {
  if (peaks.length <= most) return [...peaks];
  return Array.from({ length: most }, (_, column) => {
    const [from, to] = [Math.floor((column * peaks.length) / most), Math.floor(((column + 1) * peaks.length) / most)];
    return peaks.slice(from, to).reduce((loudest, one) => Math.max(loudest, one), 0);
  });
}
