import { findAccountFor, type AccountRecord } from '../../store/account-list.js';
import { findReopeningFor, type ReopeningRecord } from '../../store/reopening.js';
import { idOf, type Scope } from '../../web/guard.js';

export const account: Scope<AccountRecord> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  return id === null ? null : findAccountFor(db, viewer, id, now);
};

export const reopening: Scope<ReopeningRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  return id === null ? null : findReopeningFor(db, viewer, id);
};
