import type { ApplicationRelation } from '../domain/application/policy.js';
import { openOnes, seatsBesideLine, seatsOfMunicipality, type Seats } from '../domain/application/waiting-list.js';
import { stoppedOn } from '../domain/cohort/leave.js';
import { mayTakeSeat, seatsTaken, type SeatHolder } from '../domain/cohort/seats.js';
import { yes } from '../domain/verdict.js';
import type { Actor } from './audit.js';
import { addApplicationEvent, listApplications, type ApplicationLine } from './application.js';
import { listCohortMunicipalities } from './cohort.js';
import type { Reader, Writer } from './database.js';
import { createEnrolment, listCohortEvents, listEnrolments, lockCohort } from './enrolment.js';
import { getProgramme, versionAtEnrolment } from './programme.js';
import { listTrainingDays } from './training-day.js';

export interface SeatedCohort {
  id: number;
  programmeVersionId: number;
}

export interface MunicipalSeats extends Seats {
  id: number;
  name: string;
}

export interface SeatPicture {
  /** The cohort's municipalities in Danish order, each with its seats. */
  municipalities: MunicipalSeats[];
  applications: ApplicationLine[];
  /** First day of training, and of seminar 2; null while they are not planned. */
  firstDay: string | null;
  seminar2: string | null;
}

export interface Move {
  enrolmentId: number;
  fromMunicipalityId: number;
  toMunicipalityId: number | null;
  onDate: string;
}

/** Changes of employer in a cohort, the earliest first. */
export const listMoves = (db: Reader, cohortId: number): Promise<Move[]> =>
  db.rows<Move>(
    `SELECT v.enrolment_id AS "enrolmentId", v.from_municipality_id AS "fromMunicipalityId", v.to_municipality_id AS "toMunicipalityId",
       v.on_date AS "onDate" FROM enrolment_move v JOIN enrolment e ON e.id = v.enrolment_id WHERE e.cohort_id = $1 ORDER BY v.on_date, v.id`,
    [cohortId],
  );

interface Seated extends SeatHolder {
  id: number;
  enrolledOn: string;
}

/** Who has had a seat: somebody who changed employer had one in each municipality, one after the other. */
export function holdersOf(seated: Seated[], moves: Move[]): SeatHolder[] {
  return seated.flatMap((one) => {
    const own = moves.filter(({ enrolmentId, toMunicipalityId }) => enrolmentId === one.id && toMunicipalityId !== null);
    const left = own.map((move, index) => ({
      municipalityId: move.fromMunicipalityId,
      enrolledOn: own[index - 1]?.onDate ?? one.enrolledOn,
      stoppedOn: move.onDate,
    }));
    return [...left, { municipalityId: one.municipalityId, enrolledOn: own.at(-1)?.onDate ?? one.enrolledOn, stoppedOn: one.stoppedOn }];
  });
}

async function findHolders(db: Reader, cohortId: number): Promise<SeatHolder[]> {
  const [enrolments, events, moves] = await Promise.all([
    listEnrolments(db, cohortId),
    listCohortEvents(db, cohortId),
    listMoves(db, cohortId),
  ]);
  const seated = enrolments.map((one) => ({ ...one, stoppedOn: stoppedOn(events.filter(({ enrolmentId }) => enrolmentId === one.id)) }));
  return holdersOf(seated, moves);
}

/** Seats, offers and waiting lists of a cohort as they are today. */
export async function readSeats(db: Reader, cohort: SeatedCohort, today: string): Promise<SeatPicture> {
  const [holders, days, places, applications, programme] = await Promise.all([
    findHolders(db, cohort.id),
    listTrainingDays(db, cohort.id),
    listCohortMunicipalities(db, cohort.id),
    listApplications(db, cohort.id),
    getProgramme(db, cohort.programmeVersionId),
  ]);
  const seminar2 = days.find(({ code }) => code === 'S2')?.onDate ?? null;
  const { perMunicipality } = programme.body.capacity;
  return {
    municipalities: places.map(({ id, name }) => ({
      id,
      name,
      ...seatsOfMunicipality(applications, id, seatsTaken(holders, id, seminar2, today), perMunicipality),
    })),
    applications,
    firstDay: days[0]?.onDate ?? null,
    seminar2,
  };
}

