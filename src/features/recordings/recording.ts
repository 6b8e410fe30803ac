import { effectiveScope } from '../../domain/consent/effective-scope.js';
import { mayKnowOf } from '../../domain/recording/watch.js';
import { hasReflected } from '../../domain/recording/review-states.js';
import { eraseLater } from '../../jobs/erase-later.js';
import { listRecordingsFor, listWatchers, watchable, type RecordingFor } from '../../store/recording.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { recordingStatus, type Status } from '../../web/recording-words.js';
import { sendMedia } from '../../web/send-media.js';
import { filmFiles } from '../../web/film-files.js';
import { notFound } from '../../web/errors.js';
import { roomFactor } from './made-file.js';
import type { FilmFor } from './scope.js';
import { seenOf } from './seen-view.js';
import { showView } from './show-view.js';
import { sit } from './sittings.js';
import { isSmoothing, markOf, stageOf } from './stage.js';
import { standing } from './standing.js';
import { leftWords, toldWords } from './steps.js';
import { phoneOf } from './phone.js';
import type { ListRow, ListView, ShowView, StatusView } from './views.js';

/** In a list: where it stands, for the one who reads. */
function statusFor({ t }: Visit<unknown>, { recording, relation, meeting }: RecordingFor): Status {
  const reader = relation.isLeader ? 'trainee' : relation.isGroupSupervisor ? 'supervisor' : 'other';
  const status = recordingStatus(t, recording, reader, relation.isLeader ? t('recordings:state.supervisor') : meeting.leaderName);
  const reflecting =
    recording.processing === 'ready' && recording.erasedWhy === null && !hasReflected(recording.review) && !relation.isLeader;
  return reflecting ? { kind: 'waiting', text: t('recordings:state.reflecting', { name: meeting.leaderName }) } : status;
}

function rowOf(visit: Visit<unknown>, facts: RecordingFor): ListRow {
  const { t, fmt, viewer } = visit;
  const { recording, meeting, relation } = facts;
  return {
    name: t('recordings:name', { number: meeting.number }),
    href: watchable(viewer, facts).ok ? paths.review.show(recording.id) : paths.recordings.show(recording.id),
    who: relation.isLeader ? null : t('recordings:list.of', { name: meeting.leaderName, municipality: meeting.municipalityName }),
    date: fmt.shortDate(meeting.onDate),
    length: recording.durationMs === null ? '–' : t('recordings:list.minutes', { count: Math.floor(recording.durationMs / 60_000) }),
    status: statusFor(visit, facts),
  };
}

export async function list(visit: Visit<unknown>): Promise<void> {
  const { house, viewer, today, t } = visit;
  const all = (await listRecordingsFor(house.db, viewer.id, today)).filter(mayKnowOf);
  const groups = [
    { id: 'own', rows: all.filter(({ relation }) => relation.isLeader) },
    { id: 'supervised', rows: all.filter(({ relation }) => !relation.isLeader && relation.isGroupSupervisor) },
    { id: 'fellows', rows: all.filter(({ relation }) => !relation.isLeader && !relation.isGroupSupervisor) },
  ];
  const supervises = viewer.roles.includes('supervisor');
  const view: ListView = {
    notice: visit.flash(),
    lead: t(supervises ? 'recordings:list.leadSupervisor' : 'recordings:list.lead'),
    sections: groups
      .filter(({ rows }) => rows.length > 0)
      .map(({ id, rows }) => ({ id, title: t(`recordings:list.${id}`), rows: rows.map((one) => rowOf(visit, one)) })),
    empty:
      all.length > 0
        ? null
        : viewer.roles.includes('trainee')
          ? { text: t('recordings:list.noneOwn'), link: { href: paths.meetings.list(), label: t('recordings:list.toMeetings') } }
          : { text: t('recordings:list.none') },
  };
  await visit.page('recordings/list', view, { title: t('recordings:title') });
}

/** Asked only for a film that waits for it. */
async function standstillOf({ house: { media }, record }: Visit<RecordingFor>): Promise<string | null> {
  if (stageOf(record) !== 'processing' && !isSmoothing(record.recording)) return null;
  const why = await media.standstill();
  return why ?? ((await media.hasRoomFor(roomFactor(record.recording.uncut) * (record.recording.bytes ?? 0))) ? null : 'disk');
}

export async function show(visit: Visit<RecordingFor>): Promise<void> {
  const { house, record, today } = visit;
  const asked = [listWatchers(house.db, record.recording.id, today), seenOf(visit), standstillOf(visit), phoneOf(visit)] as const;
  const [watchers, seen, standstill, phone] = await Promise.all(asked);
  const view: ShowView = { ...showView(visit, watchers, seen, standstill), phone };
  await visit.page('recordings/show', view, { title: view.title, scripts: view.waiting ? ['waiting'] : [] });
}

/** For the waiting page's island, and for an open player that wants to know why its film stopped. */
export function status(visit: Visit<RecordingFor>): void {
  const { res, record } = visit;
  const view: StatusView = {
    mark: markOf(record),
    percent: record.recording.progress,
    told: toldWords(visit),
    left: leftWords(visit),
    state: statusFor(visit, record),
    open: effectiveScope(record.room).has('own_learning') && record.recording.erasedWhy === null,
  };
  res.json(view);
}

export function film(visit: Visit<FilmFor>): Promise<void> {
  const { req, res, house, record } = visit;
  const files = filmFiles(record);
  const asked = req.query['v'];
  const file = asked === undefined ? files[0] : files.find(({ mark }) => mark === asked);
  if (!file) throw notFound();
  // Before it is measured nobody knows whether there is a picture.
  const type = record.recording.hasPicture || record.recording.durationMs === null ? 'video/mp4' : 'audio/mp4';
  return sendMedia(req, res, house.media.blobs, {
    key: file.key,
    type,
    fileName: 'film.mp4',
    stillAllowed: standing(visit),
    note: () => sit(visit, record),
  });
}

export function poster(visit: Visit<FilmFor>): Promise<void> {
  const { req, res, house, record } = visit;
  const { posterKey } = record.recording;
  if (posterKey === null) throw notFound();
  return sendMedia(req, res, house.media.blobs, {
    key: posterKey,
    type: 'image/jpeg',
    fileName: 'billede.jpg',
    stillAllowed: standing(visit),
  });
}

/** The leader takes the film away: closed for everyone now, erased next. */
export async function destroy(visit: Visit<RecordingFor>): Promise<void> {
  const { house, record, actor } = visit;
  await house.db.write((tx) => eraseLater(tx, actor, record.recording.id, 'removed'));
  visit.done(paths.recordings.show(record.recording.id), 'recordings:show.removal.done');
}
