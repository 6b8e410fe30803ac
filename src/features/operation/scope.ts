import { mayOperate } from '../../domain/operation/policy.js';
import { findStoppedJob, type StoppedJobLine } from '../../store/operation.js';
import { idOf, type Scope } from '../../web/guard.js';

export const job: Scope<StoppedJobLine> = async (viewer, params, { db }) => {
  const id = idOf(params);
  return id === null || !mayOperate(viewer).ok ? null : findStoppedJob(db, id);
};
