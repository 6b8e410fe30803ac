import { heldBackBy, mayAttach } from '../../domain/consent/effective-scope.js';
import { findRunningUpload } from '../../store/upload.js';
import { asRefusal, conflict } from '../../web/errors.js';
import { attendeeWord } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { withUpload } from '../../web/uploads.js';
import { crumbsOf, formView, limitOf } from './form-view.js';
import { keepFilm } from './keep-film.js';
import { dropFilm, newFilm, type NewFilm } from './new-film.js';
import type { MeetingToFilm } from './scope.js';
import type { MissingAnswersView } from './views.js';

const field = 'film';

/** Limits are told before anything is chosen. */
async function showForm(visit: Visit<MeetingToFilm>, refusal?: { status: number; sentence: string }): Promise<void> {
  const view = formView(visit, await findRunningUpload(visit.house.db, visit.record.meeting.id));
  const errors = refusal ? [{ field, message: refusal.sentence }] : [];
  await visit.page('uploads/new', view, { title: view.title, status: refusal?.status, errors, scripts: ['upload'] });
}

/** Who keeps the film from being chosen, one line each. */
async function showMissing(visit: Visit<MeetingToFilm>, status: number): Promise<void> {
  const { t, record } = visit;
  const { room, meeting } = record;
  const attachable = mayAttach(room);
  const held = heldBackBy(room, 'own_learning');
  const view: MissingAnswersView = {
    crumbs: crumbsOf(visit),
    title: t(attachable.ok ? 'uploads:missing.title.unanswered' : `uploads:missing.title.${attachable.reason}`),
    lead: t(attachable.ok ? 'uploads:missing.lead.unanswered' : `uploads:missing.lead.${attachable.reason}`),
    people: held.map(({ attendee, standing }) => ({
      status: { kind: standing === 'no' ? 'barred' : 'missing', text: t(`uploads:missing.${standing}`) },
      strong: attendeeWord(t, attendee, room.attendees),
    })),
    action: { href: paths.meetings.answers(meeting.id), label: t('uploads:missing.action') },
  };
  await visit.page('uploads/missing', view, { title: view.title, status });
}

export const newForm = (visit: Visit<MeetingToFilm>): Promise<void> =>
  mayAttach(visit.record.room).ok ? showForm(visit) : showMissing(visit, 200);

/** What is wrong with the file or with its way here is told on the page it was chosen on. */
async function refuse(visit: Visit<MeetingToFilm>, error: unknown): Promise<void> {
  const { req, res, t } = visit;
  const refusal = asRefusal(error);
  if (!refusal || refusal.status === 403 || refusal.status === 404 || res.headersSent || req.socket.destroyed) throw error;
  await showForm(visit, { status: refusal.status, sentence: refusal.status === 413 ? tooLarge(visit) : t(refusal.reason, refusal.params) });
}

/** Where script could take a larger film, that is said too. */
function tooLarge(visit: Visit<MeetingToFilm>): string {
  const { maxFormBytes, maxUploadBytes } = visit.house.settings;
  const limit = limitOf(visit, maxFormBytes);
  if (maxFormBytes === maxUploadBytes) return visit.t('uploads:new.tooLarge', limit);
  return visit.t('uploads:new.tooLargeForm', { ...limit, most: visit.fmt.bytes(maxUploadBytes) });
}

/** The plain form, for browsers without script: the film in one piece, sealed as it arrives. */
export async function create(visit: Visit<MeetingToFilm>): Promise<void> {
  const { house, req, res, record, viewer, actor, t } = visit;
  if (!mayAttach(record.room).ok) return showMissing(visit, 422);
  try {
    if ((await findRunningUpload(house.db, record.meeting.id)) !== null) throw conflict('uploads:refused.running');
    const owner = `meeting-${record.meeting.id}`;
    const place = () => newFilm(house);
    const drop = (film: NewFilm) => dropFilm(house, film);
    const id = await withUpload(house, { req, res }, { field, owner, place, drop }, (film) =>
      film ? keepFilm(house, { ...actor, now: house.clock(), personId: viewer.id }, record.meeting, film) : null,
    );
    if (id === null) return await showForm(visit, { status: 422, sentence: t('uploads:island.none') });
    visit.done(paths.recordings.show(id), 'uploads:new.done');
  } catch (error) {
    await refuse(visit, error);
  }
}
