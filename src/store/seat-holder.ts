import type { EnrolmentEvent } from '../domain/cohort/leave.js';
import type { Reader } from './database.js';
import { packed, unpack } from './packed.js';

/** Somebody with a seat: dates, and never why. */
export interface SeatHolderLine {
  enrolmentId: number;
  personId: number;
  name: string;
  cohortId: number;
  cohortName: string;
  cohortStartsOn: string;
  cohortEndsOn: string;
  municipalityId: number;
  municipalityName: string;
  /** The person's municipality today: another one when they have changed employer. */
  personMunicipalityId: number | null;
  enrolledOn: string;
  certifiedOn: string | null;
  groupName: string | null;
  supervisorName: string | null;
  events: EnrolmentEvent[];
}

type Row = Omit<SeatHolderLine, 'events'> & { events: string | null };

const select = `SELECT e.id AS "enrolmentId", e.person_id AS "personId", p.name, c.id AS "cohortId", c.name AS "cohortName",
    c.starts_on AS "cohortStartsOn", c.ends_on AS "cohortEndsOn", e.municipality_id AS "municipalityId", m.name AS "municipalityName",
    p.municipality_id AS "personMunicipalityId", e.enrolled_on AS "enrolledOn", g.name AS "groupName", s.name AS "supervisorName",
    (SELECT MIN(x.issued_on) FROM certificate x WHERE x.enrolment_id = e.id AND x.withdrawn_at IS NULL) AS "certifiedOn",
    ${packed(['w.kind', 'w.on_date'], 'enrolment_event w WHERE w.enrolment_id = e.id', 'w.on_date, w.id')} AS "events"
  FROM enrolment e JOIN person p ON p.id = e.person_id JOIN cohort c ON c.id = e.cohort_id JOIN municipality m ON m.id = e.municipality_id
    LEFT JOIN group_member y ON y.id = (SELECT MAX(z.id) FROM group_member z WHERE z.enrolment_id = e.id AND z.to_date IS NULL)
    LEFT JOIN supervision_group g ON g.id = y.group_id LEFT JOIN person s ON s.id = g.supervisor_id`;

const asLine = ({ events, ...row }: Row): SeatHolderLine => ({
  ...row,
  events: unpack(events, ([kind, onDate]) => ({ kind: kind as EnrolmentEvent['kind'], onDate: onDate! })),
});

/** A municipality's people on its seats, the newest cohort first, by name in Danish order. Those who work elsewhere now are not theirs any more. */
export const listMunicipalSeatHolders = async (db: Reader, municipalityId: number): Promise<SeatHolderLine[]> =>
  (
    await db.rows<Row>(
      `${select} WHERE e.municipality_id = $1 AND p.municipality_id = $1 ORDER BY c.starts_on DESC, c.id, p.sort_key, e.id`,
      [municipalityId],
    )
  ).map(asLine);

/** One's own seats, the newest first. */
export const listOwnSeats = async (db: Reader, personId: number): Promise<SeatHolderLine[]> =>
  (await db.rows<Row>(`${select} WHERE e.person_id = $1 ORDER BY e.enrolled_on DESC, e.id DESC`, [personId])).map(asLine);
