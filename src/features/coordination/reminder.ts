import { localDate } from '../../domain/calendar/dates.js';
import { rightNow } from '../../domain/certification/right-now.js';
import { recipientsOf, remindAgainFrom } from '../../domain/desk/reminder.js';
import { lastQuarter, quarterOf } from '../../domain/supervision/attestation.js';
import { factsFor } from '../../store/enrolment-facts.js';
import type { Writer } from '../../store/database.js';
import { listNamesOf } from '../../store/person.js';
import { listUnattested } from '../../store/attestation.js';
import { addReminder, withdrawReminder, type About, type SessionMatter } from '../../store/reminder.js';
import { findSession, type SessionLine } from '../../store/supervision.js';
import { listObjectionsIn } from '../../store/supervision-objection.js';
import { remindedSince } from '../../web/desk.js';
import { unsignedBy } from '../../web/desk-hours.js';
import type { Visit } from '../../web/guard.js';
import { ownPath, paths } from '../../web/paths.js';
import type { Followed, OverseenSession, StandingReminder } from './scope.js';

/** The page the button stood on. */
const back = ({ req }: Visit<unknown>): string => ownPath(req.query['back']) ?? paths.coordination.desk();

interface Matter {
  about: About;
  personIds: number[];
}

/** Reminds of what is true inside the transaction: what was done meanwhile is not reminded of. */
async function remind<R>(visit: Visit<R>, find: (tx: Writer) => Promise<Matter | null>): Promise<void> {
  const { house, viewer, actor, today, fmt, done } = visit;
  const kept = await house.db.write(async (tx) => {
    const matter = await find(tx);
    const others = matter?.personIds.filter((id) => id !== viewer.id) ?? [];
    if (!matter || others.length === 0) return null;
    const made = await addReminder(tx, { ...actor, personId: viewer.id }, matter.about, others, remindedSince(today));
    return { made, names: await listNamesOf(tx, others) };
  });
  if (kept === null) return done(back(visit), 'desk:flash.nothingToRemind');
  if ('formerAt' in kept.made) {
    const from = remindAgainFrom(localDate(new Date(kept.made.formerAt)));
    return done(back(visit), 'desk:flash.alreadyReminded', { date: fmt.date(from) });
  }
  return done(back(visit), 'desk:flash.reminded', { names: fmt.list(kept.names) });
}

/** A friendly reminder to whoever has the turn on a trainee's way. */
export const createForTrainee = (visit: Visit<Followed>): Promise<void> =>
  remind(visit, async (tx) => {
    const { enrolmentId } = visit.record;
    const facts = (await factsFor(tx, [enrolmentId])).get(enrolmentId);
    const now = facts && rightNow(facts, visit.today);
    return now?.stuck ? { about: { enrolmentId, what: now.what }, personIds: recipientsOf(now, facts!) } : null;
  });

type WhoseTurn = (tx: Writer, session: SessionLine, visit: Visit<OverseenSession>) => Promise<number[]>;

/** Who has the turn in each matter of a session; nobody when it is done. */
const turns: Record<SessionMatter, WhoseTurn> = {
  signature: (_tx, { state, onDate, supervisorId }, { today }) =>
    Promise.resolve(['planned', 'draft'].includes(state) && onDate <= today ? [supervisorId] : []),
  objection: async (tx, { id, supervisorId }) =>
    (await listObjectionsIn(tx, id)).some(({ state }) => state === 'open') ? [supervisorId] : [],
  attestation: async (tx, { onDate, groupId }, { today }) => {
    const quarter = quarterOf(onDate);
    const rows = await listUnattested(tx, { groupId }, lastQuarter(today));
    return unsignedBy(rows.filter((row) => row.quarter === quarter && !row.held)).map(({ personId }) => personId);
  },
};

const createFor =
  (what: SessionMatter) =>
  (visit: Visit<OverseenSession>): Promise<void> =>
    remind(visit, async (tx) => {
      const session = await findSession(tx, visit.record.sessionId);
      const personIds = session ? await turns[what](tx, session, visit) : [];
      return session && personIds.length > 0 ? { about: { sessionId: session.id, what }, personIds } : null;
    });

/** A friendly reminder to the supervisor of a session that waits for a signature. */
export const createForSession = createFor('signature');
/** To the supervisor who has an objection to answer. */
export const createForObjection = createFor('objection');
/** To everyone who has not signed the quarter. */
export const createForQuarter = createFor('attestation');

/** Takes a reminder back. Taking it back twice is the same as once. */
export async function withdraw(visit: Visit<StandingReminder>): Promise<void> {
  const { house, record, viewer, actor } = visit;
  await house.db.write((tx) => withdrawReminder(tx, { ...actor, personId: viewer.id }, record.reminderId));
  visit.done(back(visit), 'desk:flash.undone');
}
