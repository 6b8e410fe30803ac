import { mayKeepMunicipalities } from '../../domain/person/municipality.js';
import { findAccountFor, type AccountRecord } from '../../store/account-list.js';
import { findMunicipality, type MunicipalityRecord } from '../../store/municipality.js';
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

/** Known to those who keep them only. */
export const municipality: Scope<MunicipalityRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  return id === null || !mayKeepMunicipalities(viewer).ok ? null : findMunicipality(db, id);
};
