import { onLeave } from '../cohort/leave.js';
import type { CaseFacts, EnrolmentFacts } from './facts.js';
import { factsOn } from './on-date.js';
import { outcomeOf } from './outcome.js';

export const certificationStates = [
  'enrolled',
  'in_training',
  'on_leave',
  'ready',
  'under_assessment',
  'adjudication',
  'decided',
  'certified',
  'development_plan',
  'interrupted',
  'stopped',
  'revoked',
  'expired',
] as const;
export type CertificationState = (typeof certificationStates)[number];

export type CertificationEvent =
  | 'first_day'
  | 'leave'
  | 'return'
  | 'request'
  | 'assign'
  | 'lock_agreed'
  | 'lock_apart'
  | 'lock_not_ratable'
  | 'adjudicate'
  | 'withdraw_consent'
  | 'new_evidence'
  | 'certify'
  | 'not_yet'
  | 'plan_done'
  | 'stop'
  | 'revoke'
  | 'expire';

/** The life of an enrolment: from → event → to. The state itself is derived from events, never stored. */
export const transitions: { from: CertificationState[]; event: CertificationEvent; to: CertificationState }[] = [
  { from: ['enrolled'], event: 'first_day', to: 'in_training' },
  { from: ['in_training'], event: 'leave', to: 'on_leave' },
  { from: ['on_leave'], event: 'return', to: 'in_training' },
  { from: ['in_training'], event: 'request', to: 'ready' },
  { from: ['ready'], event: 'assign', to: 'under_assessment' },
  { from: ['under_assessment'], event: 'lock_agreed', to: 'decided' },
  { from: ['under_assessment'], event: 'lock_apart', to: 'adjudication' },
  { from: ['under_assessment'], event: 'lock_not_ratable', to: 'ready' },
  { from: ['adjudication'], event: 'adjudicate', to: 'decided' },
  { from: ['ready', 'under_assessment', 'adjudication'], event: 'withdraw_consent', to: 'interrupted' },
  { from: ['interrupted'], event: 'new_evidence', to: 'ready' },
  { from: ['decided'], event: 'certify', to: 'certified' },
  { from: ['decided'], event: 'not_yet', to: 'development_plan' },
  { from: ['development_plan'], event: 'plan_done', to: 'ready' },
  {
    from: ['enrolled', 'in_training', 'on_leave', 'ready', 'under_assessment', 'adjudication', 'development_plan', 'interrupted'],
    event: 'stop',
    to: 'stopped',
  },
  { from: ['certified'], event: 'revoke', to: 'revoked' },
  { from: ['certified'], event: 'expire', to: 'expired' },
];

/** The state an event leads to, or null when it cannot happen in this state. */
export const afterEvent = (event: CertificationEvent, state: CertificationState): CertificationState | null =>
  transitions.find((one) => one.event === event && one.from.includes(state))?.to ?? null;

export const latestCase = (facts: Pick<EnrolmentFacts, 'cases'>): CaseFacts | null =>
  facts.cases.reduce<CaseFacts | null>((last, one) => (last === null || one.attempt > last.attempt ? one : last), null);

const lastOf = (facts: EnrolmentFacts, kind: EnrolmentFacts['events'][number]['kind']): string =>
  facts.events.filter((event) => event.kind === kind).reduce((last, { onDate }) => (onDate > last ? onDate : last), '');

const hasBothAssessors = (one: CaseFacts) => ['A', 'B'].every((slot) => one.assessors.some((assessor) => assessor.slot === slot));

function caseState(facts: EnrolmentFacts, one: CaseFacts): CertificationState {
  if (one.closedWhy === 'consent_withdrawn') return 'interrupted';
  if (one.closedWhy === 'not_ratable') return 'ready';
  const decision = facts.decisions.filter(({ caseId }) => caseId === one.id).at(-1);
  if (decision?.decision === 'not_yet') return lastOf(facts, 'plan_done') >= decision.decidedOn ? 'ready' : 'development_plan';
  const outcome = outcomeOf(one, facts.rules.K7);
  if (!one.consentValid && (outcome.kind === 'open' || outcome.kind === 'adjudication')) return 'interrupted';
  if (outcome.kind === 'adjudication') return 'adjudication';
  if (outcome.kind === 'not_ratable') return 'ready';
  if (outcome.kind === 'met' || outcome.kind === 'not_met') return 'decided';
  return hasBothAssessors(one) ? 'under_assessment' : 'ready';
}

const isExpired = ({ rules: { K10 } }: EnrolmentFacts, certifiedOn: string, on: string): boolean =>
  K10.on && on >= `${Number(certifiedOn.slice(0, 4)) + K10.years}${certifiedOn.slice(4)}`;

/** The state of an enrolment at the end of a day, derived from its events. */
export function certificationState(all: EnrolmentFacts, on: string): CertificationState {
  const facts = factsOn(all, on);
  if (facts.certificate && all.certificate?.withdrawnOn && all.certificate.withdrawnOn <= on) return 'revoked';
  const certified = facts.decisions.find(({ decision }) => decision === 'certified');
  if (certified) return isExpired(facts, certified.decidedOn, on) ? 'expired' : 'certified';
  if (facts.events.some(({ kind }) => kind === 'stopped')) return 'stopped';
  const last = latestCase(facts);
  if (last) return caseState(facts, last);
  if (!facts.days.some(({ presence }) => presence === 'present')) return 'enrolled';
  return onLeave(facts.events, on) ? 'on_leave' : 'in_training';
}

/** The three words of a count: certified, stopped, or not yet. */
export const standing = (state: CertificationState): 'certified' | 'stopped' | 'not_yet' =>
  state === 'certified' || state === 'expired' ? 'certified' : state === 'stopped' || state === 'revoked' ? 'stopped' : 'not_yet';
