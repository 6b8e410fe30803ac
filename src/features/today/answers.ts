import { localDate } from '../../domain/calendar/dates.js';
import { listMunicipalApplications } from '../../store/application.js';
import { paths } from '../../web/paths.js';
import { waits, type Here, type Task } from './task.js';

/** Nominations on paper and seats on offer that wait for the manager's yes or no. */
export async function answerTasks(here: Here): Promise<Task[]> {
  const { house, viewer, t } = here;
  if (viewer.municipalityId === null) return [];
  const own = await listMunicipalApplications(house.db, viewer.municipalityId);
  return own.flatMap(({ id, name, state, since, cohortName }) => {
    if (state !== 'nominated' && state !== 'offered') return [];
    const date = localDate(new Date(since));
    const href = paths.applications.show(id);
    return [
      {
        since: date,
        status: waits(here, date),
        title: t(`applications:task.${state}`, { name }),
        href,
        text: t(`applications:task.${state}Text`, { cohort: cohortName }),
        action: { label: t('applications:task.act', { name }), href },
      },
    ];
  });
}
