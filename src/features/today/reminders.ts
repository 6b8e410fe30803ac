import { addDays } from '../../domain/calendar/dates.js';
import { rightNow } from '../../domain/certification/right-now.js';
import { recipientsOf, shownDays } from '../../domain/desk/reminder.js';
import { lastQuarter, quarterOf } from '../../domain/supervision/attestation.js';
import { listUnattested } from '../../store/attestation.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listReminderTo, type ReceivedReminder } from '../../store/reminder.js';
import { nearDate, possessive } from '../../web/day-words.js';
import { paths } from '../../web/paths.js';
import { quarterWords } from '../../web/quarter-words.js';
import type { Here } from './task.js';

function hrefOf({ what, sessionId, enrolmentId, caseId }: ReceivedReminder): string {
  if (what === 'objection') return paths.supervision.session(sessionId!);
  if (what === 'attestation') return `${paths.supervision.index()}#quarters`;
  if (sessionId !== null) return paths.supervision.entry(sessionId);
  if (what === 'rating' && caseId !== null) return paths.certification.rating(caseId);
  if (what === 'adjudication' && caseId !== null) return paths.certification.adjudication(caseId);
  if (what === 'first_meeting' || what === 'meetings') return paths.meetings.new();
  if (what === 'self_assessment') return paths.certification.selfAssessment(enrolmentId!);
  return what === 'evidence' ? paths.certification.request(enrolmentId!) : paths.certification.enrolment(enrolmentId!);
}

/** The quarters of groups the viewer has not signed on their side; asked only when a reminder is about one. */
async function unsignedQuarters({ house, viewer, today }: Here, received: ReceivedReminder[]): Promise<Set<string>> {
  if (received.every(({ what }) => what !== 'attestation')) return new Set();
  const last = lastQuarter(today);
  const [own, supervised] = await Promise.all([
    listUnattested(house.db, { personId: viewer.id }, last),
    listUnattested(house.db, { supervisorId: viewer.id }, last),
  ]);
  const left = [...own.filter(({ byTrainee }) => !byTrainee), ...supervised.filter(({ bySupervisor }) => !bySupervisor)];
  return new Set(left.map(({ quarter, groupName }) => `${quarter} ${groupName}`));
}

/** A matter that is done reminds nobody. */
async function standing(here: Here): Promise<ReceivedReminder[]> {
  const { house, viewer, today } = here;
  const received = await listReminderTo(house.db, viewer.id, `${addDays(today, -shownDays)}T23:59:59.999Z`);
  const unsigned = await unsignedQuarters(here, received);
  const about = received.flatMap(({ enrolmentId }) => enrolmentId ?? []);
  const facts = await factsFor(house.db, [...new Set(about)]);
  return received.filter(({ enrolmentId, what, onDate, groupName }) => {
    if (what === 'attestation') return unsigned.has(`${quarterOf(onDate!)} ${groupName}`);
    if (enrolmentId === null) return true;
    const known = facts.get(enrolmentId);
    const now = known && rightNow(known, today);
    return now?.what === what && recipientsOf(now, known!).includes(viewer.id);
  });
}

/** What somebody was reminded about, and by whom. The newest of a matter says it. */
export async function receivedReminders(here: Here) {
  const { t, lang, today } = here;
  const reminders = (await standing(here)).filter(
    (one, index, all) =>
      all.findIndex((other) => other.what === one.what && other.enrolmentId === one.enrolmentId && other.sessionId === one.sessionId) ===
      index,
  );
  return reminders.map((one) => {
    const help = one.what === 'first_meeting' ? ` ${t('desk:received.help.first_meeting')}` : '';
    return {
      status: { kind: 'your-turn' },
      strong: t(`desk:received.what.${one.what}`, {
        trainee: possessive(lang, one.name ?? ''),
        date: one.onDate === null ? '' : nearDate(lang, one.onDate, today),
        group: one.groupName ?? '',
        quarter: one.onDate === null ? '' : quarterWords(quarterOf(one.onDate), here),
      }),
      href: hrefOf(one),
      note: t('desk:received.from', { name: one.madeByName, date: nearDate(lang, one.madeAt.slice(0, 10), today) }) + help,
    };
  });
}
