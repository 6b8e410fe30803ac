import { run } from './programs.mjs';

/** espeak-ng's own sample rate. */
export const sampleRate = 22050;
const loudness = 4600; // RMS of the voiced parts, of 32767: every voice is heard equally well
const quiet = 160; // below this an espeak-ng sample is silence
const ceiling = 24000;

/** One spoken line as 16-bit mono samples, without the silence around it and at the common loudness. */
export function speak(voice, text) {
  const wav = run('espeak-ng', [
    ...['-v', `da+${voice.variant}`, '-p', `${voice.pitch}`, '-s', `${voice.speed}`, '-g', `${voice.gap}`],
    ...['--stdout', text],
  ]);
  return levelled(trimmed(samplesOf(wav)));
}

function samplesOf(wav) {
  // espeak-ng writes to a pipe with an unknown length in the header: find the chunk, then take all that follows.
  const start = wav.indexOf('data', 12, 'latin1') + 8;
  const samples = new Int16Array((wav.length - start) >> 1);
  for (let i = 0; i < samples.length; i += 1) samples[i] = wav.readInt16LE(start + 2 * i);
  return samples;
}

function trimmed(samples) {
  const loud = (value) => Math.abs(value) > quiet;
  const last = samples.findLastIndex(loud);
  return samples.subarray(Math.max(0, samples.findIndex(loud)), last + 1);
}

function levelled(samples) {
  const voiced = samples.filter((value) => Math.abs(value) > quiet);
  const gain = loudness / rms(voiced, 0, voiced.length);
  return samples.map((value) => Math.max(-ceiling, Math.min(ceiling, Math.round(value * gain))));
}

/** Root mean square of a stretch of samples; 0 for an empty one. */
export function rms(samples, from, to) {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += samples[i] * samples[i];
  return to > from ? Math.sqrt(sum / (to - from)) : 0;
}

/** How wide the mouth is in each picture of `stepMs`, from 0 (closed) to 3. */
export function mouths(samples, stepMs) {
  const step = (sampleRate * stepMs) / 1000;
  return Array.from({ length: Math.ceil(samples.length / step) }, (_, index) => {
    const level = rms(samples, Math.floor(index * step), Math.min(samples.length, Math.floor((index + 1) * step)));
    return [350, 1500, 3200].filter((threshold) => level > threshold).length;
  });
}
