import { formatBreaks } from '../../domain/attendance/day-frame.js';
import { getProgramme } from '../../store/programme.js';
import type { Visit } from '../../web/guard.js';
import { loadList } from './attendance-list.js';
import { sentenceStart } from './cohort-views.js';
import { dayTitle } from '../../web/day-title.js';
import type { DayRecord } from './scope.js';

/** A sheet to sign by hand, in the order of the list it is typed back into. It may be printed before the day. */
export async function show(visit: Visit<DayRecord>): Promise<void> {
  const { house, record, t, fmt, lang } = visit;
  const { day, cohort } = record;
  const [{ listed }, programme] = await Promise.all([
    loadList(house.db, day, record.enrolments, record.guests),
    getProgramme(house.db, cohort.programmeVersionId),
  ]);
  const title = dayTitle(programme.body, day, t, lang);
  const breaks = formatBreaks(day.breaks);
  const view = {
    cohort: { id: cohort.id, name: cohort.name },
    dayId: day.id,
    title,
    date: [sentenceStart(fmt.weekdayDate(day.onDate)), day.place].filter(Boolean).join(', '),
    hours: t(breaks ? 'training:sheet.hours' : 'training:sheet.hoursWhole', {
      from: fmt.clock(day.startsAt),
      to: fmt.clock(day.endsAt),
      breaks,
    }),
    rows: listed.map((one, index) => ({
      number: index + 1,
      name: one.name,
      under: [
        one.municipalityName,
        ...(one.guest ? [t('training:attendance.guest', { cohort: one.guest.cohortName })] : []),
        ...(one.away ? [t('training:attendance.away')] : []),
      ].join('. '),
      apology: one.apology === null ? null : t('training:attendance.apology'),
    })),
  };
  await visit.page('training/sign-in-sheet', view, { title: `${t('training:sheet.title')}: ${title}` });
}
