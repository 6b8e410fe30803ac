import { bothLocked } from '../../domain/certification/policy.js';
import { latestCase } from '../../domain/certification/states.js';
import type { CaseRecord } from '../../store/assessment.js';
import type { DecisionRecord } from '../../store/certificate.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName, requirementWords } from '../../web/requirement-words.js';
import type { Candidate } from './scope.js';
import { caseEvents, newestFirst, seatView } from './seats.js';
import { sheetFor } from './sheet.js';
import { standingFor, type Standing } from './standing.js';
import type { EnrolmentView, Link, Row } from './views.js';

const to = paths.certification;

interface Kept {
  cases: CaseRecord[];
  decisions: DecisionRecord[];
  certificateId: number | null;
}

/** What must be in place, as far as the viewer may know, in sentences. */
export const requirementRows = ({ t, fmt, record }: Visit<Candidate>, requirements: Standing['requirements']) =>
  requirements.map((one) => {
    const { code, status, strong, rest, origin } = requirementWords(
      { t, fmt },
      one,
      { own: record.relation.isTrainee, name: record.name },
      record.facts.rules,
    );
    return { code, status, strong, rest, note: origin };
  });

/** Where the facts behind a requirement are kept, for those who may read them there. */
function sourceOf({ t, record: { id, relation } }: Visit<Candidate>, code: string): Link | undefined {
  if (code === 'K2' && (relation.isTrainee || relation.isOwnSupervisor || relation.coordinates))
    return { href: paths.supervision.hours(id), label: t('certification:link.hours') };
  return code === 'K4' && relation.isTrainee ? { href: paths.meetings.list(), label: t('certification:link.meetings') } : undefined;
}

function leadOf({ record, t }: Visit<Candidate>, { state, requirements, turn }: Standing): string {
  const place = t('certification:place', { municipality: record.municipalityName, cohort: record.cohortName });
  const is = t('certification:is', {
    name: firstName(record.name),
    state: t(`requirements:state.${state}`),
    context: record.relation.isTrainee ? 'own' : undefined,
  });
  const locked = requirements.find(({ code }) => code === 'K7')?.params['locked'];
  const half = turn.what === 'rating' && locked === 1 ? ` ${t('certification:oneOfTwo')}` : '';
  return `${place} ${is}${half}`;
}

/** A municipality's manager follows done and not done, and nothing between. */
const onlyManages = ({ relation }: Candidate): boolean =>
  relation.managesMunicipality && Object.values(relation).filter(Boolean).length === 1;

function historyOf(visit: Visit<Candidate>, { inside, caseIds }: Standing, { cases, decisions }: Kept): Row[] {
  const { record, t, fmt } = visit;
  const words = { name: firstName(record.name), context: record.relation.isTrainee ? ('own' as const) : undefined, inside };
  const told = cases
    .filter(({ id }) => caseIds.includes(id))
    .flatMap((one) => {
      const sits = one.seats.some(({ personId }) => personId === visit.viewer.id);
      const reads = (record.relation.isTrainee || record.relation.isOwnSupervisor || sits) && bothLocked(one.seats);
      return caseEvents({ t, fmt }, one, words, reads ? { href: to.case(one.id), label: t('certification:link.case') } : undefined);
    });
  const decided = decisions.map(({ decision, deciderName, decidedOn, recordedAt }) => ({
    on: recordedAt,
    kind: decision,
    row: { rest: t(`certification:history.${decision}`, { by: deciderName }), aside: fmt.date(decidedOn) },
  }));
  return onlyManages(record) ? newestFirst(decided.filter(({ kind }) => kind === 'certified')) : newestFirst([...told, ...decided]);
}

function linksFor({ record, t }: Visit<Candidate>, { state }: Standing, certificateId: number | null): Link[] {
  const over = ['certified', 'expired', 'stopped', 'revoked'].includes(state);
  const own =
    record.relation.isTrainee && !over ? [{ href: to.selfAssessment(record.id), label: t('certification:link.selfAssessment') }] : [];
  const mayPropose = record.relation.coordinates || record.relation.mayCertify;
  const withdraw =
    certificateId !== null && state === 'certified' && mayPropose
      ? [{ href: to.withdrawal(certificateId), label: t('certification:link.withdrawal') }]
      : [];
  return [...own, { href: to.rubric(), label: t('certification:link.rubric') }, ...withdraw];
}

/** The two assessors of the latest case, with a link to what they gave for those who may read it. */
function assessorsOf(visit: Visit<Candidate>, { inside, caseIds }: Standing, { cases }: Kept): EnrolmentView['assessors'] {
  const { record, t, fmt } = visit;
  const last = cases.find(({ id }) => id === latestCase(record.facts)?.id && caseIds.includes(id));
  if (!last || last.seats.length === 0 || !(inside || record.relation.coordinates)) return null;
  const sits = last.seats.some(({ personId }) => personId === visit.viewer.id);
  const reads = record.relation.isTrainee || record.relation.isOwnSupervisor || sits;
  return {
    text: t(bothLocked(last.seats) ? 'certification:assessors.both' : 'certification:assessors.blind'),
    seats: last.seats.map((seat) => seatView({ t, fmt }, seat)),
    link: reads ? { href: to.case(last.id), label: t('certification:link.case') } : null,
  };
}

function planOf({ record, t, fmt }: Visit<Candidate>, { inside, state }: Standing, { decisions }: Kept): EnrolmentView['plan'] {
  const last = decisions.filter(({ decision }) => decision === 'not_yet').at(-1);
  if (!last || last.nextSteps === '' || !inside || record.relation.isAssessor || state !== 'development_plan') return null;
  return { text: last.nextSteps, by: t('certification:plan.by', { name: last.deciderName, date: fmt.date(last.decidedOn) }) };
}

export function enrolmentView(visit: Visit<Candidate>, kept: Kept): EnrolmentView {
  const { record, t, today } = visit;
  const standing = standingFor(record, today);
  const blocking = standing.requirements.filter(({ soft }) => !soft);
  const met = blocking.filter(({ state }) => state === 'met').length;
  return {
    notice: visit.flash(),
    crumbs: [
      onlyManages(record)
        ? { href: paths.coordination.municipality(), label: t('web:nav.municipality') }
        : { href: to.index(), label: t('certification:title') },
      { label: t('certification:way') },
    ],
    title: record.name,
    lead: leadOf(visit, standing),
    sheet: sheetFor(visit, standing, kept.cases, kept.certificateId),
    links: linksFor(visit, standing, kept.certificateId),
    plan: planOf(visit, standing, kept),
    rules: t('certification:rules', {
      version: record.facts.rules.version,
      name: firstName(record.name),
      context: record.relation.isTrainee ? 'own' : undefined,
      met,
      all: blocking.length,
    }),
    requirements: requirementRows(visit, standing.requirements).map((row) => ({ ...row, noteLink: sourceOf(visit, row.code) })),
    assessors: assessorsOf(visit, standing, kept),
    history: historyOf(visit, standing, kept),
  };
}
