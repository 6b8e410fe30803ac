import { mayRetryJob } from '../../domain/operation/policy.js';
import { keyState, listStoppedJobs, queueState, underWayState, type StoppedJobLine } from '../../store/operation.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { checksOf } from './checks.js';
import type { OperationView, StoppedRow } from './views.js';

const mostShown = 50;

const kinds = [
  ...['process-recording', 'picture-recording', 'steady-recording', 'tidy-recording', 'erase-recording'],
  ...['sweep-retention', 'sweep-incoming', 'sweep-work', 'sweep-uploads', 'sweep-hours', 'sweep-applications'],
];
const reasons = ['SandboxClosed', 'MediaRefused', 'BlobMissing', 'FilmKeyGone', 'ScannerAway', 'attempts used up'];

function rowOf({ t, fmt, viewer }: Visit<unknown>, job: StoppedJobLine): StoppedRow {
  const { id, kind, attempts, lastError, endedAt } = job;
  const name = (lastError ?? '').slice(0, 60);
  return {
    title: kinds.includes(kind) ? t(`operation:job.${kind}`) : t('operation:job.other', { kind }),
    text: t('operation:stopped.text', { count: attempts, moment: endedAt === null ? '–' : fmt.moment(endedAt) }),
    reason: reasons.includes(name) ? t(`operation:reason.${name}`) : t('operation:reason.other', { name: name || '–' }),
    retry: mayRetryJob(viewer, job).ok ? paths.operation.retry(id) : null,
    letGo: paths.operation.letGo(id),
  };
}

function leadOf({ t }: Visit<unknown>, checks: OperationView['checks'], stopped: number): string {
  const wrong = checks.filter(({ status }) => status.kind === 'missing').length + (stopped > 0 ? 1 : 0);
  return wrong === 0 ? t('operation:lead.well') : t('operation:lead.wrong', { count: wrong });
}

/** How the system runs, at this moment. */
export async function show(visit: Visit<Record<never, never>>): Promise<void> {
  const { house, t, fmt, now } = visit;
  const [queue, jobs, disk, standstill, keys, underWay] = await Promise.all([
    queueState(house.db, now),
    listStoppedJobs(house.db, mostShown),
    house.media.disk(),
    house.media.standstill(),
    keyState(house.db),
    underWayState(house.db),
  ]);
  const checks = checksOf(visit, { queue, disk, standstill, keys, underWay });
  const view: OperationView = {
    notice: visit.flash(),
    lead: leadOf(visit, checks, queue.stopped),
    asked: t('operation:asked', { moment: fmt.moment(now) }),
    again: paths.operation.show(),
    checks,
    stopped: jobs.map((job) => rowOf(visit, job)),
    older: queue.stopped > jobs.length ? t('operation:stopped.older', { shown: jobs.length, count: queue.stopped }) : null,
  };
  await visit.page('operation/show', view, { title: t('operation:title') });
}
