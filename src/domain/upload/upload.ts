import { mayAttach, type Room } from '../consent/effective-scope.js';

/** A film on its way in. It ends in one of the three others, and nothing leaves those. */
export type UploadState = 'running' | 'finished' | 'discarded' | 'expired';

/** Days without a byte after which a half-finished upload is thrown away (our choice: a working week and a weekend). */
export const keptForDays = 7;

const gibibyte = 1024 ** 3;

/** What one person may have under way (our choice: the films of one day, each as long as a meeting gets). Bytes are those announced. */
export const uploadQuota = { running: 3, runningBytes: 40 * gibibyte, startedInADay: 30 } as const;

/** What a person has under way, and how many they have begun in the last 24 hours. */
export interface UploadStanding {
  running: number;
  runningBytes: number;
  startedInADay: number;
}

export type BeginRefusal = 'empty' | 'tooLarge' | 'tooManyRunning' | 'tooManyBytes' | 'tooManyToday';

/** May a film of this many bytes be begun? `maxBytes` is what the house takes at all. Null when it may. */
export function whyNotBegin(
  { running, runningBytes, startedInADay }: UploadStanding,
  bytes: number,
  maxBytes: number,
): BeginRefusal | null {
  if (!Number.isSafeInteger(bytes) || bytes <= 0) return 'empty';
  if (bytes > maxBytes) return 'tooLarge';
  if (running >= uploadQuota.running) return 'tooManyRunning';
  if (runningBytes + bytes > Math.max(uploadQuota.runningBytes, maxBytes)) return 'tooManyBytes';
  return startedInADay >= uploadQuota.startedInADay ? 'tooManyToday' : null;
}

export interface UploadStands {
  state: UploadState;
  /** Null when the meeting was removed. */
  room: Room | null;
  hasRecording: boolean;
}

export type StopReason = 'discarded' | 'expired' | 'finished' | 'meetingGone' | 'refused' | 'unanswered' | 'hasRecording';

/** Why not one more byte is taken; null when it goes on. Asked at every request and again while bytes flow. */
export function whyStopped({ state, room, hasRecording }: UploadStands): StopReason | null {
  if (state === 'finished' || state === 'expired') return state;
  if (room === null) return 'meetingGone';
  const attachable = mayAttach(room);
  const refused = !attachable.ok && attachable.reason === 'refused';
  // A no discards what has come in the same moment; the one who sends is told of the no.
  if (state === 'discarded') return refused ? 'refused' : 'discarded';
  if (hasRecording) return 'hasRecording';
  if (attachable.ok) return null;
  return refused ? 'refused' : 'unanswered';
}

/** What has arrived is thrown away at once: nobody may have it any longer. A missing answer may still come. */
export const endsForGood = (why: StopReason | null): boolean => why === 'meetingGone' || why === 'refused' || why === 'hasRecording';

/** The moment a half-finished upload is thrown away, by when it was last touched. */
export const sweptAt = (touchedAt: string): Date => new Date(Date.parse(touchedAt) + keptForDays * 24 * 3_600_000);

/** Whole percent kept, never 100 before everything is. */
export const percentKept = (kept: number, bytes: number): number => Math.floor((Math.min(kept, bytes) / bytes) * 100);
