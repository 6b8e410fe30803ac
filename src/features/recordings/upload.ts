import { heldBackBy, mayAttach } from '../../domain/consent/effective-scope.js';
import { limits } from '../../media/index.js';
import { asRefusal } from '../../web/errors.js';
import { attendeeWord } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { withUpload } from '../../web/uploads.js';
import { dropFilm, newFilm, type NewFilm } from './film-keys.js';
import { keepFilm } from './keep-film.js';
import type { MeetingToFilm } from './scope.js';
import type { UploadView, MissingAnswersView } from './views.js';

const field = 'film';

const crumbs = ({ t, record: { meeting } }: Visit<MeetingToFilm>) => [
  { href: paths.meetings.list(), label: t('meetings:title') },
  { href: paths.meetings.show(meeting.id), label: t('meetings:name', { number: meeting.number }) },
];

/** Limits are told before anything is chosen. */
async function showForm(visit: Visit<MeetingToFilm>, refusal?: { status: number; sentence: string }): Promise<void> {
  const { t, fmt, house, record } = visit;
  const max = house.settings.maxUploadBytes;
  const limit = { size: fmt.bytes(max), length: fmt.durationWords(limits.maxDurationMs / 60_000) };
  const view: UploadView = {
    crumbs: crumbs(visit),
    title: t('recordings:new.title', { number: record.meeting.number }),
    lead: t('recordings:new.lead'),
    steps: (['answers', 'film', 'ready'] as const).map((name, index) => ({
      label: t(`recordings:new.steps.${name}`),
      state: (['done', 'current', 'next'] as const)[index] ?? 'next',
    })),
    action: paths.recordings.create(record.meeting.id),
    back: { href: paths.meetings.answers(record.meeting.id), label: t('recordings:new.toAnswers') },
    takes: t('recordings:new.takes', limit),
    limits: t('recordings:new.limits', limit),
    maxBytes: max,
    tooLarge: t('recordings:new.tooLarge', limit),
  };
  const errors = refusal ? [{ field, message: refusal.sentence }] : [];
  await visit.page('recordings/new', view, { title: view.title, status: refusal?.status, errors, scripts: ['upload'] });
}

/** Who keeps the film from being chosen, one line each. */
async function showMissing(visit: Visit<MeetingToFilm>, status: number): Promise<void> {
  const { t, record } = visit;
  const { room, meeting } = record;
  const attachable = mayAttach(room);
  const held = heldBackBy(room, 'own_learning');
  const view: MissingAnswersView = {
    crumbs: crumbs(visit),
    title: t(attachable.ok ? 'recordings:missing.title.unanswered' : `recordings:missing.title.${attachable.reason}`),
    lead: t(attachable.ok ? 'recordings:missing.lead.unanswered' : `recordings:missing.lead.${attachable.reason}`),
    people: held.map(({ attendee, standing }) => ({
      status: { kind: standing === 'no' ? 'barred' : 'missing', text: t(`recordings:missing.${standing}`) },
      strong: attendeeWord(t, attendee, room.attendees),
    })),
    action: { href: paths.meetings.answers(meeting.id), label: t('recordings:missing.action') },
  };
  await visit.page('recordings/missing', view, { title: view.title, status });
}

export const newForm = (visit: Visit<MeetingToFilm>): Promise<void> =>
  mayAttach(visit.record.room).ok ? showForm(visit) : showMissing(visit, 200);

/** What is wrong with the file or with its way here is told on the page it was chosen on. */
async function refuse(visit: Visit<MeetingToFilm>, error: unknown): Promise<void> {
  const { req, res, t, fmt, house } = visit;
  const refusal = asRefusal(error);
  if (!refusal || refusal.status === 403 || refusal.status === 404 || res.headersSent || req.socket.destroyed) throw error;
  const large =
    refusal.status === 413
      ? { size: fmt.bytes(house.settings.maxUploadBytes), length: fmt.durationWords(limits.maxDurationMs / 60_000) }
      : null;
  const sentence = large ? t('recordings:new.tooLarge', large) : t(refusal.reason, refusal.params);
  if (wantsJson(visit)) res.status(refusal.status).json({ error: sentence });
  else await showForm(visit, { status: refusal.status, sentence });
}

const wantsJson = ({ req }: Visit<MeetingToFilm>): boolean => req.accepts(['html', 'json']) === 'json';

export async function create(visit: Visit<MeetingToFilm>): Promise<void> {
  const { house, req, res, record, viewer, actor, t } = visit;
  if (!mayAttach(record.room).ok) return showMissing(visit, 422);
  try {
    const owner = `meeting-${record.meeting.id}`;
    const place = () => newFilm(house);
    const drop = (film: NewFilm) => dropFilm(house, film);
    const id = await withUpload(house, { req, res }, { field, owner, place, drop }, (film) =>
      film ? keepFilm(house, { ...actor, now: house.clock(), personId: viewer.id }, record.meeting, film) : null,
    );
    if (id === null)
      return wantsJson(visit)
        ? void res.status(422).json({ error: t('recordings:new.none') })
        : showForm(visit, { status: 422, sentence: t('recordings:new.none') });
    if (wantsJson(visit)) return void res.status(201).json({ location: paths.recordings.show(id) });
    visit.done(paths.recordings.show(id), 'recordings:new.done');
  } catch (error) {
    await refuse(visit, error);
  }
}
