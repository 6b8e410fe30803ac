import type { Planned } from '../../domain/intake/plan.js';
import { SignInNameTaken } from '../../store/account.js';
import { applyIntake, dropIntake, intakeDays, planFor } from '../../store/intake.js';
import { conflict } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { IntakeRecord } from './scope.js';

type Here = Visit<IntakeRecord>;

const kinds = ['refused', 'new', 'changed', 'unchanged'] as const;
const statusOf = { new: 'planned', changed: 'under-way', unchanged: 'done', refused: 'missing' } as const;

/** What happens with one line, in a sentence. */
function sentenceOf({ t, fmt }: Here, one: Planned): string {
  switch (one.kind) {
    case 'new':
      return t(one.personId === null ? 'intake:line.new' : 'intake:line.known', { date: fmt.shortDate(one.read.from) });
    case 'changed':
      return t('intake:line.changed', { what: fmt.list(one.changes.map((what) => t(`intake:what.${what}`))) });
    case 'unchanged':
      return t('intake:line.unchanged');
    case 'refused':
      return t(one.reason, one.params);
  }
}

const count = (planned: Planned[], kind: Planned['kind']): number => planned.filter((one) => one.kind === kind).length;

/** Line by line what the file would do today; after it was put in, the same file has nothing left to do. */
export async function show(visit: Here): Promise<void> {
  const { house, record, t, fmt, today } = visit;
  const { cohort, intake } = record;
  const planned = await planFor(house.db, cohort, intake.lines, today);
  const todo = count(planned, 'new') + count(planned, 'changed');
  const view = {
    id: intake.id,
    notice: visit.flash(),
    cohort: { id: cohort.id, name: cohort.name },
    applied: intake.appliedAt === null ? null : t('intake:plan.applied', { date: fmt.moment(intake.appliedAt) }),
    counts: kinds
      .flatMap((kind) => (count(planned, kind) > 0 ? [t(`intake:count.${kind}`, { count: count(planned, kind) })] : []))
      .join(' '),
    rows: planned.map((one) => ({
      line: one.line.line,
      name: one.line.name || '–',
      email: one.line.email,
      municipality: one.line.municipality,
      status: { kind: statusOf[one.kind], text: t(`intake:kind.${one.kind}`) },
      sentence: sentenceOf(visit, one),
    })),
    submit: todo > 0 ? t('intake:plan.submit', { count: todo }) : null,
    gone: t('intake:plan.gone', { count: intakeDays }),
  };
  await visit.page('intake/plan', view, { title: t('intake:plan.title', { cohort: cohort.name }) });
}

export async function apply(visit: Here): Promise<void> {
  const { house, record, viewer, actor, today } = visit;
  const { cohort, intake } = record;
  try {
    const done = await house.db.write((tx) => applyIntake(tx, { ...actor, personId: viewer.id }, cohort, intake, today));
    visit.done(paths.intake.show(intake.id), 'intake:flash.applied', {
      added: count(done, 'new'),
      changed: count(done, 'changed'),
      refused: count(done, 'refused'),
    });
  } catch (error) {
    // Somebody got an account with one of the addresses while the file was put in: nothing of it was kept.
    if (error instanceof SignInNameTaken) throw conflict('intake:file.meanwhile');
    throw error;
  }
}

export async function drop(visit: Here): Promise<void> {
  const { house, record, viewer, actor } = visit;
  await house.db.write((tx) => dropIntake(tx, { ...actor, personId: viewer.id }, record.intake.id));
  visit.done(paths.applications.cohort(record.cohort.id), 'intake:flash.dropped');
}
