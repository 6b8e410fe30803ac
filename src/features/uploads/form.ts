import { heldBackBy, mayAttach } from '../../domain/consent/effective-scope.js';
import { findRoom } from '../../store/consent.js';
import { findRunningUpload } from '../../store/upload.js';
import { asRefusal, conflict } from '../../web/errors.js';
import { attendeeWord } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { withUpload } from '../../web/uploads.js';
import { crumbsOf, formView, limitOf } from './form-view.js';
import { answersChanged, cutOutside, keepFilm, type ReceivedFilm } from './keep-film.js';
import { marksIn, typedMarks, type TypedMarks } from './typed-marks.js';
import { dropFilm, newFilm, type NewFilm } from './new-film.js';
import type { MeetingToFilm } from './scope.js';
import type { MissingAnswersView } from './views.js';

const field = 'film';

class FieldsRefused extends Error {
  constructor(readonly errors: FieldError[]) {
    super('fields refused');
  }
}

export interface RefusedForm {
  status: number;
  errors: FieldError[];
  typed: TypedMarks;
}

/** Limits are told before anything is chosen. */
export async function showForm(visit: Visit<MeetingToFilm>, refused?: RefusedForm): Promise<void> {
  const view = formView(visit, await findRunningUpload(visit.house.db, visit.record.meeting.id), refused?.typed);
  await visit.page('uploads/new', view, { title: view.title, status: refused?.status, errors: refused?.errors, scripts: ['upload'] });
}

/** Who keeps the film from being chosen, one line each. */
async function showMissing(visit: Visit<MeetingToFilm>, status: number, first = ''): Promise<void> {
  const { t, record } = visit;
  const { room, meeting } = record;
  const attachable = mayAttach(room);
  const held = heldBackBy(room, 'own_learning');
  const view: MissingAnswersView = {
    crumbs: crumbsOf(visit),
    title: t(attachable.ok ? 'uploads:missing.title.unanswered' : `uploads:missing.title.${attachable.reason}`),
    lead: `${first} ${t(attachable.ok ? 'uploads:missing.lead.unanswered' : `uploads:missing.lead.${attachable.reason}`)}`.trim(),
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

/** Somebody answered while the film was on its way: who, and the way to the answers. */
async function showChanged(visit: Visit<MeetingToFilm>, status: number): Promise<void> {
  const room = await findRoom(visit.house.db, visit.record.meeting.id);
  await showMissing({ ...visit, record: { ...visit.record, room } }, status, visit.t(answersChanged));
}

/** What is wrong with the file or with its way here is told on the page it was chosen on. */
async function refuse(visit: Visit<MeetingToFilm>, error: unknown): Promise<void> {
  const { req, res, t } = visit;
  const refusal = asRefusal(error);
  if (!refusal || refusal.status === 403 || refusal.status === 404 || res.headersSent || req.socket.destroyed) throw error;
  if (refusal.reason === answersChanged) return showChanged(visit, refusal.status);
  const typed = typedMarks(req.body);
  if (refusal.reason === cutOutside)
    return showForm(visit, { status: 422, errors: [{ field: 'from', message: 'uploads:cut.fault.outsideForm' }], typed });
  const message = refusal.status === 413 ? tooLarge(visit) : t(refusal.reason, refusal.params);
  await showForm(visit, { status: refusal.status, errors: [{ field, message }], typed });
}

/** Where script could take a larger film, that is said too. */
function tooLarge(visit: Visit<MeetingToFilm>): string {
  const { maxFormBytes, maxUploadBytes } = visit.house.settings;
  const limit = limitOf(visit, maxFormBytes);
  if (maxFormBytes === maxUploadBytes) return visit.t('uploads:new.tooLarge', limit);
  return visit.t('uploads:new.tooLargeForm', { ...limit, most: visit.fmt.bytes(maxUploadBytes) });
}

/** The film came whole, and so did the fields beside it. Returns the recording's id; what is wrong is thrown, so that the film's place is dropped. */
async function keep(visit: Visit<MeetingToFilm>, film: ReceivedFilm | null): Promise<number> {
  const { house, req, viewer, actor, record } = visit;
  const read = marksIn(typedMarks(req.body));
  // A page that comes back has an empty field for the file.
  const choose = [{ field, message: film === null ? 'uploads:island.none' : 'uploads:cut.fault.again' }];
  if (!read.ok || film === null) throw new FieldsRefused([...choose, ...(read.ok ? [] : read.errors)]);
  const marks = () => Promise.resolve(read.marks);
  return keepFilm(house, { ...actor, now: house.clock(), personId: viewer.id }, record.meeting, film, { marks });
}

/** The plain form, for browsers without script: the film in one piece, sealed as it arrives. */
export async function create(visit: Visit<MeetingToFilm>): Promise<void> {
  const { house, req, res, record } = visit;
  if (!mayAttach(record.room).ok) return showMissing(visit, 422);
  try {
    if ((await findRunningUpload(house.db, record.meeting.id)) !== null) throw conflict('uploads:refused.runningForm');
    const owner = `meeting-${record.meeting.id}`;
    const place = () => newFilm(house);
    const drop = (film: NewFilm) => dropFilm(house, film);
    const id = await withUpload(house, { req, res }, { field, owner, place, drop }, (film) => keep(visit, film));
    visit.done(paths.recordings.show(id), 'uploads:new.done');
  } catch (error) {
    if (error instanceof FieldsRefused) return await showForm(visit, { status: 422, errors: error.errors, typed: typedMarks(req.body) });
    await refuse(visit, error);
  }
}
