import { openOnes } from '../../domain/application/waiting-list.js';
import { listApplicationsOf, type ApplicationLine } from '../../store/application.js';
import { readSeats } from '../../store/seat.js';
import { listOwnSeats, type SeatHolderLine } from '../../store/seat-holder.js';
import type { Visit } from '../../web/guard.js';
import { deadlineSentence, seatStatus } from '../../web/seat-words.js';
import { applicationRow } from './words.js';

type Here = Visit<Record<never, never>>;

const eventKinds = ['leave_started', 'leave_ended', 'stopped'] as const;

function seatView(visit: Here, one: SeatHolderLine) {
  const { t, fmt } = visit;
  return {
    name: one.cohortName,
    status: seatStatus(visit, one),
    deadline: deadlineSentence(visit, one),
    facts: [
      { term: t('applications:mine.municipality'), text: one.municipalityName },
      { term: t('applications:mine.from'), text: fmt.date(one.enrolledOn) },
      {
        term: t('applications:mine.group'),
        text: one.groupName
          ? t('applications:mine.groupOf', { group: one.groupName, name: one.supervisorName })
          : t('training:cohort.noGroup'),
      },
    ],
    events: one.events
      .filter(({ kind }) => eventKinds.some((known) => known === kind))
      .map(({ kind, onDate }) => ({ strong: t(`training:event.${kind}`), aside: fmt.date(onDate) })),
  };
}

async function waitingRow(visit: Here, one: ApplicationLine) {
  const { applications, municipalities } = await readSeats(
    visit.house.db,
    { id: one.cohortId, programmeVersionId: one.programmeVersionId },
    visit.today,
  );
  const seats = municipalities.find(({ id }) => id === one.municipalityId);
  if (!seats) return [];
  const { status, note } = applicationRow(visit, one, applications, seats, 'trainee');
  return [{ status, strong: one.cohortName, rest: one.municipalityName, note }];
}

/** One's own seat: where, from when, until when, and what is still waited for. */
export async function show(visit: Here): Promise<void> {
  const { house, viewer, t } = visit;
  const [seats, applications] = await Promise.all([listOwnSeats(house.db, viewer.id), listApplicationsOf(house.db, viewer.id)]);
  const view = {
    seats: seats.map((one) => seatView(visit, one)),
    waiting: (await Promise.all(openOnes(applications).map((one) => waitingRow(visit, one)))).flat(),
  };
  await visit.page('applications/seat', view, { title: t('applications:mine.title') });
}
