import { permission, type Permission } from '../../domain/consent/effective-scope.js';
import type { RecordingFor } from '../../store/recording.js';

export type Stage = 'processing' | 'failed' | 'ready' | 'quarantined' | 'blocked' | 'erased';

/** What the page is about: erasure and answers come before how far the file is. */
export function stageOf({ recording, room }: RecordingFor): Stage {
  if (recording.erasedAt !== null) return 'erased';
  if (recording.processing === 'failed') return 'failed';
  const may: Permission = recording.erasedWhy === null ? permission(room, recording) : 'blocked';
  if (may === 'blocked' || may === 'quarantined') return may;
  return recording.processing === 'ready' ? 'ready' : 'processing';
}

/** Changes when the page has other words to show. */
export const markOf = (facts: RecordingFor): string =>
  [
    stageOf(facts),
    facts.recording.processing,
    facts.recording.step ?? 'none',
    facts.recording.uncut ? 'uncut' : 'whole',
    facts.recording.durationMs === null ? 'new' : 'measured',
    facts.recording.review,
  ].join('.');

// Before this much is done the speed is a guess.
const knownFrom = 4;

/** Whether something is being made at this moment whose speed can be measured. */
export const isMaking = ({ step }: RecordingFor['recording']): boolean =>
  step !== null && ['cutting', 'copying', 'steadying'].includes(step);

/** Time left of the step under way by its own speed so far, in ms; null before that is known. Waiting in the queue does not count as speed. */
export function msLeft({ recording }: RecordingFor, now: Date): number | null {
  if (!isMaking(recording) || recording.stepSince === null || recording.progress < knownFrom) return null;
  const passed = now.getTime() - Date.parse(recording.stepSince);
  return Math.max(60_000, (passed / recording.progress) * (100 - recording.progress));
}

/** Can be watched, and a smoother version is on its way. */
export const isSmoothing = (recording: RecordingFor['recording']): boolean =>
  recording.processing === 'ready' && recording.settledAt === null && recording.originalKey !== null;
