import { fewerPeaks } from '../../domain/recording/sound.js';
import { listFiles, type FileKind, type RecordingFile } from '../../store/recording-file.js';
import { notFound } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { readMedia } from '../../web/read-media.js';
import { requireOurPage, sendMedia } from '../../web/send-media.js';
import type { FilmFor } from './scope.js';
import { standing } from './standing.js';

async function fileOf({ house, record }: Visit<FilmFor>, kind: FileKind): Promise<RecordingFile> {
  const file = (await listFiles(house.db, record.recording.id)).find((one) => one.kind === kind);
  if (!file) throw notFound();
  return file;
}

/** The picture strip of the time slider. */
export async function sprite(visit: Visit<FilmFor>): Promise<void> {
  const { req, res, house } = visit;
  const { key } = await fileOf(visit, 'sprite');
  await sendMedia(req, res, house.media.blobs, { key, type: 'image/jpeg', fileName: 'billeder.jpg', stillAllowed: standing(visit) });
}

const mostColumns = 800;
/** Four hours at ten a second, as text. */
const mostBytes = 1024 ** 2;

/** The wave under the slider, as many columns as a screen can show. */
export async function wave(visit: Visit<FilmFor>): Promise<void> {
  const { req, res, house } = visit;
  requireOurPage(req, ['empty']);
  const kept = await readMedia(house.media.blobs, (await fileOf(visit, 'peaks')).key, mostBytes);
  if (kept === null) throw notFound();
  const { peaks } = JSON.parse(kept.toString()) as { peaks: number[] };
  res.json({ peaks: fewerPeaks(peaks, mostColumns) });
}
