import { isPhoneCopyOpen } from '../../store/phone-copy.js';
import type { RecordingFor } from '../../store/recording.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { ShowView } from './views.js';

/** Whether the film is gone where it was recorded: asked of its leader, when it can be used here, until they say so. */
export async function phoneOf({ house, t, record }: Visit<RecordingFor>): Promise<ShowView['phone']> {
  const { recording, relation, meeting } = record;
  if (!relation.isLeader || !(await isPhoneCopyOpen(house.db, recording.id))) return null;
  return {
    text: t(recording.erasedWhy === null ? 'uploads:phone.text' : 'uploads:phone.textErased', { number: meeting.number }),
    action: paths.uploads.phoneCopy(recording.id),
    back: paths.recordings.show(recording.id),
  };
}
