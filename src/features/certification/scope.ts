import { localDate } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { mayCertify, type Independence } from '../../domain/certification/independence.js';
import { asIfNeverBegun } from '../../domain/certification/outsider-view.js';
import { seesEvidence, type EnrolmentRelation, type RatingSeat } from '../../domain/certification/policy.js';
import { inForceOn } from '../../domain/certification/rule-version.js';
import type { Person } from '../../domain/person/person.js';
import { findCase, findIndependence, type CaseRecord, type SeatRecord } from '../../store/assessment.js';
import { findCertificate, type CertificateRecord } from '../../store/certificate.js';
import { listWithdrawal, type WithdrawalLine } from '../../store/certificate-withdrawal.js';
import { findCandidateFor, type CandidateRecord } from '../../store/certification.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { idOf, type Scope } from '../../web/guard.js';
import type { House } from '../../web/house.js';

export interface Candidate extends CandidateRecord {
  relation: EnrolmentRelation;
  facts: EnrolmentFacts;
  independence: Independence;
}

/** An enrolment, for those who are something to the trainee. Who may certify has a relation once two have rated. */
async function findCandidate(viewer: Person, enrolmentId: number, { db }: House, now: Date): Promise<Candidate | null> {
  const found = await findCandidateFor(db, viewer.id, enrolmentId, localDate(now));
  const facts = found && (await factsFor(db, [enrolmentId])).get(enrolmentId);
  if (!found || !facts) return null;
  const { supervises, appointed, assesses, rated, ...record } = found;
  const independence = await findIndependence(db, found, null);
  const has = (role: Person['roles'][number]) => viewer.roles.includes(role);
  const relation: EnrolmentRelation = {
    isTrainee: found.personId === viewer.id,
    isOwnSupervisor: has('supervisor') && supervises === 1,
    coordinates: has('coordinator') && appointed === 1,
    managesMunicipality: has('manager') && viewer.municipalityId === found.homeId,
    isAssessor: assesses === 1,
    mayCertify: rated === 1 && mayCertify(viewer, independence).ok,
  };
  return Object.values(relation).some(Boolean) ? { ...record, relation, facts: inForceOn(facts, localDate(now)), independence } : null;
}

export const candidate: Scope<Candidate> = async (viewer, params, house, now) => {
  const id = idOf(params);
  return id === null ? null : findCandidate(viewer, id, house, now);
};

export interface CaseFile extends RatingSeat {
  candidate: Candidate;
  relation: EnrolmentRelation;
  case: CaseRecord;
  /** The viewer's own seat. */
  seat: SeatRecord | null;
}

const isVisibleOutside = ({ facts }: Candidate, caseId: number) => asIfNeverBegun(facts).cases.some(({ id }) => id === caseId);

/**
 * A case, for the trainee, the own supervisor and its assessors; for the coordinator as long as it does not tell of a consent. Having
 * assessed the trainee in another case opens nothing.
 */
export const caseFile: Scope<CaseFile> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findCase(house.db, id);
  const of = found && (await findCandidate(viewer, found.enrolmentId, house, now));
  if (!found || !of) return null;
  const seat = found.seats.find(({ personId }) => personId === viewer.id) ?? null;
  const relation = { ...of.relation, isAssessor: seat !== null };
  const outside = relation.coordinates && isVisibleOutside(of, found.id);
  if (!seesEvidence(relation) && !outside) return null;
  const decided = of.facts.decisions.some(({ caseId }) => caseId === found.id);
  return {
    candidate: of,
    relation,
    case: found,
    seat,
    slot: seat?.slot ?? null,
    locked: seat !== null && seat.lockedAt !== null,
    caseOpen: found.closedOn === null && !decided,
    consentValid: of.facts.cases.find((one) => one.id === found.id)?.consentValid ?? false,
  };
};

/** The case of a rating; the adjudicator's is another page. */
export const ratingCase: Scope<CaseFile> = async (viewer, params, house, now) => {
  const found = await caseFile(viewer, params, house, now);
  return found?.slot === 'adjudicator' ? null : found;
};

/** The case as the adjudicator settles it; for one of the two it does not exist. */
export const adjudicationCase: Scope<CaseFile> = async (viewer, params, house, now) => {
  const found = await caseFile(viewer, params, house, now);
  return found && (found.slot === 'A' || found.slot === 'B') ? null : found;
};

/** A certificate, for its holder, the own supervisor, the coordinator and whoever decided. */
export const certificate: Scope<CertificateRecord> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findCertificate(house.db, id);
  const of = found && (await findCandidate(viewer, found.enrolmentId, house, now));
  if (!found || !of) return null;
  const { isTrainee, isOwnSupervisor, coordinates } = of.relation;
  return isTrainee || isOwnSupervisor || coordinates || found.deciderId === viewer.id ? found : null;
};

export interface Withdrawal {
  certificate: CertificateRecord;
  candidate: Candidate;
  lines: WithdrawalLine[];
}

/** Taking a certificate back: for those who see it, and for whoever could have certified. */
export const withdrawal: Scope<Withdrawal> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findCertificate(house.db, id);
  const of = found && (await findCandidate(viewer, found.enrolmentId, house, now));
  if (!found || !of) return null;
  const { isTrainee, isOwnSupervisor, coordinates, mayCertify: mayJudge } = of.relation;
  if (!isTrainee && !isOwnSupervisor && !coordinates && !mayJudge && found.deciderId !== viewer.id) return null;
  return { certificate: found, candidate: of, lines: await listWithdrawal(house.db, found.id) };
};
