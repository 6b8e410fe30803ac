import { dropTables, type Migration } from './dialect.js';

const purposes = `'own_learning','supervision_own_municipality','supervision_cross_municipal','assessment','calibration','teaching'`;

export const meetings: Migration = {
  name: '004-meetings',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE network_meeting (id ${key}, leader_id INTEGER NOT NULL REFERENCES person(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), municipality_id INTEGER NOT NULL REFERENCES municipality(id),
        number INTEGER NOT NULL, on_date TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('leader','co_leader','participant')),
        course TEXT NOT NULL, citizens INTEGER NOT NULL DEFAULT 0, relatives INTEGER NOT NULL DEFAULT 0, network INTEGER NOT NULL DEFAULT 0,
        professionals INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, removed_at TEXT, UNIQUE (enrolment_id, number))`,
      `CREATE INDEX network_meeting_by_enrolment ON network_meeting(enrolment_id, on_date)`,
      `CREATE TABLE attendee (id ${key}, meeting_id INTEGER NOT NULL REFERENCES network_meeting(id),
        kind TEXT NOT NULL CHECK (kind IN ('citizen','relative','network','professional','interpreter','meeting_leader','meeting_participant')),
        ordinal INTEGER NOT NULL, age_group TEXT NOT NULL DEFAULT 'adult' CHECK (age_group IN ('adult','15_to_17','under_15')),
        holders INTEGER NOT NULL DEFAULT 0 CHECK (holders BETWEEN 0 AND 2), added_at TEXT NOT NULL DEFAULT '',
        UNIQUE (meeting_id, kind, ordinal))`,
      `CREATE TABLE consent_answer (id ${key}, attendee_id INTEGER NOT NULL REFERENCES attendee(id),
        given_by TEXT NOT NULL DEFAULT 'self' CHECK (given_by IN ('self','holder_1','holder_2')),
        purpose TEXT NOT NULL CHECK (purpose IN (${purposes})), answer TEXT NOT NULL CHECK (answer IN ('yes','no')),
        method TEXT NOT NULL CHECK (method IN ('paper','tablet','oral','phone')), text_version TEXT NOT NULL,
        asked_by INTEGER NOT NULL REFERENCES person(id), answered_on TEXT NOT NULL, recorded_at TEXT NOT NULL)`,
      `CREATE INDEX consent_answer_by_attendee ON consent_answer(attendee_id)`,
      `CREATE TABLE recording (id ${key}, meeting_id INTEGER NOT NULL REFERENCES network_meeting(id), owner_id INTEGER NOT NULL REFERENCES person(id),
        processing TEXT NOT NULL CHECK (processing IN ('uploaded','processing','ready','failed')), refusal TEXT, progress INTEGER NOT NULL DEFAULT 0,
        review TEXT NOT NULL DEFAULT 'draft' CHECK (review IN ('draft','ready_for_reflection','reflected','with_supervisor','shared','in_dialogue','closed')),
        review_since TEXT NOT NULL, original_key TEXT, playable_key TEXT, poster_key TEXT, bytes BIGINT, duration_ms INTEGER, has_picture INTEGER,
        uploaded_at TEXT NOT NULL, ready_at TEXT, erase_on TEXT NOT NULL, erased_at TEXT,
        erased_why TEXT CHECK (erased_why IN ('certified','age','withdrawn','unanswered','removed')))`,
      `CREATE UNIQUE INDEX recording_one_alive ON recording(meeting_id) WHERE erased_at IS NULL AND processing <> 'failed'`,
      `CREATE INDEX recording_by_owner ON recording(owner_id)`,
      `CREATE TABLE job (id ${key}, kind TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting','running','done','dead')),
        run_at TEXT NOT NULL, lease_until TEXT, worker TEXT, attempts INTEGER NOT NULL DEFAULT 0, max_attempts INTEGER NOT NULL DEFAULT 4,
        last_error TEXT, child TEXT, dedupe TEXT UNIQUE, created_at TEXT NOT NULL, ended_at TEXT)`,
      `CREATE INDEX job_by_turn ON job(state, run_at, id)`,
    );
    await appendOnly('consent_answer');
  },
  down: (step) => dropTables(step, ['network_meeting', 'attendee', 'consent_answer', 'recording', 'job']),
};
