import { mayCertify, type Independence } from '../certification/independence.js';
import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

export type WithdrawalStep = 'proposed' | 'confirmed' | 'declined' | 'taken_back';

export interface WithdrawalFacts {
  withdrawn: boolean;
  /** Who proposed it, where a proposal is open. */
  proposerId: number | null;
  coordinates: boolean;
  independence: Independence;
}

/** What the viewer can do about it now. */
export type WithdrawalTurn = 'propose' | 'answer' | 'take_back';

/**
 * A certificate is taken back by two persons and a reason (our choice): the cohort's coordinator or an independent supervisor proposes, an
 * independent supervisor who is not the proposer answers. Nobody but the proposer takes a proposal back.
 */
export function withdrawalTurn(viewer: Person, facts: WithdrawalFacts): Verdict & { turn?: WithdrawalTurn } {
  const independent = mayCertify(viewer, facts.independence);
  const coordinates = facts.coordinates && viewer.roles.includes('coordinator');
  if (!independent.ok && !coordinates) return independent;
  if (facts.withdrawn) return no('refusals:certificateWithdrawn');
  if (facts.proposerId === null) return { ...yes, turn: 'propose' };
  if (facts.proposerId === viewer.id) return { ...yes, turn: 'take_back' };
  return independent.ok ? { ...yes, turn: 'answer' } : no('refusals:withdrawalAnswered');
}

/** Which steps stand open to whom. */
export const stepsFor: Record<WithdrawalTurn, WithdrawalStep[]> = {
  propose: ['proposed'],
  answer: ['confirmed', 'declined'],
  take_back: ['taken_back'],
};
