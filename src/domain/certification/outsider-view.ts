import type { EnrolmentFacts } from './facts.js';
import { judge, type Requirement } from './judge.js';
import { remembered } from './remembered.js';
import { certificationState, type CertificationState } from './states.js';
import { whoseTurn, type WhoseTurn } from './turn.js';

export interface OutsiderView {
  state: CertificationState;
  requirements: Requirement[];
  turn: WhoseTurn;
}

/** A case that ended because somebody took their answer back leaves no trace here. */
export const asIfNeverBegun = (facts: EnrolmentFacts): EnrolmentFacts => {
  const ended = facts.cases.filter(({ closedWhy, consentValid, assessors }) => {
    const rated = ['A', 'B'].every((slot) => assessors.some((one) => one.slot === slot && one.lockedOn !== null));
    return closedWhy === 'consent_withdrawn' || (closedWhy === null && !consentValid && !rated);
  });
  return { ...facts, cases: facts.cases.filter((one) => !ended.includes(one)) };
};

const blurred = (one: Requirement): Requirement =>
  one.code === 'K6' && one.state !== 'met' ? { ...one, state: 'missing', sentenceKey: 'requirements:K6.missing' } : one;

/**
 * What a coordinator and a manager learn of an enrolment. «Mangler bevis» is the same for no recording, refused, withdrawn, expired and the
 * route without film, so K9 is left out and K6 is there or not there.
 */
export const outsiderView = remembered((all: EnrolmentFacts, on: string): OutsiderView => {
  const facts = asIfNeverBegun(all);
  return {
    state: certificationState(facts, on),
    requirements: judge(facts, on)
      .filter(({ code }) => code !== 'K9')
      .map(blurred),
    turn: whoseTurn(facts, on),
  };
});
