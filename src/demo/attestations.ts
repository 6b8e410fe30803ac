import { addDays } from './calendar.js';
import { lastQuarter, quarterFigures, quarterOf, quarterSpan, type Quarter, type Side } from '../domain/supervision/attestation.js';
import type { SupervisionKind } from '../domain/supervision/kinds.js';
import { attestations } from '../store/tables.js';
import type { Story } from './story.js';

interface Line {
  id: number;
  enrolmentId: number;
  personId: number;
  name: string;
  supervisorId: number;
  supervisorName: string;
  onDate: string;
  minutes: number;
  kind: SupervisionKind;
  online: boolean;
}

/** What has not been signed yet: Y8 never opened the account, and Y6's latest quarter waits for both. */
const waits = (side: Side, code: string | undefined, latest: boolean): boolean =>
  (code === 'Y8' && side === 'trainee') || (code === 'Y6' && latest);

/** Every quarter that is over, signed by both sides in the week after it; all but a few. */
export async function demoAttestations({ tx, enrolment, until }: Story): Promise<void> {
  const lines = await tx.rows<Line>(
    `SELECT l.id, l.enrolment_id AS "enrolmentId", e.person_id AS "personId", p.name, g.supervisor_id AS "supervisorId", u.name AS "supervisorName",
       s.on_date AS "onDate", l.minutes, l.kind, l.online
     FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id JOIN supervision_group g ON g.id = s.group_id
       JOIN person u ON u.id = g.supervisor_id JOIN enrolment e ON e.id = l.enrolment_id JOIN person p ON p.id = e.person_id ORDER BY l.id`,
  );
  const codes = new Map([...enrolment].map(([code, id]) => [id, code]));
  const latest = lastQuarter(until);
  const quarters = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.enrolmentId} ${quarterOf(line.onDate)}`;
    if (quarterOf(line.onDate) <= latest) quarters.set(key, [...(quarters.get(key) ?? []), line]);
  }
  const signed = (side: Side, own: Line[]) => {
    const [{ enrolmentId, personId, name, supervisorId, supervisorName, onDate }] = own as [Line];
    const quarter: Quarter = quarterOf(onDate);
    if (waits(side, codes.get(enrolmentId), quarter === latest)) return [];
    const trainee = side === 'trainee';
    return [
      {
        enrolmentId,
        quarter,
        side,
        signedBy: trainee ? personId : supervisorId,
        name: trainee ? name : supervisorName,
        figures: quarterFigures(own),
        lastLineId: own.at(-1)!.id,
        signedAt: `${addDays(quarterSpan(quarter).to, trainee ? 5 : 3)}T10:00:00.000Z`,
      },
    ];
  };
  const all = [...quarters.values()];
  await tx.insertMany(attestations, [...all.flatMap((own) => signed('supervisor', own)), ...all.flatMap((own) => signed('trainee', own))]);
}
