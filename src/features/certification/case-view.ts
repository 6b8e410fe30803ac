import { wouldDifferAlone } from '../../domain/agreement/agreement.js';
import type { CaseFacts } from '../../domain/certification/facts.js';
import { bothLocked } from '../../domain/certification/policy.js';
import { outcomeOf, type Outcome } from '../../domain/certification/outcome.js';
import type { SeatRating } from '../../store/rating.js';
import type { SelfAssessmentRecord } from '../../store/self-assessment.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName } from '../../web/requirement-words.js';
import { levelWord } from './elements-view.js';
import type { StageView } from './film.js';
import { profileOf, type ProfileRow } from './profile.js';
import type { CaseFile } from './scope.js';
import { caseEvents, newestFirst, seatView } from './seats.js';
import type { Crumb, Link, Row, SeatView, Status } from './views.js';

export interface Opened {
  /** Null until the viewer may read them. */
  ratings: SeatRating[] | null;
  own: SelfAssessmentRecord[];
  stage: StageView | null;
}

export interface FeedbackView {
  name: string;
  overall: string | null;
  worked: string;
  next: string;
}

export interface CaseView {
  notice: string | null;
  crumbs: Crumb[];
  title: string;
  lead: string;
  outcome: { status: Status; title: string; text: string; note: string | null } | null;
  seats: SeatView[];
  blind: string;
  feedback: FeedbackView[];
  profile: ProfileRow[];
  heads: { a: string; b: string; third: string | null; own: string | null };
  stage: StageView | null;
  history: Row[];
  action: Link | null;
}

const factsOf = ({ candidate, case: { id } }: CaseFile): CaseFacts | undefined => candidate.facts.cases.find((one) => one.id === id);

const kinds: Record<Outcome['kind'], string> = {
  open: 'under-way',
  not_ratable: 'missing',
  adjudication: 'waiting',
  met: 'done',
  not_met: 'missing',
};

/** What came of it. The mean is told to those who read the ratings, and to nobody else; it is never rounded up to a threshold. */
function outcomeView({ record, t, fmt }: Visit<CaseFile>): CaseView['outcome'] {
  const facts = factsOf(record);
  const { rules } = record.candidate.facts;
  if (!facts) return null;
  const outcome = outcomeOf(facts, rules.K7);
  const [a, b] = ['A', 'B'].map((slot) => facts.assessors.find((one) => one.slot === slot));
  const apart = a && b && record.relation.isAssessor && wouldDifferAlone(a, b, rules.K7);
  const figures =
    outcome.kind === 'met' || outcome.kind === 'not_met'
      ? { mean: fmt.number(outcome.meanThousandths / 1000, 3), rated: outcome.rated, required: fmt.number(rules.K7.jointMean / 1000, 1) }
      : { elements: outcome.kind === 'adjudication' ? fmt.list(outcome.elements.map(String)) : '', least: rules.K7.ratedItems };
  return {
    status: { kind: kinds[outcome.kind], text: t(`certification:outcome.${outcome.kind}.status`) },
    title: t(`certification:outcome.${outcome.kind}.title`),
    text: t(`certification:outcome.${outcome.kind}.text`, figures),
    note: apart ? t('certification:outcome.apartAlone') : null,
  };
}

function feedbackOf({ record, lang }: Visit<CaseFile>, ratings: SeatRating[]): FeedbackView[] {
  return record.case.seats
    .filter(({ slot }) => slot !== 'adjudicator')
    .flatMap(({ id, name }) => {
      const found = ratings.find(({ seatId }) => seatId === id);
      if (!found) return [];
      const { worked, next } = found.feedback;
      return [{ name, worked, next, overall: found.overall === null ? null : levelWord(lang, found.overall) }];
    });
}

function actionOf({ record, t }: Visit<CaseFile>): Link | null {
  const { seat, caseOpen, consentValid, case: file } = record;
  if (!seat || seat.lockedAt !== null || !caseOpen || !consentValid) return null;
  return seat.slot === 'adjudicator'
    ? { label: t('certification:act.adjudicate'), href: paths.certification.adjudication(file.id) }
    : { label: t('certification:act.rate'), href: paths.certification.rating(file.id) };
}

function leadOf({ record, t, fmt }: Visit<CaseFile>): string {
  const { case: file, relation } = record;
  const asked = t('certification:case.asked', { date: fmt.date(file.requestedOn), context: relation.isTrainee ? 'own' : undefined });
  const inside = relation.isTrainee || relation.isOwnSupervisor || relation.isAssessor;
  if (!inside) return asked;
  const what =
    file.meetingNumber === null
      ? t('certification:case.observed')
      : t('certification:case.film', { number: file.meetingNumber, date: fmt.date(file.meetingDate ?? file.requestedOn) });
  return `${asked} ${what}`;
}

const historyOf = ({ record, t, fmt }: Visit<CaseFile>): Row[] => {
  const { candidate, relation, case: file } = record;
  const inside = relation.isTrainee || relation.isOwnSupervisor || relation.isAssessor;
  const words = { name: firstName(candidate.name), context: relation.isTrainee ? ('own' as const) : undefined, inside };
  return newestFirst(caseEvents({ t, fmt }, file, words));
};

export function caseView(visit: Visit<CaseFile>, { ratings, own, stage }: Opened): CaseView {
  const { record, t, fmt } = visit;
  const { candidate, case: file } = record;
  const nameOf = (slot: string) => file.seats.find((one) => one.slot === slot)?.name ?? '';
  const before = own.filter(({ deliveredOn }) => deliveredOn <= file.requestedOn).at(-1);
  const third = file.seats.find(({ slot, lockedAt }) => slot === 'adjudicator' && lockedAt !== null);
  return {
    notice: visit.flash(),
    crumbs: [{ href: paths.certification.enrolment(candidate.id), label: candidate.name }, { label: t('certification:case.title') }],
    title: t('certification:case.titleOf', { name: candidate.name }),
    lead: leadOf(visit),
    outcome: ratings ? outcomeView(visit) : null,
    seats: file.seats.map((seat) => seatView({ t, fmt }, seat)),
    blind: t(bothLocked(file.seats) ? 'certification:assessors.both' : 'certification:assessors.blind'),
    feedback: ratings ? feedbackOf(visit, ratings) : [],
    profile: ratings ? profileOf(visit, ratings, before?.levels ?? null, stage?.player != null) : [],
    heads: { a: nameOf('A'), b: nameOf('B'), third: third?.name ?? null, own: before ? t('certification:case.own') : null },
    stage,
    history: historyOf(visit),
    action: actionOf(visit),
  };
}
