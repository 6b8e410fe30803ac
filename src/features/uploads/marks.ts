import { isMarked } from '../../domain/recording/cut.js';
import type { RoomRecord } from '../../store/consent.js';
import { setMarks } from '../../store/upload.js';
import { Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { showForm } from './form.js';
import type { UploadFor } from './scope.js';
import { refusalOf } from './stopped.js';
import { marksIn, typedMarks, wordsOf } from './typed-marks.js';

/** The page for choosing a film asks nothing of the room. */
const nobody: RoomRecord = { attendees: [], answers: [] };

/** Sets what is kept of a film that is on its way, from its page while it is sent, or from the form. */
export async function update(visit: Visit<UploadFor>): Promise<void> {
  const { req, res, house, actor, record, fmt } = visit;
  const { upload, meeting, stopped } = record;
  if (stopped !== null) throw refusalOf(stopped);
  const typed = typedMarks(req.body);
  const read = marksIn(typed);
  const asData = req.accepts(['html', 'json']) === 'json';
  if (!read.ok) {
    if (asData || meeting === null) throw new Refusal(422, read.errors[0]?.message ?? 'web:badRequest');
    return showForm({ ...visit, record: { meeting, room: nobody } }, { status: 422, errors: read.errors, typed });
  }
  const set = await house.db.write((tx) => setMarks(tx, actor, upload.id, read.marks, meeting?.municipalityId ?? null));
  if (!set) throw refusalOf('finished');
  if (asData) return void res.json(wordsOf(fmt, read.marks));
  const said = isMarked(read.marks) ? 'uploads:cut.set' : 'uploads:cut.unset';
  visit.done(meeting === null ? paths.meetings.list() : paths.recordings.new(meeting.id), said);
}
