import { whyNoFilm } from '../../domain/recording/no-film.js';
import { findRecordingFor, watchable } from '../../store/recording.js';
import { typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { playerOf, type PlayerView } from '../../web/player-view.js';
import type { CaseFile } from './scope.js';

export interface StageView {
  player: PlayerView | null;
  /** Why there is no film, in words, when there is none. */
  none: { title: string; text: string } | null;
}

/** `?t=724` opens the film at that second; a form that comes back says in `shownSecond` how far the film was. */
export const startOf = (visit: Visit<CaseFile>): number | null => {
  const given = typedText(typedOf(visit.req.body), 'shownSecond') || visit.req.query['t'];
  return typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : null;
};

/** The film of the case, for whoever may watch at this moment; null where the case has none. */
export async function stageFor(visit: Visit<CaseFile>): Promise<StageView | null> {
  const { house, viewer, record, today, t, fmt } = visit;
  if (record.case.recordingId === null) return null;
  const found = await findRecordingFor(house.db, viewer.id, record.case.recordingId, today);
  if (!found) return null;
  if (watchable(viewer, found).ok)
    return {
      player: await playerOf(visit, found, {
        label: t('certification:film.label'),
        at: startOf(visit),
        page: visit.req.path.replace(/\/lock$/, '/rating'),
      }),
      none: null,
    };
  const why = whyNoFilm(viewer, found) ?? 'not_open';
  const erasedOn = found.recording.erasedAt === null ? '' : fmt.date(found.recording.erasedAt);
  const key = erasedOn === '' && ['certified', 'age'].includes(why) ? 'closing' : why;
  return { player: null, none: { title: t(`certification:film.none.${key}`, { date: erasedOn }), text: t('certification:film.stays') } };
}
