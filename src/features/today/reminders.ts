import { addDays } from '../../domain/calendar/dates.js';
import { rightNow } from '../../domain/certification/right-now.js';
import { recipientsOf, shownDays } from '../../domain/desk/reminder.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listReminderTo, type ReceivedReminder } from '../../store/reminder.js';
import { nearDate, possessive } from '../../web/day-words.js';
import { paths } from '../../web/paths.js';
import type { Here } from './task.js';

function hrefOf({ what, sessionId, enrolmentId, caseId }: ReceivedReminder): string {
  if (sessionId !== null) return paths.supervision.entry(sessionId);
  if (what === 'rating' && caseId !== null) return paths.certification.rating(caseId);
  if (what === 'adjudication' && caseId !== null) return paths.certification.adjudication(caseId);
  if (what === 'first_meeting' || what === 'meetings') return paths.meetings.new();
  if (what === 'self_assessment') return paths.certification.selfAssessment(enrolmentId!);
  return what === 'evidence' ? paths.certification.request(enrolmentId!) : paths.certification.enrolment(enrolmentId!);
}

/** A matter that is done reminds nobody. */
async function standing({ house, viewer, today }: Here): Promise<ReceivedReminder[]> {
  const received = await listReminderTo(house.db, viewer.id, `${addDays(today, -shownDays)}T23:59:59.999Z`);
  const about = received.flatMap(({ enrolmentId }) => enrolmentId ?? []);
  const facts = await factsFor(house.db, [...new Set(about)]);
  return received.filter(({ enrolmentId, what }) => {
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
      }),
      href: hrefOf(one),
      note: t('desk:received.from', { name: one.madeByName, date: nearDate(lang, one.madeAt.slice(0, 10), today) }) + help,
    };
  });
}