/** A seat is refused with the reason (a locale key) and what its sentence needs. */
export class SeatRefused extends Error {
  constructor(
    readonly reason: string,
    readonly params: Record<string, string>,
  ) {
    super(reason);
  }
}

export const seatRefusal = ({ reason, params }: SeatRefused): string => `${reason}?${new URLSearchParams(params).toString()}`;

export interface SeatWanted {
  cohort: SeatedCohort;
  municipalityId: number;
  enrolledOn: string;
  /** The application that has come to its turn; without one the seat has to be left over when everyone in line has theirs. */
  application?: ApplicationLine;
  /** Finds or makes the person, inside the transaction. */
  personId: (tx: Writer) => Promise<number>;
  /** The address of the person, so that their own application is settled too. */
  signInName?: string;
}

/** Why no seat can be taken, or null. */
function refusal({ municipalities, applications }: SeatPicture, wanted: SeatWanted): SeatRefused | null {
  const place = municipalities.find(({ id }) => id === wanted.municipalityId);
  if (!place) return new SeatRefused('training:enrolmentForm.municipalityMissing', {});
  const params = { municipality: place.name, capacity: String(place.capacity ?? '') };
  const own = wanted.application ?? ownOf(applications, wanted);
  const offered = own?.state === 'offered';
  const verdict = offered ? yes : mayTakeSeat(place.taken + place.offered, place.capacity);
  if (!verdict.ok) return new SeatRefused(verdict.reason, params);
  if (own) return null;
  return seatsBesideLine(applications, place.id, place) === 0 ? new SeatRefused('refusals:application.othersFirst', params) : null;
}

const ownOf = (applications: ApplicationLine[], { municipalityId, signInName }: SeatWanted): ApplicationLine | undefined =>
  openOnes(applications).find((one) => one.signInName === signInName && one.municipalityId === municipalityId);

/**
 * Puts somebody on a cohort, behind the cohort's lock: seats are counted inside the transaction. An application of theirs is settled with it.
 * Throws {@link SeatRefused}; nothing of the transaction is then kept. Returns the enrolment's id.
 */
export async function takeSeat(tx: Writer, actor: Actor & { personId: number }, wanted: SeatWanted, today: string): Promise<number> {
  await lockCohort(tx, wanted.cohort.id);
  const picture = await readSeats(tx, wanted.cohort, today);
  const refused = refusal(picture, wanted);
  if (refused) throw refused;
  const enrolmentId = await createEnrolment(tx, actor, {
    personId: await wanted.personId(tx),
    cohortId: wanted.cohort.id,
    municipalityId: wanted.municipalityId,
    programmeVersionId: await versionAtEnrolment(tx, wanted.cohort.programmeVersionId, wanted.enrolledOn),
    enrolledOn: wanted.enrolledOn,
  });
  const own = wanted.application ?? ownOf(picture.applications, wanted);
  if (own)
    await addApplicationEvent(tx, actor, own, own.state === 'offered' && wanted.application ? 'accepted' : 'seated', { enrolmentId });
  return enrolmentId;
}

/** What somebody is to a municipality's seats in a cohort; roles are looked at by the caller. */
export async function findApplicationRelation(
  db: Reader,
  viewer: { id: number; municipalityId: number | null },
  { cohortId, municipalityId }: { cohortId: number; municipalityId: number },
): Promise<ApplicationRelation> {
  const appointed = await db.row('SELECT 1 AS "found" FROM appointment WHERE person_id = $1 AND cohort_id = $2', [viewer.id, cohortId]);
  return { manages: viewer.municipalityId === municipalityId, coordinates: appointed !== null };
}
