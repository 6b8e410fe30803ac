import { localDate } from '../../domain/calendar/dates.js';
import { noMarks } from '../../domain/recording/cut.js';
import { percentKept, sweptAt } from '../../domain/upload/upload.js';
import { limits } from '../../media/index.js';
import type { UploadRow } from '../../store/upload.js';
import { discardView } from '../../web/discard-view.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { islandWords } from './island-words.js';
import type { MeetingToFilm } from './scope.js';
import { wordsOf, type TypedMarks } from './typed-marks.js';
import type { Crumb, ResumeView, UploadView } from './views.js';

export const crumbsOf = ({ t, record: { meeting } }: Visit<MeetingToFilm>): Crumb[] => [
  { href: paths.meetings.list(), label: t('meetings:title') },
  { href: paths.meetings.show(meeting.id), label: t('meetings:name', { number: meeting.number }) },
];

/** Size and length, as they are told before anything is chosen. */
export const limitOf = ({ fmt }: Visit<unknown>, bytes: number) => ({
  size: fmt.bytes(bytes),
  length: fmt.durationWords(limits.maxDurationMs / 60_000),
});

function resumeView({ t, fmt }: Visit<MeetingToFilm>, { publicId, kept, bytes, touchedAt }: UploadRow): ResumeView {
  const percent = percentKept(kept, bytes);
  return {
    href: paths.uploads.show(publicId),
    bytes,
    percent,
    again: t(percent === 0 ? 'uploads:resume.againNone' : 'uploads:resume.again', { percent: t('uploads:percent', { percent }) }),
    until: t('uploads:resume.until', { date: fmt.date(localDate(sweptAt(touchedAt))) }),
    discard: discardView(t, publicId),
  };
}

/** What was typed, or was set before on the film that is half sent. */
function cutView({ fmt }: Visit<unknown>, running: UploadRow | null, typed?: TypedMarks): UploadView['cut'] {
  const set = running === null ? noMarks : { fromMs: running.cutFromMs, toMs: running.cutToMs };
  const fields = typed ?? wordsOf(fmt, set);
  return { ...fields, open: fields.from !== '' || fields.to !== '' };
}

/** The page where a film is chosen, for the first time or to go on with one that is half sent. */
export function formView(visit: Visit<MeetingToFilm>, running: UploadRow | null, typed?: TypedMarks): UploadView {
  const { t, house, record, now } = visit;
  const { maxUploadBytes, maxFormBytes } = house.settings;
  const limit = limitOf(visit, maxUploadBytes);
  const resume = running === null || sweptAt(running.touchedAt) <= now ? null : resumeView(visit, running);
  const { number } = record.meeting;
  const percent = t('uploads:percent', { percent: resume?.percent ?? 0 });
  return {
    notice: visit.flash(),
    crumbs: crumbsOf(visit),
    title: t(resume ? 'uploads:resume.title' : 'uploads:new.title', { number }),
    lead: !resume ? t('uploads:new.lead') : resume.percent === 0 ? t('uploads:resume.leadNone') : t('uploads:resume.lead', { percent }),
    steps: (['answers', 'film', 'ready'] as const).map((name, index) => ({
      label: t(`uploads:new.steps.${name}`),
      state: (['done', 'current', 'next'] as const)[index] ?? 'next',
    })),
    action: paths.recordings.create(record.meeting.id),
    begin: paths.uploads.create(record.meeting.id),
    signIn: paths.accounts.signIn(),
    back: { href: paths.meetings.answers(record.meeting.id), label: t('uploads:new.toAnswers') },
    takes: t('uploads:new.takes', limit),
    limits: t('uploads:new.limits', limit),
    formLimit: maxFormBytes < maxUploadBytes ? t('uploads:new.formLimit', limitOf(visit, maxFormBytes)) : null,
    cut: cutView(visit, resume === null ? null : running, typed),
    maxBytes: maxUploadBytes,
    words: JSON.stringify(islandWords(t, limit, number)),
    resume,
  };
}
