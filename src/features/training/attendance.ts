import { inForce } from '../../domain/attendance/attendance.js';
import { onLeave, stoppedOn } from '../../domain/cohort/leave.js';
import { addAttendance, listDayLines } from '../../store/attendance.js';
import type { TrainingDay } from '../../store/training-day.js';
import { listCohortEvents } from '../../store/enrolment.js';
import { getProgramme } from '../../store/programme.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { changedLines, choicesFor, formerNote, readAttendance, startingPoint, type DayKind, type Listed } from './attendance-lines.js';
import { listedOn, sentenceStart } from './cohort-views.js';
import { dayTitle } from './day-title.js';
import type { DayRecord } from './scope.js';

type Here = Visit<DayRecord>;

const kindOf = ({ kind, code }: TrainingDay): DayKind => ({
  certification: kind === 'certification',
  extra: kind === 'certification' && code !== 'C1',
});

/** On a certification day those who were certified before it are left out. */
async function loadList({ house, record }: Here): Promise<Listed[]> {
  const [events, lines] = await Promise.all([listCohortEvents(house.db, record.cohort.id), listDayLines(house.db, record.day.id)]);
  const trainees = record.enrolments.map((one) => {
    const own = events.filter(({ enrolmentId }) => enrolmentId === one.id);
    return { ...one, stoppedOn: stoppedOn(own), away: onLeave(own, record.onDate) };
  });
  const has = (id: number) => lines.some(({ enrolmentId }) => enrolmentId === id);
  const asked = ({ id, certifiedOn }: (typeof trainees)[number]) =>
    !kindOf(record.day).certification || certifiedOn === null || certifiedOn >= record.onDate || has(id);
  return listedOn(trainees, record.onDate)
    .filter(asked)
    .map(({ id, name, municipalityName, away }) => {
      const own = lines.filter(({ enrolmentId }) => enrolmentId === id);
      return { enrolmentId: id, name, municipalityName, away, current: inForce(own).get(record.day.id) ?? null, former: own.slice(0, -1) };
    });
}

async function form(visit: Here, typed?: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, lang } = visit;
  const [listed, programme] = await Promise.all([loadList(visit), getProgramme(house.db, record.cohort.programmeVersionId)]);
  const kind = kindOf(record.day);
  const entered = listed.some(({ current }) => current !== null);
  const title = dayTitle(programme.body, record.day, t, lang);
  const view = {
    cohort: { id: record.cohort.id, name: record.cohort.name },
    dayId: record.day.id,
    name: title,
    date: [sentenceStart(fmt.weekdayDate(record.onDate)), record.day.place].filter(Boolean).join(', '),
    conversation: kind.certification,
    entered,
    rows: listed.map((one) => {
      const start = startingPoint(one, kind, entered);
      return {
        id: one.enrolmentId,
        name: one.name,
        municipality: one.municipalityName,
        away: one.away,
        choices: choicesFor(one, kind).map((value) => ({ value, label: t(`training:attendance.${value}`) })),
        presence: typed ? typedText(typed, `presence-${one.enrolmentId}`) : start.presence,
        conversation: typed ? typedText(typed, `conversation-${one.enrolmentId}`) : start.conversation,
        former: formerNote(one, { t, fmt }),
      };
    }),
  };
  await visit.page('training/attendance', view, {
    title: `${t('training:attendance.title')}: ${title}`,
    status: errors ? 422 : 200,
    errors,
  });
}

export const editForm = (visit: Here): Promise<void> => form(visit);

/** The whole list at once; only lines that differ from those in force are added. */
export async function update(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const typed = typedOf(req.body);
  const read = readAttendance(await loadList(visit), typed, kindOf(record.day));
  if (!read.ok) return form(visit, typed, read.errors);
  const count = await house.db.write(async (tx) => {
    const lines = changedLines(await listDayLines(tx, record.day.id), read.lines);
    await addAttendance(tx, { ...actor, personId: viewer.id }, record.day.id, lines);
    return lines.length;
  });
  visit.done(paths.training.cohort(record.cohort.id), count === 0 ? 'training:flash.attendanceSame' : 'training:flash.attendanceKept', {
    count,
  });
}
