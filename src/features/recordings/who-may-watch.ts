import { effectiveScope, heldBackBy } from '../../domain/consent/effective-scope.js';
import type { Purpose } from '../../domain/consent/consent.js';
import { hasReflected } from '../../domain/recording/review-states.js';
import type { RecordingFor, Watcher } from '../../store/recording.js';
import { countWords } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import type { ShowView } from './views.js';

type WhoRow = NonNullable<ShowView['who']>['rows'][number];

interface Watching {
  visit: Visit<RecordingFor>;
  watchers: Watcher[];
}

/** Who keeps the purpose shut, in words. */
function barred({ visit: { t, record } }: Watching, purpose: Purpose): string {
  const held = heldBackBy(record.room, purpose);
  const refusals = held.filter(({ standing }) => standing === 'no').length;
  if (held.length === 0) return t('recordings:show.who.closed');
  return t(`recordings:show.who.${refusals > 0 ? 'no' : 'unanswered'}`, countWords(t, refusals || held.length));
}

/** Open for this purpose now: its own answers, and everyone's yes to the leader's own learning. */
const isOpen = (scope: Set<Purpose>, purpose: Purpose): boolean => scope.has('own_learning') && scope.has(purpose);

/** Everyone with a relation to the film, when they may see it, and why. */
export function whoRows(watching: Watching): WhoRow[] {
  const { visit, watchers } = watching;
  const { t, record, viewer } = visit;
  const { recording, relation, meeting, room } = record;
  const scope = effectiveScope(room);
  const say = (key: string, params?: Record<string, unknown>) => t(`recordings:show.who.${key}`, params);
  const reflected = hasReflected(recording.review);

  const row = (purpose: Purpose, who: string, why: string, when: { kind: 'done' | 'waiting'; when: string }): WhoRow => {
    if (isOpen(scope, purpose)) return { ...when, who, why };
    const reason = scope.has(purpose) ? say('closed') : barred(watching, purpose);
    return { kind: 'barred', when: say(scope.has('own_learning') ? 'never' : 'notNow'), who, why: reason };
  };
  const now = { kind: 'done', when: say('now') } as const;
  const whenReady = recording.processing === 'ready' ? now : ({ kind: 'waiting', when: say('whenReady') } as const);
  const afterReflection = reflected ? now : ({ kind: 'waiting', when: say('afterReflection') } as const);

  const supervisors = watchers.filter((one) => one.relation === 'supervisor');
  const assessors = watchers.filter((one) => one.relation !== 'supervisor').sort((a, b) => order(a) - order(b));
  const supervisorWord = say(relation.isLeader ? 'supervisor' : 'supervisorOther');
  return [
    row('own_learning', meeting.leaderName, say(meeting.leaderId === viewer.id ? 'you' : 'leader'), whenReady),
    ...(supervisors.length > 0
      ? supervisors.map(({ name }) => row('supervision_own_municipality', name, supervisorWord, afterReflection))
      : [row('supervision_own_municipality', supervisorWord, say('noSupervisor'), { kind: 'waiting', when: say('afterReflection') })]),
    row('supervision_own_municipality', say('home', { municipality: meeting.municipalityName }), say('homeText'), afterReflection),
    ...(assessors.length > 0
      ? assessors.map((one) => row('assessment', one.name, say(one.relation === 'adjudicator' ? 'adjudicator' : 'assessor'), whenReady))
      : [
          row('assessment', say('assessors'), say(relation.isLeader ? 'assessorsText' : 'assessorsOther'), {
            kind: 'waiting',
            when: say('atAssessment'),
          }),
        ]),
    row('supervision_cross_municipal', say('cross'), say('crossText'), afterReflection),
  ];
}

const order = ({ relation }: Watcher): number => ['A', 'B', 'adjudicator'].indexOf(relation);
