import { localDate } from '../../domain/calendar/dates.js';
import { listOpenSeats } from '../../store/today.js';
import { paths } from '../../web/paths.js';
import { waits, type Here, type Task } from './task.js';
import { nearDate } from '../../web/day-words.js';

/** Cases in which the viewer has a seat and has not locked it. */
export async function assessorTasks(here: Here): Promise<Task[]> {
  const { house, viewer, t, lang, today } = here;
  return (await listOpenSeats(house.db, viewer.id)).map(({ caseId, name, municipalityName, requestedOn, slot, assignedAt }) => {
    const since = localDate(new Date(assignedAt));
    const key = slot === 'adjudicator' ? 'adjudicate' : 'rate';
    return {
      since,
      status: waits(here, since),
      title: t(`today:case.${key}.title`, { name }),
      href: paths.certification.case(caseId),
      text: t(`today:case.${key}.text`, { place: municipalityName, date: nearDate(lang, requestedOn, today) }),
      action: {
        label: t(`today:case.${key}.action`),
        href: slot === 'adjudicator' ? paths.certification.adjudication(caseId) : paths.certification.rating(caseId),
      },
    };
  });
}
