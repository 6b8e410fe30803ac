import { effectiveScope } from '../../domain/consent/effective-scope.js';
import type { Purpose } from '../../domain/consent/consent.js';
import { hasReflected, turnOf } from '../../domain/recording/review-states.js';
import { mayKnowState } from '../../domain/recording/watch.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { Cast } from './cast.js';
import type { ReviewedRecording } from './scope.js';
import type { HeadView } from './views.js';

type Part = 'leader' | 'supervisor' | 'reader';

const partOf = ({ relation }: ReviewedRecording): Part =>
  relation.isLeader ? 'leader' : relation.isGroupSupervisor ? 'supervisor' : 'reader';

/** Nothing can be written any more, whatever the state says. */
const isOver = ({ noFilm }: ReviewedRecording): boolean => noFilm !== null && !['being_made', 'reflection_first', 'hold'].includes(noFilm);

/** Whether the supervisor has begun is theirs to know: to everyone else the two states look the same. */
const stateShown = (record: ReviewedRecording): string =>
  record.review === 'with_supervisor' && !record.relation.isGroupSupervisor ? 'reflected' : record.review;

function turnWords({ t }: Visit<unknown>, record: ReviewedRecording, cast: Cast): Pick<HeadView, 'status' | 'turn'> {
  const part = partOf(record);
  if (record.noFilm === 'failed') return { status: { kind: 'missing' }, turn: t('review:turn.failed') };
  if (isOver(record)) return { status: { kind: 'barred', text: t('review:status.noFilm') }, turn: t('review:turn.over') };
  // Assessors judge alone: how far the talk has come is not told to them.
  if (part === 'reader' && !record.relation.isGroupMember) return { status: { kind: 'under-way' }, turn: t('review:turn.watcher') };
  const turn = t(`review:turn.${part}.${stateShown(record)}`, { ...cast });
  if (record.review === 'closed') return { status: { kind: 'done', text: t('review:status.closed') }, turn };
  if (part === 'reader') return { status: { kind: 'under-way' }, turn };
  const whose = turnOf(record.review);
  if ((whose === 'trainee') === (part === 'leader') && whose !== 'nobody') return { status: { kind: 'your-turn' }, turn };
  const name = whose === 'trainee' ? cast.leader : whose === 'supervisor' ? cast.supervisor : null;
  return { status: name ? { kind: 'waiting', text: t('review:status.waiting', { name }) } : { kind: 'waiting' }, turn };
}

/** «Kun Thomas og du må se filmen.» The purposes in force decide, and nobody but the leader before the reflection is delivered. */
function viewers({ t, fmt }: Visit<unknown>, record: ReviewedRecording, cast: Cast, scope: Set<Purpose>): string {
  const part = partOf(record);
  const open = (purpose: Purpose) => hasReflected(record.review) && scope.has(purpose);
  const you = t('review:who.you');
  const names = [
    part === 'leader' ? you : cast.leader,
    ...(open('supervision_own_municipality') ? [part === 'supervisor' ? you : cast.supervisor] : []),
    ...(open('supervision_cross_municipal')
      ? [t('review:who.group')]
      : open('supervision_own_municipality')
        ? [t('review:who.groupAtHome')]
        : []),
    ...(open('assessment') ? [t('review:who.assessors')] : []),
  ];
  return t('review:who.only', { names: fmt.list(names) });
}

function crumbsOf({ t }: Visit<unknown>, { relation, meeting }: ReviewedRecording): HeadView['crumbs'] {
  if (relation.isLeader)
    return [
      { href: paths.meetings.list(), label: t('web:nav.meetings') },
      { href: paths.meetings.show(meeting.id), label: t('review:crumb.meeting') },
    ];
  const list = { href: paths.recordings.list(), label: t('web:nav.recordings') };
  return relation.isGroupSupervisor ? [list, { href: paths.supervision.hours(meeting.enrolmentId), label: meeting.leaderName }] : [list];
}

export const titleOf = ({ t }: Visit<unknown>, { meeting }: ReviewedRecording): string =>
  t('review:title', { number: meeting.number }).replaceAll(' ', '\u00a0');

export function headOf(visit: Visit<unknown>, record: ReviewedRecording, cast: Cast): HeadView {
  const { t, fmt } = visit;
  const { recording, meeting, relation } = record;
  const facts = [fmt.date(meeting.onDate), ...(recording.durationMs === null ? [] : [fmt.filmLength(recording.durationMs)])];
  const scope = effectiveScope(record.room);
  const who = isOver(record) ? [] : [viewers(visit, record, cast, scope)];
  const erased = recording.erasedAt !== null || recording.erasedWhy !== null;
  const ends = t('review:erased.on', { date: fmt.date(recording.eraseOn) });
  const knows = mayKnowState({ relation });
  return {
    crumbs: crumbsOf(visit, record),
    title: titleOf(visit, record),
    ...turnWords(visit, record, cast),
    meta: [`${facts.join(', ')}.`, ...who, ...(erased || knows ? [] : [`${ends}.`])].join(' '),
    ...(erased || !knows ? {} : { metaLink: { href: paths.recordings.show(recording.id), label: ends } }),
    links: [{ href: paths.about.help(), label: t('web:footer.help') }],
  };
}
