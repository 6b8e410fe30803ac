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
  [stageOf(facts), facts.recording.processing, facts.recording.durationMs === null ? 'new' : 'measured', facts.recording.review].join('.');

/** Time left by the speed so far, in ms; null before a tenth is done. The time in the queue counts too, so it is never too short. */
export function msLeft({ recording }: RecordingFor, now: Date): number | null {
  if (recording.processing !== 'processing' || recording.progress < 10) return null;
  const passed = now.getTime() - Date.parse(recording.uploadedAt);
  return Math.max(60_000, (passed / recording.progress) * (100 - recording.progress));
}
