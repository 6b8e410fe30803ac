import { localDate } from '../../domain/calendar/dates.js';
import { percentKept, sweptAt } from '../../domain/upload/upload.js';
import { listOpenPhoneCopies } from '../../store/phone-copy.js';
import { listUnderWay, type UnderWay } from '../../store/upload.js';
import { discardView } from '../../web/discard-view.js';
import { paths } from '../../web/paths.js';
import { waits, type Here, type Task } from './task.js';

function halfSent({ t, fmt }: Here, { publicId, meetingId, meetingNumber, kept, bytes, touchedAt }: UnderWay): Task {
  const whole = kept === bytes;
  const percent = t('uploads:percent', { percent: percentKept(kept, bytes) });
  const href = paths.recordings.new(meetingId);
  return {
    since: localDate(new Date(touchedAt)),
    status: { kind: 'under-way', text: t('uploads:today.status', { percent }) },
    title: t(whole ? 'uploads:today.whole' : 'uploads:today.half', { number: meetingNumber }),
    href,
    text: whole ? t('uploads:today.textWhole') : t('uploads:today.text', { percent, date: fmt.date(localDate(sweptAt(touchedAt))) }),
    action: { label: t('uploads:today.action'), href },
    discard: discardView(t, publicId),
  };
}

/** Films that are half sent, and films whose copy on the phone nobody has said is gone. */
export async function uploadTasks(here: Here): Promise<Task[]> {
  const { house, viewer, t } = here;
  const [underWay, copies] = await Promise.all([listUnderWay(house.db, viewer.id), listOpenPhoneCopies(house.db, viewer.id)]);
  return [
    ...underWay.filter(({ touchedAt }) => sweptAt(touchedAt) > here.now).map((one) => halfSent(here, one)),
    ...copies.map(({ recordingId, meetingNumber, askedAt, erased }): Task => {
      const since = localDate(new Date(askedAt));
      return {
        since,
        status: waits(here, since),
        title: t('uploads:today.phoneTitle', { number: meetingNumber }),
        href: paths.recordings.show(recordingId),
        text: t(erased === 1 ? 'uploads:today.phoneTextErased' : 'uploads:today.phoneText'),
        action: { label: t('uploads:phone.action'), post: paths.uploads.phoneCopy(recordingId) },
      };
    }),
  ];
}
