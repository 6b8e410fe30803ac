import { dropTables, type Migration } from './dialect.js';

/** Instants are ISO-8601 UTC text with milliseconds, dates `YYYY-MM-DD`, times of day minutes since midnight, yes/no 0 or 1. */
export const people: Migration = {
  name: '001-people',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE municipality (id ${key}, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, sort_key TEXT NOT NULL, demo INTEGER NOT NULL DEFAULT 0)`,
      `CREATE TABLE person (
        id ${key}, name TEXT NOT NULL, sort_key TEXT NOT NULL, municipality_id INTEGER REFERENCES municipality(id),
        organisation TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT 'da' CHECK (language IN ('da','en')),
        assessor INTEGER NOT NULL DEFAULT 0 CHECK (assessor IN (0,1)),
        account_state TEXT NOT NULL DEFAULT 'invited' CHECK (account_state IN ('invited','open','disabled')),
        first_signed_in_at TEXT, film_hold INTEGER NOT NULL DEFAULT 0 CHECK (film_hold IN (0,1)), created_at TEXT NOT NULL)`,
      `CREATE INDEX person_by_municipality ON person(municipality_id, sort_key)`,
      `CREATE TABLE person_role (person_id INTEGER NOT NULL REFERENCES person(id),
        role TEXT NOT NULL CHECK (role IN ('trainee','supervisor','coordinator','manager','administrator')), PRIMARY KEY (person_id, role))`,
      `CREATE TABLE identity (id ${key}, person_id INTEGER NOT NULL REFERENCES person(id), issuer TEXT NOT NULL, subject TEXT NOT NULL,
        secret_hash TEXT, UNIQUE (issuer, subject))`,
      `CREATE TABLE account_link (id ${key}, person_id INTEGER NOT NULL REFERENCES person(id), token_hash TEXT NOT NULL UNIQUE,
        purpose TEXT NOT NULL CHECK (purpose IN ('open','reopen')), made_by INTEGER NOT NULL REFERENCES person(id),
        created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT)`,
      `CREATE TABLE reopening (id ${key}, person_id INTEGER NOT NULL REFERENCES person(id), asked_at TEXT NOT NULL,
        approved_by INTEGER REFERENCES person(id), approved_at TEXT, refused_at TEXT, link_id INTEGER REFERENCES account_link(id),
        told_at TEXT, confirmed_by INTEGER REFERENCES person(id), confirmed_at TEXT)`,
      `CREATE TABLE session (id_hash TEXT PRIMARY KEY, person_id INTEGER REFERENCES person(id), payload TEXT NOT NULL,
        started_at TEXT NOT NULL, seen_at TEXT NOT NULL, expires_at TEXT NOT NULL)`,
      `CREATE INDEX session_by_person ON session(person_id)`,
      `CREATE TABLE audit_entry (id ${key}, at TEXT NOT NULL, actor_id INTEGER, action TEXT NOT NULL, object_kind TEXT NOT NULL,
        object_id INTEGER, municipality_id INTEGER, request_id TEXT)`,
      `CREATE INDEX audit_by_object ON audit_entry(object_kind, object_id)`,
    );
    await appendOnly('audit_entry');
  },
  down: (step) =>
    dropTables(step, ['municipality', 'person', 'person_role', 'identity', 'account_link', 'reopening', 'session', 'audit_entry']),
};
