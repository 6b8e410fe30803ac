import { confirmPhoneCopy } from '../../store/phone-copy.js';
import type { RecordingRow } from '../../store/recording-life.js';
import type { Visit } from '../../web/guard.js';
import { ownPath } from '../../web/paths.js';
import { paths } from '../../web/paths.js';
import { typedOf, typedText } from '../../web/forms.js';

/** The film is gone where it was recorded. Back to where it was asked. */
export async function create(visit: Visit<RecordingRow>): Promise<void> {
  const { house, actor, record, req } = visit;
  await house.db.write((tx) => confirmPhoneCopy(tx, actor, record.id));
  visit.done(ownPath(typedText(typedOf(req.body), 'back')) ?? paths.today(), 'uploads:phone.done');
}
