import { createIntake } from '../../store/intake.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { smallFile } from '../../web/small-file.js';
import { FileRefused, intakeLimits, readLines } from './read-file.js';
import type { CohortRecord } from './scope.js';

type Here = Visit<CohortRecord>;

async function form(visit: Here, errors?: FieldError[]): Promise<void> {
  const { record, t, fmt } = visit;
  const view = {
    cohort: { id: record.id, name: record.name },
    limits: t('intake:new.limits', { lines: fmt.number(intakeLimits.lines), kilobytes: fmt.number(intakeLimits.bytes / 1024) }),
  };
  await visit.page('intake/new', view, { title: t('intake:new.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Here): Promise<void> => form(visit);

const fault = (reason: string, params: Record<string, string> = {}): FieldError[] => [
  { field: 'file', message: `${reason}?${new URLSearchParams(params).toString()}` },
];

/** Reads the file and shows what it would do. Nobody is put on the cohort yet. */
export async function create(visit: Here): Promise<void> {
  const { house, record, viewer, actor } = visit;
  const file = await smallFile(visit, { field: 'file', most: intakeLimits.bytes });
  if (file === null) return form(visit, fault('intake:file.none'));
  if (file === 'too-large') return form(visit, fault('intake:file.tooLarge', { lines: String(intakeLimits.lines) }));
  try {
    const lines = readLines(file);
    const id = await house.db.write((tx) => createIntake(tx, { ...actor, personId: viewer.id }, { cohortId: record.id, lines }));
    visit.done(paths.intake.show(id));
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    await form(visit, fault(error.reason, error.params));
  }
}
