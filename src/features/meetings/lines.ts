import {
  answerers,
  type AgeGroup,
  type AttendeeKind,
  type ConsentAnswer,
  type GivenBy,
  type Purpose,
} from '../../domain/consent/consent.js';
import type { Room } from '../../domain/consent/effective-scope.js';
import { suggestedRoom } from '../../domain/meeting/suggested-room.js';
import type { RoomRecord } from '../../store/consent.js';
import type { MeetingLine } from '../../store/meeting.js';
import { typedText, type Typed } from '../../web/forms.js';

/** One person in the room on the page. Lines that are only suggested have no row yet, and a negative id. */
export interface Line {
  id: number;
  kind: AttendeeKind;
  ordinal: number;
  ageGroup: AgeGroup;
  holders: number;
}

/** The same before and after the line is saved, so that typed answers find their way. */
export const keyOf = ({ kind, ordinal }: Pick<Line, 'kind' | 'ordinal'>): string => `${kind}-${ordinal}`;

export const fieldOf = (line: Line, giver: GivenBy, purpose: Purpose): string => `${keyOf(line)}-${giver}-${purpose}`;

export const isSaved = ({ id }: Line): boolean => id > 0;

/** The lines written down, or those the meeting's own numbers suggest. */
export const linesOf = (meeting: MeetingLine, room: RoomRecord): Line[] =>
  room.attendees.length > 0
    ? room.attendees.map(({ id, kind, ordinal, ageGroup, holders }) => ({ id, kind, ordinal, ageGroup, holders }))
    : suggestedRoom(meeting).map(({ kind, ordinal }, index) => ({ id: -index - 1, kind, ordinal, ageGroup: 'adult', holders: 0 }));

export const answerInForce = (answers: ConsentAnswer[], line: Line, giver: GivenBy, purpose: Purpose): 'yes' | 'no' | undefined =>
  answers.findLast((one) => one.attendeeId === line.id && one.givenBy === giver && one.purpose === purpose)?.answer;

export interface TypedAnswer {
  line: Line;
  givenBy: GivenBy;
  purpose: Purpose;
  answer: 'yes' | 'no';
}

/** What was typed and is not in force already: each becomes a new line of the answers. */
export const newAnswers = (lines: Line[], answers: ConsentAnswer[], purposes: readonly Purpose[], typed: Typed): TypedAnswer[] =>
  lines.flatMap((line) =>
    answerers(line).flatMap((givenBy) =>
      purposes.flatMap((purpose) => {
        const answer = typedText(typed, fieldOf(line, givenBy, purpose));
        const isNew = (answer === 'yes' || answer === 'no') && answer !== answerInForce(answers, line, givenBy, purpose);
        return isNew ? [{ line, givenBy, purpose, answer }] : [];
      }),
    ),
  );

/** The room as it would be with the typed answers. */
export function roomWith(lines: Line[], answers: ConsentAnswer[], typed: TypedAnswer[]): Room {
  const last = answers.reduce((most, { id }) => Math.max(most, id), 0);
  const added = typed.map(({ line, givenBy, purpose, answer }, index) => ({
    id: last + index + 1,
    attendeeId: line.id,
    givenBy,
    purpose,
    answer,
  }));
  return { attendees: lines, answers: [...answers, ...added] };
}
