import type { Review } from '../domain/recording/recording.js';
import type { AnnotationKind } from '../domain/annotation/annotation.js';
import { annotations, attendees, consentAnswers, recordings, reflections, replies } from '../store/tables.js';
import { bindFilmKey } from '../store/data-key.js';
import { keepText } from '../store/recording-text.js';
import { askEveryone } from './ask-everyone.js';
import { addDays } from './calendar.js';
import type { ShelvedFilm } from './film-shelf.js';
import { growingReflection } from './words.js';
import type { Story } from './story.js';

interface Comment {
  by: string;
  startMs: number;
  endMs?: number;
  element?: number;
  kind?: AnnotationKind;
  text: string;
  shared?: string;
  reply?: { by: string; text: string; on: string };
}

interface Practice {
  meeting: string;
  review: Review;
  since: string;
  reflected?: string;
  comments: Comment[];
}

const ownMark = (by: string): Comment[] => [
  { by, startMs: 58_000, endMs: 67_000, element: 5, kind: 'strength', text: 'Her blev der stille, og jeg lod være med at fylde den ud.' },
  { by, startMs: 125_000, element: 10, kind: 'growth', text: 'Her kunne jeg have inviteret min kollega ind noget før.' },
];

const shared = (by: string, on: string): Comment[] => [
  {
    by,
    startMs: 54_000,
    element: 9,
    kind: 'strength',
    text: 'Du tager hans eget ord, mørket, og venter med det. Læg mærke til, at mor ser op.',
    shared: on,
  },
  {
    by,
    startMs: 102_000,
    endMs: 110_000,
    element: 11,
    kind: 'strength',
    text: 'Jobcentrets pligt bliver sagt højt her, uden at den overtager mødet.',
    shared: on,
  },
  { by, startMs: 79_000, element: 6, kind: 'question', text: 'Hvem havde ikke sagt noget endnu på det her tidspunkt?', shared: on },
  {
    by,
    startMs: 157_000,
    element: 10,
    kind: 'growth',
    text: 'Prøv at lade deres svar på refleksionen få endnu lidt mere tid.',
    shared: on,
  },
];

const practices: Practice[] = [
  { meeting: 'Y1 2026-09-17', review: 'ready_for_reflection', since: '2026-09-18', comments: [] },
  { meeting: 'Y3 2026-09-10', review: 'reflected', since: '2026-09-22', reflected: '2026-09-22', comments: ownMark('Y3') },
  {
    meeting: 'Y5 2026-09-03',
    review: 'shared',
    since: '2026-09-25',
    reflected: '2026-09-08',
    comments: [...ownMark('Y5'), ...shared('RS', '2026-09-25')],
  },
  {
    meeting: 'Y7 2026-08-27',
    review: 'in_dialogue',
    since: '2026-09-28',
    reflected: '2026-09-01',
    comments: [
      ...ownMark('Y7'),
      ...shared('RS', '2026-09-14').map((comment) =>
        comment.kind === 'question'
          ? {
              ...comment,
              reply: { by: 'Y7', text: 'Det havde morfar. Jeg kan se nu, at jeg kunne have spurgt til ham før.', on: '2026-09-28' },
            }
          : comment,
      ),
    ],
  },
];

const everyone = { attendees: 5 };
const usual = ['own_learning', 'supervision_own_municipality', 'supervision_cross_municipal', 'assessment'];
const answersOn = (date: string) => usual.map((purpose) => ({ purpose, answer: 'yes' as const, on: date }));

