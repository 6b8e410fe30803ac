import type { DayFrame } from '../../domain/attendance/day-frame.js';
import { addAttendance, listDayLines, type AttendanceLine, type NewAttendance } from '../../store/attendance.js';
import type { Writer } from '../../store/database.js';
import { getProgramme } from '../../store/programme.js';
import { lockDay } from '../../store/training-day.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { changedLines, type Listed } from './attendance-lines.js';
import { kindOf, loadList } from './attendance-list.js';
import { readAttendance } from './attendance-read.js';
import { attendanceView } from './attendance-view.js';
import { dayTitle } from '../../web/day-title.js';
import type { DayRecord } from './scope.js';

type Here = Visit<DayRecord>;

const lastOf = (lines: { id: number }[]): number => lines.reduce((last, { id }) => Math.max(last, id), 0);

interface Answer {
  typed: Typed;
  read: NewAttendance[];
  errors: FieldError[];
  /** Somebody else wrote about the day while the page was open. */
  meanwhile?: boolean;
}

async function form(visit: Here, answer?: Answer): Promise<void> {
  const { house, record, t, lang } = visit;
  const { day, enrolments, guests } = record;
  const [{ listed, lines }, programme] = await Promise.all([
    loadList(house.db, day, enrolments, guests),
    getProgramme(house.db, record.cohort.programmeVersionId),
  ]);
  const title = dayTitle(programme.body, day, t, lang);
  const { typed = null, read = [], errors = [], meanwhile = false } = answer ?? {};
  const shown = { listed, kind: kindOf(day), frame: day, typed, read, errors };
  const view = {
    ...attendanceView(record, title, lastOf(lines), shown, visit),
    told: meanwhile ? t('training:attendance.meanwhile') : null,
  };
  await visit.page('training/attendance', view, {
    title: `${t('training:attendance.title')}: ${title}`,
    status: answer ? 422 : 200,
    errors,
    scripts: ['attendance'],
  });
}

export const editForm = (visit: Here): Promise<void> => form(visit);

/** What a guest's line says at home: the day missed there is made up for here, or missing again when the line is corrected. */
async function fillAtHome(tx: Writer, by: Parameters<typeof addAttendance>[1], dayId: number, guests: Listed[], lines: NewAttendance[]) {
  for (const { enrolmentId, guest } of guests) {
    const line = lines.find((one) => one.enrolmentId === enrolmentId);
    if (!line || !guest) continue;
    const heldDayId = line.presence === 'present' ? dayId : null;
    await addAttendance(tx, by, guest.missedDayId, [{ ...line, heldDayId }]);
  }
}

type Kept = { count: number } | 'meanwhile';

/** Only lines that differ from those in force are added. */
async function keep(tx: Writer, visit: Here, entered: NewAttendance[], listed: Listed[], seen: string): Promise<Kept> {
  const { record, viewer, actor } = visit;
  const by = { ...actor, personId: viewer.id };
  const frame: DayFrame = record.day;
  await lockDay(tx, record.day.id);
  const kept: AttendanceLine[] = await listDayLines(tx, record.day.id);
  if (seen !== '' && seen !== String(lastOf(kept))) return 'meanwhile';
  const lines = changedLines(kept, entered, frame);
  await addAttendance(tx, by, record.day.id, lines);
  await fillAtHome(
    tx,
    by,
    record.day.id,
    listed.filter(({ guest }) => guest !== null),
    lines,
  );
  return { count: lines.length };
}

/** The whole list at once. */
export async function update(visit: Here): Promise<void> {
  const { house, record, req } = visit;
  const typed = typedOf(req.body);
  const { listed } = await loadList(house.db, record.day, record.enrolments, record.guests);
  const { lines, errors } = readAttendance(listed, typed, kindOf(record.day), record.day);
  if (errors.length > 0) return form(visit, { typed, read: lines, errors });
  const kept = await house.db.write((tx) => keep(tx, visit, lines, listed, typedText(typed, 'seen')));
  if (kept === 'meanwhile') return form(visit, { typed, read: lines, errors: [], meanwhile: true });
  const { count } = kept;
  visit.done(paths.training.cohort(record.cohort.id), count === 0 ? 'training:flash.attendanceSame' : 'training:flash.attendanceKept', {
    count,
  });
}
