import { letJobGo, retryJob, type StoppedJobLine } from '../../store/operation.js';
import { conflict } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

export async function retry({ house, actor, record, done }: Visit<StoppedJobLine>): Promise<void> {
  if (!(await retryJob(house.db, actor, record.id))) throw conflict('refusals:jobSettled');
  done(paths.operation.show(), 'operation:flash.retried');
}

export async function letGo({ house, actor, record, done }: Visit<StoppedJobLine>): Promise<void> {
  if (!(await letJobGo(house.db, actor, record.id))) throw conflict('refusals:jobSettled');
  done(paths.operation.show(), 'operation:flash.letGo');
}