async function comment(
  story: Story,
  recordingId: number,
  pass: 'reflection' | 'supervision',
  one: Comment,
  on: string,
  index: number,
): Promise<void> {
  const { tx, at, person } = story;
  const annotationId = await tx.insert(annotations, {
    recordingId,
    authorId: person(one.by),
    pass,
    startMs: one.startMs,
    endMs: one.endMs ?? null,
    element: one.element ?? null,
    kind: one.kind ?? null,
    textKept: await keepText(tx, { recordingId }, one.text),
    clientKey: `demo-${recordingId}-${index}`,
    version: 1,
    createdAt: at(on, '09:30'),
    sharedAt: one.shared ? at(one.shared, '11:00') : null,
  });
  if (one.reply)
    await tx.insert(replies, {
      annotationId,
      authorId: person(one.reply.by),
      textKept: await keepText(tx, { recordingId }, one.reply.text),
      clientKey: `demo-reply-${recordingId}-${index}`,
      createdAt: at(one.reply.on, '10:15'),
    });
}

async function practice(story: Story, meetings: Map<string, number>, one: Practice, shelved: ShelvedFilm | undefined): Promise<void> {
  const { tx, day, at, person } = story;
  const { filmKeyId, ...film } = shelved ?? { filmKeyId: null };
  const [code = '', date = ''] = one.meeting.split(' ');
  const meetingId = meetings.get(one.meeting)!;
  await askEveryone(story, meetingId, { ...everyone, date }, person(code), answersOn(date));
  const recordingId = await tx.insert(recordings, {
    meetingId,
    ownerId: person(code),
    processing: 'ready',
    progress: 100,
    review: one.review,
    reviewSince: at(one.since),
    ...film,
    hasPicture: 1,
    uploadedAt: at(date, '16:00'),
    readyAt: at(date, '16:05'),
    eraseOn: addDays(day(date), 180),
  });
  if (filmKeyId !== null) await bindFilmKey(tx, filmKeyId, recordingId);
  if (one.reflected)
    await tx.insert(reflections, {
      recordingId,
      authorId: person(code),
      textKept: await keepText(tx, { recordingId }, growingReflection),
      savedAt: at(one.reflected, '08:00'),
      deliveredAt: at(one.reflected, '08:30'),
    });
  for (const [index, remark] of one.comments.entries())
    await comment(story, recordingId, remark.by === code ? 'reflection' : 'supervision', remark, one.reflected ?? one.since, index);
}

/** A film that could not be made playable, and a meeting where one answer is still missing. */
async function loose(story: Story, meetings: Map<string, number>): Promise<void> {
  const { tx, day, at, person } = story;
  const failed = meetings.get('Y4 2026-09-22')!;
  await askEveryone(story, failed, { ...everyone, date: '2026-09-22' }, person('Y4'), answersOn('2026-09-22'));
  await tx.insert(recordings, {
    meetingId: failed,
    ownerId: person('Y4'),
    processing: 'failed',
    refusal: 'broken',
    progress: 0,
    review: 'draft',
    reviewSince: at('2026-09-23'),
    uploadedAt: at('2026-09-23'),
    eraseOn: addDays(day('2026-09-23'), 180),
  });
  const open = meetings.get('Y2 2026-09-24')!;
  const kinds = ['citizen', 'meeting_leader', 'meeting_participant', 'relative'];
  for (const kind of kinds) {
    const attendeeId = await tx.insert(attendees, {
      meetingId: open,
      kind,
      ordinal: 1,
      ageGroup: 'adult',
      holders: 0,
      addedAt: at('2026-09-24', '08:00'),
    });
    if (kind === 'relative') continue;
    await tx.insertMany(
      consentAnswers,
      usual.map((purpose) => ({
        attendeeId,
        givenBy: 'self',
        purpose,
        answer: purpose === 'supervision_cross_municipal' && kind === 'citizen' ? 'no' : 'yes',
        method: 'paper',
        textVersion: '1',
        askedBy: person('Y2'),
        answeredOn: day('2026-09-24'),
        recordedAt: at('2026-09-24', '14:00'),
      })),
    );
  }
}

export const practiceCount = practices.length;

/** Practice films in every state of a review, each waiting for somebody. */
export async function youngerRecordings(story: Story, meetings: Map<string, number>, films: ShelvedFilm[]): Promise<void> {
  for (const [index, one] of practices.entries()) await practice(story, meetings, one, films[index]);
  await loose(story, meetings);
}
