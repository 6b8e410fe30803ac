import type { EnrolmentFacts } from './facts.js';
import { judge, type Requirement } from './judge.js';
import { remembered } from '../calendar/remembered.js';
import { outcomeOf } from './outcome.js';
import { certificationState, type CertificationState } from './states.js';
import { whoseTurn, type WhoseTurn } from './turn.js';

export interface OutsiderView {
  state: CertificationState;
  requirements: Requirement[];
  turn: WhoseTurn;
}

/** A case that ended because somebody took their answer back leaves no trace here, also before it is closed. */
export const asIfNeverBegun = (facts: EnrolmentFacts): EnrolmentFacts => {
  const ended = facts.cases.filter((one) => {
    const undecided = ['open', 'adjudication'].includes(outcomeOf(one, facts.rules.K7).kind);
    return one.closedWhy === 'consent_withdrawn' || (one.closedWhy === null && !one.consentValid && undecided);
  });
  return { ...facts, cases: facts.cases.filter((one) => !ended.includes(one)) };
};

/** Before or after seminar 2 is enough: the date of a meeting may be the date of a recording. */
const undated = (one: Requirement): Requirement => {
  const { date: _, ...params } = one.params;
  return { ...one, params, sentenceKey: `${one.sentenceKey}_seen` };
};

const blurred = (one: Requirement): Requirement => {
  if (one.code === 'K6' && one.state !== 'met') return { ...one, state: 'missing', sentenceKey: 'requirements:K6.missing' };
  return one.code === 'K3' && one.state === 'met' ? undated(one) : one;
};

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
