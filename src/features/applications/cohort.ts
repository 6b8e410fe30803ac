import { hasSeatWaiting, lineOf, openOnes } from '../../domain/application/waiting-list.js';
import { readSeats, type MunicipalSeats, type SeatPicture } from '../../store/seat.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { CohortRecord } from './scope.js';
import { applicationRow, seatSentence } from './words.js';

type Here = Visit<CohortRecord>;

const order = ['offered', 'waiting', 'nominated'];

/** A municipality's seats, those offered, the line, and those that wait for its manager. */
function municipalityView(visit: Here, seats: MunicipalSeats, { applications }: SeatPicture) {
  const line = lineOf(applications, seats.id);
  const rest = openOnes(applications).filter((one) => one.municipalityId === seats.id && one.state !== 'waiting');
  const own = [...line, ...rest].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return {
    name: seats.name,
    id: seats.id,
    text: seatSentence(visit, seats, line.length),
    rows: own.map((one) => applicationRow(visit, one, applications, seats, 'coordinator')),
  };
}

/** Applications and waiting lists of a cohort, by municipality. */
export async function show(visit: Here): Promise<void> {
  const { house, record, t, fmt, today } = visit;
  const picture = await readSeats(house.db, record, today);
  const { applications, municipalities } = picture;
  const seatsOf = (municipalityId: number) => municipalities.find(({ id }) => id === municipalityId);
  const next = applications.find((one) => {
    const seats = seatsOf(one.municipalityId);
    return seats !== undefined && hasSeatWaiting(applications, one, seats);
  });
  const over = applications.filter((one) => !openOnes(applications).includes(one) && seatsOf(one.municipalityId));
  const view = {
    id: record.id,
    name: record.name,
    notice: visit.flash(),
    next: next && { name: next.name, href: paths.applications.show(next.id), municipality: next.municipalityName },
    seminar2:
      picture.seminar2 &&
      t(picture.seminar2 > today ? 'applications:cohort.freeUntil' : 'applications:cohort.notFreed', { date: fmt.date(picture.seminar2) }),
    municipalities: municipalities.map((one) => municipalityView(visit, one, picture)),
    over: over.map((one) => applicationRow(visit, one, applications, seatsOf(one.municipalityId)!, 'coordinator')),
  };
  await visit.page('applications/cohort', view, { title: t('applications:cohort.title', { cohort: record.name }) });
}
