import type { ProgrammeBody } from '../../domain/programme/programme.js';
import type { AttendanceLine } from '../../store/attendance.js';
import type { CohortLine } from '../../store/cohort.js';
import type { TrainingDay } from '../../store/training-day.js';
import type { EnrolmentLine } from '../../store/enrolment.js';
import type { GroupLine } from '../../store/supervision-group.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { dayTitle } from '../../web/day-title.js';

type Words = Pick<Visit<unknown>, 't' | 'fmt' | 'lang' | 'today'>;

export interface Trainee extends EnrolmentLine {
  stoppedOn: string | null;
  onLeave: boolean;
  backOn: string | null;
}

export interface Status {
  kind: 'your-turn' | 'done' | 'under-way' | 'not-begun' | 'waiting' | 'planned' | 'missing' | 'barred' | 'locked';
  text?: string;
}

export const sentenceStart = (text: string): string => text.charAt(0).toLocaleUpperCase('da') + text.slice(1);

/** Where somebody stands, without a word about why. */
export function traineeStatus(
  one: Pick<Trainee, 'stoppedOn' | 'onLeave' | 'backOn' | 'certifiedOn' | 'enrolledOn'>,
  startsOn: string,
  { t, fmt, today }: Words,
): Status {
  if (one.certifiedOn !== null) return { kind: 'done', text: t('training:state.certified') };
  if (one.stoppedOn !== null) return { kind: 'barred', text: t('training:state.stopped', { date: fmt.shortDate(one.stoppedOn) }) };
  if (one.onLeave)
    return {
      kind: 'planned',
      text: one.backOn ? t('training:state.leaveUntil', { date: fmt.shortDate(one.backOn) }) : t('training:state.leave'),
    };
  return startsOn > today
    ? { kind: 'not-begun', text: t('training:state.enrolled') }
    : { kind: 'under-way', text: t('training:state.inTraining') };
}

/** Those a day is about: enrolled by then and not stopped before. */
export const listedOn = <T extends { enrolledOn: string; stoppedOn: string | null }>(trainees: T[], onDate: string): T[] =>
  trainees.filter((one) => one.enrolledOn <= onDate && (one.stoppedOn === null || one.stoppedOn > onDate));

interface CohortPage {
  cohort: CohortLine;
  programme: ProgrammeBody;
  seats: { name: string; taken: number }[];
  trainees: Trainee[];
  days: TrainingDay[];
  attendance: AttendanceLine[];
  groups: GroupLine[];
}

function dayRow(day: TrainingDay, { programme, trainees, attendance }: CohortPage, words: Words) {
  const { t, fmt, lang, today } = words;
  const listed = listedOn(trainees, day.onDate);
  const lines = attendance.filter(
    ({ trainingDayId, enrolmentId }) => trainingDayId === day.id && listed.some(({ id }) => id === enrolmentId),
  );
  const present = lines.filter(({ presence }) => presence === 'present').length;
  const madeUp = lines.filter(({ presence }) => presence === 'made_up').length;
  const cancelled = day.cancelledAt !== null;
  const held = day.onDate <= today && !cancelled;
  // A certification day is for those who are ready, so one line is enough.
  const enough = day.kind === 'certification' ? Math.min(1, listed.length) : listed.length;
  const waits = held && lines.length < enough;
  const when = [sentenceStart(fmt.weekdayDate(day.onDate)), day.place].filter(Boolean).join(', ');
  const count = [
    t('training:cohort.present', { present, listed: day.kind === 'certification' ? lines.length : listed.length }),
    ...(madeUp > 0 ? [t('training:cohort.madeUp', { count: madeUp })] : []),
  ].join(', ');
  const status: Status = cancelled
    ? { kind: 'barred', text: t('calendar:state.cancelled') }
    : !held
      ? { kind: 'planned' }
      : waits
        ? { kind: 'your-turn' }
        : { kind: 'done', text: t('training:cohort.entered') };
  return {
    waits,
    title: dayTitle(programme, day, t, lang),
    href: held && listed.length > 0 ? paths.training.attendance(day.id) : undefined,
    row: {
      status,
      strong: dayTitle(programme, day, t, lang),
      href: held && listed.length > 0 ? paths.training.attendance(day.id) : paths.calendar.day(day.id),
      note: lines.length > 0 ? `${when}. ${count}` : when,
    },
  };
}

/** One filled button: the days first, then attendance that waits, then the next trainee. */
function nextAct(cohort: CohortLine, days: ReturnType<typeof dayRow>[], t: Words['t']) {
  if (days.length === 0) return { label: t('training:cohort.addDays'), href: paths.training.days(cohort.id) };
  const waiting = days.find(({ waits }) => waits);
  if (waiting?.href) return { label: t('training:cohort.enterAttendance', { title: waiting.title }), href: waiting.href };
  return { label: t('training:cohort.addTrainee'), href: paths.training.newEnrolment(cohort.id) };
}

export function cohortView(words: Words, given: CohortPage) {
  const { t, fmt, lang } = words;
  const { cohort, programme, seats, trainees, groups } = given;
  const capacity = programme.capacity.perMunicipality;
  const days = given.days.map((day) => dayRow(day, given, words));
  const active = trainees.filter(({ stoppedOn }) => stoppedOn === null).length;
  return {
    id: cohort.id,
    name: cohort.name,
    lead: t('training:cohort.lead', { programme: programme.title[lang], from: fmt.date(cohort.startsOn), to: fmt.date(cohort.endsOn) }),
    act: nextAct(cohort, days, t),
    seats: seats.map(({ name, taken }) => ({
      strong: name,
      rest: capacity === null ? t('training:traineeCount', { count: taken }) : t('training:cohort.seats', { taken, capacity }),
      note: capacity !== null && taken >= capacity ? t('training:cohort.full') : undefined,
    })),
    traineeNote: t('training:cohort.traineeNote', { count: active }),
    trainees: trainees.map((one) => ({
      href: paths.training.enrolment(one.id),
      name: one.name,
      municipality: one.municipalityName,
      status: traineeStatus(one, cohort.startsOn, words),
      group: one.groupName ?? (one.stoppedOn === null ? t('training:cohort.noGroup') : '–'),
      enrolledOn: fmt.shortDate(one.enrolledOn),
    })),
    days: days.map(({ row }) => row),
    groups: groups.map((group) => ({
      strong: group.name,
      href: paths.supervision.group(group.id),
      rest: t('training:traineeCount', { count: group.members }),
      note: t('training:cohort.supervisor', { name: group.supervisorName }),
    })),
  };
}
