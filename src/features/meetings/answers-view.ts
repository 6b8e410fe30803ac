import { answerers, purposes, rarePurposes, usualPurposes, type GivenBy, type Purpose } from '../../domain/consent/consent.js';
import type { AnswerRecord } from '../../store/consent.js';
import { attendeeWord } from '../../web/attendee-words.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { currentTextVersion } from './consent-texts.js';
import { answerInForce, fieldOf, isSaved, linesOf, newAnswers, roomWith, type Line } from './lines.js';
import { meaningOf } from './meaning.js';
import type { OwnMeeting } from './scope.js';

export const purposeWord = ({ t, record: { enrolment } }: Visit<OwnMeeting>, purpose: Purpose): string =>
  t(`meetings:purpose.${purpose}`, { municipality: enrolment.municipalityName });

/** «Borger», and for someone under 15 also who answers for them. */
export function personWord({ t }: Visit<unknown>, line: Line, lines: Line[], giver?: GivenBy): string {
  const word = attendeeWord(t, line, lines);
  const young = line.ageGroup === 'adult' ? word : `${word} (${t(`meetings:age.${line.ageGroup}`).toLocaleLowerCase()})`;
  return giver !== undefined && answerers(line).length > 1 ? `${young}: ${t(`meetings:giver.${giver}`)}` : young;
}

/** How and when the person last answered. */
function answeredWords({ t, fmt }: Visit<unknown>, answers: AnswerRecord[], line: Line, giver: GivenBy): string | null {
  const last = answers.findLast((one) => one.attendeeId === line.id && one.givenBy === giver);
  return last
    ? t('meetings:answers.lineAnswered', { method: t(`meetings:method.${last.method}`), date: fmt.shortDate(last.answeredOn) })
    : null;
}

function rowsFor(visit: Visit<OwnMeeting>, lines: Line[], asked: readonly Purpose[], typed: Typed) {
  const { t, record } = visit;
  const { answers } = record.room;
  return lines.flatMap((line) =>
    answerers(line).map((giver) => {
      const who = personWord(visit, line, lines, giver);
      const answered = answeredWords(visit, answers, line, giver);
      return {
        who,
        note: answered ?? t('meetings:answers.lineNone'),
        withdraw:
          answered !== null && isSaved(line)
            ? { href: paths.meetings.withdrawal(line.id), hidden: t('meetings:answers.withdrawFor', { who }) }
            : null,
        cells: asked.map((purpose) => {
          const name = fieldOf(line, giver, purpose);
          const value = typedText(typed, name) || answerInForce(answers, line, giver, purpose);
          return {
            name,
            label: purposeWord(visit, purpose),
            legend: t('meetings:answers.cell', { who, purpose: purposeWord(visit, purpose) }),
            value,
          };
        }),
      };
    }),
  );
}

/** Purpose × viewer, as everyone may read it. */
function purposeTable(visit: Visit<OwnMeeting>) {
  const { t, record } = visit;
  const rows = purposes.map((purpose) => ({
    purpose: purposeWord(visit, purpose),
    who: t(`meetings:answers.opens.${purpose}`, { municipality: record.enrolment.municipalityName }),
  }));
  return [...rows, { purpose: t('meetings:answers.never'), who: t('meetings:answers.opens.never') }];
}

function consentText({ t, record }: Visit<OwnMeeting>, lines: Line[]) {
  const read = (reader: string) =>
    t(`meetings:consentText.${currentTextVersion}.${reader}`, {
      returnObjects: true,
      municipality: record.enrolment.municipalityName,
    }) as unknown as string[];
  return {
    summary: t('meetings:answers.textSummary', { version: currentTextVersion }),
    adult: read('adult'),
    child: lines.some(({ ageGroup }) => ageGroup !== 'adult') ? read('child') : null,
  };
}

export function answersView(visit: Visit<OwnMeeting>, typed: Typed) {
  const { t, fmt, record } = visit;
  const { meeting, room } = record;
  const lines = linesOf(meeting, room);
  const preview = roomWith(lines, room.answers, newAnswers(lines, room.answers, purposes, typed));
  const rare = rowsFor(visit, lines, rarePurposes, typed);
  const living = meeting.recordingId !== null && meeting.processing !== 'failed' && meeting.erasedAt === null;
  return {
    notice: visit.flash(),
    title: t('meetings:answers.title'),
    crumbs: [
      { href: paths.meetings.list(), label: t('meetings:title') },
      { href: paths.meetings.show(meeting.id), label: t('meetings:name', { number: meeting.number }) },
    ],
    steps: living
      ? null
      : [
          { label: t('meetings:answers.steps.answers'), state: 'current' },
          { label: t('meetings:answers.steps.film'), state: 'next' },
          { label: t('meetings:answers.steps.ready'), state: 'next' },
        ],
    lead: [t('meetings:answers.lead', { date: fmt.date(meeting.onDate) }), ...(living ? [t('meetings:answers.hasRecording')] : [])].join(
      ' ',
    ),
    action: paths.meetings.answers(meeting.id),
    lines: { href: paths.meetings.attendees(meeting.id), label: t('meetings:answers.lines') },
    heads: usualPurposes.map((purpose) => purposeWord(visit, purpose)),
    rows: rowsFor(visit, lines, usualPurposes, typed),
    rareHeads: rarePurposes.map((purpose) => purposeWord(visit, purpose)),
    rareRows: rare,
    rareOpen: rare.some(({ cells }) => cells.some(({ value }) => value !== undefined)),
    methods: ['paper', 'tablet', 'oral', 'phone'].map((value) => ({ value, label: t(`meetings:method.${value}`) })),
    method: typedText(typed, 'method'),
    answeredOn: typedText(typed, 'answeredOn') || fmt.typedDate(meeting.onDate),
    text: consentText(visit, lines),
    table: purposeTable(visit),
    meaning: meaningOf(visit, preview),
    can: { upload: !living },
  };
}
