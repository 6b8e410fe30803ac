import { addAttendee, changeAttendee, removeAttendee } from '../../store/meeting.js';
import { attendeeWord, kindsInOrder } from '../../web/attendee-words.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { ages, isAge, type AgeChoice } from './forms.js';
import { isSaved, keyOf, linesOf, type Line } from './lines.js';
import { saveLines } from './record-answers.js';
import type { OwnMeeting } from './scope.js';

const most = 30;

const ageOf = ({ ageGroup, holders }: Line): AgeChoice =>
  ageGroup === 'under_15' ? (holders > 1 ? 'under_15-2' : 'under_15-1') : ageGroup;

const hasAnswered = ({ record: { room } }: Visit<OwnMeeting>, { id }: Line): boolean => room.answers.some((one) => one.attendeeId === id);

function pageView(visit: Visit<OwnMeeting>, typed: Typed) {
  const { t, record } = visit;
  const { meeting, room } = record;
  const lines = linesOf(meeting, room);
  return {
    crumbs: [
      { href: paths.meetings.list(), label: t('meetings:title') },
      { href: paths.meetings.show(meeting.id), label: t('meetings:name', { number: meeting.number }) },
    ],
    action: paths.meetings.attendees(meeting.id),
    back: paths.meetings.answers(meeting.id),
    suggested: !lines.every(isSaved),
    ages: Object.keys(ages).map((value) => ({ value, label: t(`meetings:age.${value}`) })),
    kinds: kindsInOrder.map((value) => ({ value, label: t(`meetings:kind.${value}`) })),
    lines: lines.map((line) => ({
      key: keyOf(line),
      who: attendeeWord(t, line, lines),
      age: typedText(typed, `age-${keyOf(line)}`) || ageOf(line),
      ageWords: t(`meetings:age.${ageOf(line)}`),
      removed: typedText(typed, `remove-${keyOf(line)}`) === 'yes',
      answered: hasAnswered(visit, line),
    })),
    kind: typedText(typed, 'kind'),
    age: typedText(typed, 'age') || 'adult',
  };
}

async function showPage(visit: Visit<OwnMeeting>, typed: Typed = {}, errors: FieldError[] = []): Promise<void> {
  await visit.page('meetings/attendees', pageView(visit, typed), {
    title: visit.t('meetings:attendees.title'),
    errors,
    status: errors.length > 0 ? 422 : 200,
  });
}

export const list = (visit: Visit<OwnMeeting>): Promise<void> => showPage(visit);

interface Wanted {
  lines: { line: Line; age: AgeChoice; remove: boolean }[];
  added: { kind: Line['kind']; age: AgeChoice } | null;
}

function read(visit: Visit<OwnMeeting>, typed: Typed): { wanted: Wanted; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const ageIn = (field: string, otherwise: AgeChoice): AgeChoice => {
    const value = typedText(typed, field) || otherwise;
    if (isAge(value)) return value;
    errors.push({ field, message: 'meetings:attendees.ageWrong' });
    return otherwise;
  };
  const all = linesOf(visit.record.meeting, visit.record.room);
  const lines = all
    .filter((line) => !hasAnswered(visit, line))
    .map((line) => ({ line, age: ageIn(`age-${keyOf(line)}`, ageOf(line)), remove: typedText(typed, `remove-${keyOf(line)}`) === 'yes' }));
  const kind = kindsInOrder.find((one) => one === typedText(typed, 'kind'));
  if (typedText(typed, 'kind') !== '' && kind === undefined) errors.push({ field: 'kind', message: 'meetings:attendees.kindWrong' });
  const left = all.length - lines.filter(({ remove }) => remove).length;
  if (kind !== undefined && left >= most) errors.push({ field: 'kind', message: 'meetings:attendees.tooMany' });
  return { wanted: { lines, added: kind === undefined ? null : { kind, age: ageIn('age', 'adult') } }, errors };
}

const fieldsOf = (age: AgeChoice) => ({ ageGroup: ages[age][0], holders: ages[age][1] });

/** Everything at once: ages, lines taken away, one line added. A line that is answered for stays as it is. */
export async function create(visit: Visit<OwnMeeting>): Promise<void> {
  const { req, house, record, viewer } = visit;
  const { meeting } = record;
  const typed = typedOf(req.body);
  const { wanted, errors } = read(visit, typed);
  if (errors.length > 0) return showPage(visit, typed, errors);
  const actor = { ...visit.actor, personId: viewer.id };
  await house.db.write(async (tx) => {
    const ids = await saveLines(tx, actor, meeting, linesOf(meeting, record.room));
    for (const { line, age, remove } of wanted.lines) {
      const id = ids.get(keyOf(line));
      if (id === undefined) continue;
      if (remove) await removeAttendee(tx, actor, meeting, id);
      else if (age !== ageOf(line)) await changeAttendee(tx, actor, meeting, id, fieldsOf(age));
    }
    if (wanted.added) await addAttendee(tx, actor, meeting, { kind: wanted.added.kind, ...fieldsOf(wanted.added.age) });
  });
  visit.done(paths.meetings.answers(meeting.id), 'meetings:done.attendees');
}
