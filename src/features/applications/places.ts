import { lineOf, openOnes } from '../../domain/application/waiting-list.js';
import { listMunicipalCohorts, type OpenCohort } from '../../store/application.js';
import { findMunicipalityName } from '../../store/coordination.js';
import { readSeats } from '../../store/seat.js';
import { listMunicipalSeatHolders, type SeatHolderLine } from '../../store/seat-holder.js';
import { stoppedOn } from '../../domain/cohort/leave.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { deadlineSentence, seatStatus } from '../../web/seat-words.js';
import type { OwnPlaces } from './scope.js';
import { applicationRow, seatSentence } from './words.js';

type Here = Visit<OwnPlaces>;

const personRow = (visit: Here, one: SeatHolderLine) => ({
  status: seatStatus(visit, one),
  strong: one.name,
  note: deadlineSentence(visit, one) ?? undefined,
  noteLink:
    one.certifiedOn === null && stoppedOn(one.events) === null
      ? { href: paths.training.stopping(one.enrolmentId), label: visit.t('applications:places.stop') }
      : undefined,
});

async function cohortView(visit: Here, cohort: OpenCohort, people: SeatHolderLine[]) {
  const { house, record, t, fmt, today } = visit;
  const { municipalities, applications } = await readSeats(house.db, cohort, today);
  const seats = municipalities.find(({ id }) => id === record.municipalityId)!;
  const own = applications.filter(({ municipalityId }) => municipalityId === record.municipalityId);
  const row = (one: (typeof own)[number]) => applicationRow(visit, one, applications, seats, 'manager');
  return {
    id: cohort.id,
    name: cohort.name,
    text: t('applications:places.span', { from: fmt.date(cohort.startsOn), to: fmt.date(cohort.endsOn) }),
    seats: seatSentence(visit, seats, lineOf(applications, seats.id).length),
    people: people.filter(({ cohortId }) => cohortId === cohort.id).map((one) => personRow(visit, one)),
    open: openOnes(own).map(row),
    over: own.filter(({ state }) => ['refused', 'declined', 'withdrawn'].includes(state)).map(row),
    nominate: paths.applications.new(cohort.id),
  };
}

/** A municipality's own seats: who has one, who waits, who to say yes or no to. Done or not, and nothing about how it goes. */
export async function show(visit: Here): Promise<void> {
  const { house, record, t, today } = visit;
  const [name, cohorts, people] = await Promise.all([
    findMunicipalityName(house.db, record.municipalityId),
    listMunicipalCohorts(house.db, record.municipalityId, today),
    listMunicipalSeatHolders(house.db, record.municipalityId),
  ]);
  const open = await Promise.all(cohorts.map((cohort) => cohortView(visit, cohort, people)));
  const ended = people.filter(({ cohortId }) => cohorts.every(({ id }) => id !== cohortId));
  const view = {
    title: t('applications:places.titleOf', { municipality: name }),
    notice: visit.flash(),
    cohorts: open,
    ended: ended.map((one) => ({ ...personRow(visit, one), rest: one.cohortName })),
  };
  await visit.page('applications/places', view, { title: view.title });
}
