import { answerers, purposes, type Purpose } from '../../domain/consent/consent.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { personWord, purposeWord } from './answers-view.js';
import { currentTextVersion } from './consent-texts.js';
import { withdrawalForm } from './forms.js';
import { answerInForce, linesOf } from './lines.js';
import { recordAnswers } from './record-answers.js';
import type { OwnAttendee } from './scope.js';

/** Purposes the person, or somebody who answers for them, has said yes to. */
const given = ({ record: { room, attendee } }: Visit<OwnAttendee>): Purpose[] =>
  purposes.filter((purpose) => answerers(attendee).some((giver) => answerInForce(room.answers, attendee, giver, purpose) === 'yes'));

/** Who may be the one to say it: the person, or for someone under 15 also a custody holder. One no is enough. */
const sayers = (visit: Visit<OwnAttendee>) =>
  answerers(visit.record.attendee).map((value) => ({ value, label: visit.t(`meetings:giver.${value}`) }));

const nameOf = (visit: Visit<OwnAttendee>): string =>
  personWord(visit, visit.record.attendee, linesOf(visit.record.meeting, visit.record.room));

async function showPage(visit: Visit<OwnAttendee>, typed: Typed = {}, errors: FieldError[] = []): Promise<void> {
  const { t, fmt, record, today } = visit;
  const who = nameOf(visit);
  const open = given(visit);
  const view = {
    title: t('meetings:withdrawal.title', { who }),
    crumbs: [
      { href: paths.meetings.list(), label: t('meetings:title') },
      { href: paths.meetings.answers(record.meeting.id), label: t('meetings:name', { number: record.meeting.number }) },
    ],
    action: paths.meetings.withdrawal(record.attendee.id),
    back: paths.meetings.answers(record.meeting.id),
    nothing: open.length === 0,
    choices: [
      { value: 'all', label: t('meetings:withdrawal.all'), hint: t('meetings:withdrawal.allHint') },
      ...open.map((purpose) => ({
        value: purpose,
        label: t('meetings:withdrawal.one', { purpose: purposeWord(visit, purpose) }),
        hint: t(`meetings:withdrawal.${purpose === 'own_learning' ? 'own_learningHint' : 'oneHint'}`),
      })),
    ],
    what: typedText(typed, 'what'),
    sayers: sayers(visit),
    givenBy: typedText(typed, 'givenBy'),
    methods: ['oral', 'phone', 'paper', 'tablet'].map((value) => ({ value, label: t(`meetings:method.${value}`) })),
    method: typedText(typed, 'method'),
    answeredOn: typedText(typed, 'answeredOn') || fmt.typedDate(today),
    act: t('meetings:withdrawal.act', { who }),
  };
  await visit.page('meetings/withdrawal', view, { title: view.title, errors, status: errors.length > 0 ? 422 : 200 });
}

export const newForm = (visit: Visit<OwnAttendee>): Promise<void> => showPage(visit);

/** A withdrawal is a new line of no to everything, or to one purpose. It works from this moment. */
export async function create(visit: Visit<OwnAttendee>): Promise<void> {
  const { req, house, record, viewer, actor, today } = visit;
  const { meeting, room, attendee } = record;
  const open = given(visit);
  const form = parseForm(withdrawalForm(today, open, answerers(attendee)), req.body);
  if (!form.ok) return showPage(visit, typedOf(req.body), form.errors);
  const { what, givenBy, method, answeredOn } = form.values;
  const back = open
    .filter((purpose) => (what === 'all' || purpose === what) && answerInForce(room.answers, attendee, givenBy, purpose) !== 'no')
    .map((purpose) => ({ line: attendee, givenBy, purpose, answer: 'no' as const }));
  const asked = { method, answeredOn, textVersion: currentTextVersion };
  const closed = await recordAnswers(
    house,
    { ...actor, personId: viewer.id },
    { meeting, lines: linesOf(meeting, room), today },
    back,
    asked,
  );
  visit.done(paths.meetings.show(meeting.id), closed ? 'meetings:done.withdrawnErased' : 'meetings:done.withdrawn', { who: nameOf(visit) });
}
