import { eraseNameOn } from '../../domain/application/erasure.js';
import { applicationTurn, isOpenApplication, type ApplicationState } from '../../domain/application/states.js';
import { hasSeatWaiting, placeInLine, type Seats } from '../../domain/application/waiting-list.js';
import { localDate } from '../../domain/calendar/dates.js';
import type { ApplicationLine } from '../../store/application.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

type Words = Pick<Visit<unknown>, 't' | 'fmt'>;

/** Who reads: what is their own turn is told as theirs. */
export type Reader = 'manager' | 'coordinator' | 'trainee';

const kinds: Record<ApplicationState, string> = {
  nominated: 'waiting',
  waiting: 'planned',
  offered: 'waiting',
  seated: 'done',
  refused: 'locked',
  declined: 'locked',
  withdrawn: 'locked',
};

export const isTurnOf = (application: ApplicationLine, all: ApplicationLine[], seats: Seats): ReturnType<typeof applicationTurn> =>
  applicationTurn(application.state, hasSeatWaiting(all, application, seats));

/** «Din tur», or the state in words. */
export function stateStatus({ t }: Words, application: ApplicationLine, turn: string, reader: Reader): { kind: string; text?: string } {
  if (turn === reader) return { kind: 'your-turn' };
  return { kind: kinds[application.state], text: t(`applications:state.${application.state}`) };
}

/** Whose turn it is and since when, with the place in line. */
export function turnSentence({ t, fmt }: Words, application: ApplicationLine, all: ApplicationLine[], seats: Seats): string {
  const place = placeInLine(all, application);
  const turn = isTurnOf(application, all, seats);
  const date = fmt.shortDate(localDate(new Date(application.since)));
  if (application.state === 'waiting')
    return t(turn === 'coordinator' ? 'applications:turn.free' : 'applications:turn.inLine', {
      place,
      municipality: application.municipalityName,
      date,
    });
  return t(`applications:turn.${application.state}`, { municipality: application.municipalityName, date });
}

/** «4 af 6 pladser er taget, 1 er tilbudt. 2 står på venteliste.» */
export function seatSentence({ t }: Words, { capacity, taken, offered }: Seats, waiting: number): string {
  const parts = [
    capacity === null ? t('applications:seats.open', { count: taken }) : t('applications:seats.taken', { taken, capacity }),
    ...(offered > 0 ? [t('applications:seats.offered', { count: offered })] : []),
    ...(waiting > 0 ? [t('applications:seats.waiting', { count: waiting })] : []),
  ];
  return parts.join(' ');
}

export const applicantName = ({ t }: Pick<Words, 't'>, { name, erasedAt }: ApplicationLine): string =>
  erasedAt === null ? name : t('applications:erased.name');

/** When the name of somebody who got no seat goes, or went. */
export function erasureSentence({ t, fmt }: Words, application: ApplicationLine): string {
  if (application.erasedAt !== null) return t('applications:erased.done', { date: fmt.date(application.erasedAt) });
  const date = isOpenApplication(application.state) ? null : eraseNameOn(application);
  return date === null ? '' : t('applications:erased.coming', { date: fmt.date(date) });
}

/** One application as a row of a list. */
export function applicationRow(words: Words, application: ApplicationLine, all: ApplicationLine[], seats: Seats, reader: Reader) {
  return {
    status: stateStatus(words, application, isTurnOf(application, all, seats), reader),
    strong: applicantName(words, application),
    href: paths.applications.show(application.id),
    rest: application.workplace,
    note: [turnSentence(words, application, all, seats), erasureSentence(words, application)].join(' ').trim(),
  };
}
