import type { Review } from './recording.js';

export type ReviewAct = 'made_playable' | 'reflect' | 'open' | 'share' | 'reply' | 'answer' | 'close';
export type Turn = 'trainee' | 'supervisor' | 'nobody';

interface Step {
  from: Review[];
  to: Review;
  who: Turn;
}

/** The life of a review: act → from which states, to which, and who does it. */
export const steps: Record<ReviewAct, Step> = {
  made_playable: { from: ['draft'], to: 'ready_for_reflection', who: 'nobody' },
  reflect: { from: ['ready_for_reflection'], to: 'reflected', who: 'trainee' },
  open: { from: ['reflected'], to: 'with_supervisor', who: 'supervisor' },
  share: { from: ['reflected', 'with_supervisor', 'shared', 'in_dialogue'], to: 'shared', who: 'supervisor' },
  reply: { from: ['shared', 'in_dialogue'], to: 'in_dialogue', who: 'trainee' },
  answer: { from: ['in_dialogue'], to: 'shared', who: 'supervisor' },
  close: { from: ['shared', 'in_dialogue'], to: 'closed', who: 'supervisor' },
};

export const mayStep = (act: ReviewAct, state: Review): boolean => steps[act].from.includes(state);

/** The state after the act, or null when the act is not open in this state. */
export const afterStep = (act: ReviewAct, state: Review): Review | null => (mayStep(act, state) ? steps[act].to : null);

const turns: Record<Review, Turn> = {
  draft: 'nobody',
  ready_for_reflection: 'trainee',
  reflected: 'supervisor',
  with_supervisor: 'supervisor',
  shared: 'trainee',
  in_dialogue: 'supervisor',
  closed: 'nobody',
};

/** Whose turn it is in a state. */
export const turnOf = (state: Review): Turn => turns[state];

/** Does the act hand the turn to somebody else? If not, they have waited as long as before. */
export const movesTurn = (from: Review, to: Review): boolean => turnOf(from) !== turnOf(to);

/** The trainee's reflection comes first: nobody's comments are shown to them before it is delivered. */
export const hasReflected = (state: Review): boolean => !['draft', 'ready_for_reflection'].includes(state);
