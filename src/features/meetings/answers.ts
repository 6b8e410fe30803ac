import { answerers, purposes, usualPurposes } from '../../domain/consent/consent.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { answersView, personWord, purposeWord } from './answers-view.js';
import { currentTextVersion } from './consent-texts.js';
import { askedForm } from './forms.js';
import { answerInForce, fieldOf, linesOf, newAnswers, type Line } from './lines.js';
import { recordAnswers } from './record-answers.js';
import type { OwnMeeting } from './scope.js';

async function showPage(visit: Visit<OwnMeeting>, typed: Typed = {}, errors: FieldError[] = []): Promise<void> {
  const view = answersView(visit, typed);
  await visit.page('meetings/answers', view, { title: view.title, errors, status: errors.length > 0 ? 422 : 200, scripts: ['answers'] });
}

export const list = (visit: Visit<OwnMeeting>): Promise<void> => showPage(visit);

/** Who still has to answer what, one sentence a person, linked to the first empty answer. */
function missing(visit: Visit<OwnMeeting>, lines: Line[], typed: Typed): FieldError[] {
  const { fmt, record } = visit;
  return lines.flatMap((line) =>
    answerers(line).flatMap((giver) => {
      const open = usualPurposes.filter(
        (purpose) =>
          !typedText(typed, fieldOf(line, giver, purpose)) && answerInForce(record.room.answers, line, giver, purpose) === undefined,
      );
      if (open[0] === undefined) return [];
      const words = new URLSearchParams({
        who: personWord(visit, line, lines, giver),
        purposes: fmt.list(open.map((purpose) => purposeWord(visit, purpose).toLocaleLowerCase())),
      });
      return [{ field: fieldOf(line, giver, open[0]), message: `meetings:answers.missing?${words.toString()}` }];
    }),
  );
}

/** Keeps what was answered; with `film` everyone must have answered, and the next page is the film's. */
export async function create(visit: Visit<OwnMeeting>): Promise<void> {
  const { req, house, record, viewer, actor, today } = visit;
  const typed = typedOf(req.body);
  const act = typedText(typed, 'act');
  if (act === 'show') return showPage(visit, typed);
  const lines = linesOf(record.meeting, record.room);
  const answers = newAnswers(lines, record.room.answers, purposes, typed);
  const asked = parseForm(askedForm(today), req.body);
  const errors = [...(act === 'film' ? missing(visit, lines, typed) : []), ...(asked.ok || answers.length === 0 ? [] : asked.errors)];
  if (errors.length > 0) return showPage(visit, typed, errors);
  let closed = false;
  if (asked.ok && answers.length > 0) {
    const given = { method: asked.values.method, answeredOn: asked.values.answeredOn, textVersion: currentTextVersion };
    closed = await recordAnswers(house, { ...actor, personId: viewer.id }, { meeting: record.meeting, lines, today }, answers, given);
  }
  const next = act === 'film' ? paths.recordings.new(record.meeting.id) : paths.meetings.show(record.meeting.id);
  visit.done(next, closed ? 'meetings:done.answersErased' : 'meetings:done.answers');
}
