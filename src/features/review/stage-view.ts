import { localDate } from '../../domain/calendar/dates.js';
import type { NoFilm } from '../../domain/recording/no-film.js';
import { canBeEvidence, evidenceMinutes } from '../../domain/recording/recording.js';
import { daysAfterCertification, daysAfterUpload } from '../../domain/recording/retention.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { playerOf } from '../../web/player-view.js';
import type { Cast } from './cast.js';
import { titleOf } from './head-view.js';
import type { ReviewedRecording } from './scope.js';
import type { StageView } from './views.js';

const erasures: readonly NoFilm[] = ['certified', 'age', 'withdrawn', 'unanswered', 'removed'];
/** The recording's own page tells more about these. */
const toldMore: readonly NoFilm[] = ['being_made', 'failed', 'blocked', 'quarantined'];

function noFilmWords({ t, fmt }: Visit<unknown>, record: ReviewedRecording, why: NoFilm, cast: Cast): StageView['none'] {
  const { recording, relation } = record;
  const words = {
    ...cast,
    date: recording.erasedAt === null ? '' : fmt.date(localDate(new Date(recording.erasedAt))),
    days: why === 'certified' ? daysAfterCertification : daysAfterUpload,
  };
  const key = erasures.includes(why) ? `${recording.erasedAt === null ? 'ending' : 'erased'}.${why}` : why;
  const text = ['reflection_first', 'not_open', 'hold'].includes(why) || relation.isLeader ? `${key}.text` : `${key}.textOther`;
  const link = toldMore.includes(why) && relation.isLeader;
  return {
    title: t(`review:noFilm.${key}.title`, words),
    text: t(`review:noFilm.${text}`, words),
    link: link ? { href: paths.recordings.show(recording.id), label: t('review:noFilm.more') } : null,
  };
}

/** The film opened at second `at`, or in words why there is none. */
export async function stageOf(visit: Visit<unknown>, record: ReviewedRecording, cast: Cast, at: number | null): Promise<StageView> {
  const { t, fmt } = visit;
  const { recording, noFilm } = record;
  if (noFilm !== null) return { player: null, none: noFilmWords(visit, record, noFilm, cast), practice: null };
  const length = fmt.filmLength(recording.durationMs ?? 0);
  const label = t('review:film', { title: titleOf(visit, record), length });
  return {
    player: await playerOf(visit, record, { label, at, page: paths.review.show(recording.id) }),
    none: null,
    practice:
      recording.durationMs === null || canBeEvidence(recording.durationMs)
        ? null
        : t('review:practice', { length, least: evidenceMinutes }),
  };
}
