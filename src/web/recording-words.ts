import type { Processing, Review } from '../domain/recording/recording.js';
import { turnOf } from '../domain/recording/review-states.js';
import type { Translate } from './language.js';

export interface Status {
  kind: 'your-turn' | 'done' | 'under-way' | 'not-begun' | 'waiting' | 'missing' | 'barred';
  text: string;
}

export interface RecordingState {
  processing: Processing;
  review: Review;
  erasedAt: string | null;
  erasedWhy: string | null;
}

/** Where a recording stands and whose turn it is, for the one who reads. `others` is the name of the one waited for. */
export function recordingStatus(t: Translate, state: RecordingState, reader: 'trainee' | 'supervisor' | 'other', others: string): Status {
  if (state.erasedAt !== null) return { kind: 'barred', text: t('recordings:state.erased') };
  if (state.erasedWhy !== null) return { kind: 'barred', text: t('recordings:state.closing') };
  if (state.processing === 'failed') return { kind: 'missing', text: t('recordings:state.failed') };
  if (state.processing !== 'ready') return { kind: 'under-way', text: t('recordings:state.processing') };
  const turn = turnOf(state.review);
  if (turn === 'nobody') return { kind: 'done', text: t('recordings:state.closed') };
  if (turn === reader) return { kind: 'your-turn', text: t(`recordings:state.yours.${state.review}`) };
  return { kind: 'waiting', text: t('recordings:state.with', { name: others }) };
}
