import { dropTables, type Migration, type Step } from './dialect.js';

const added: Record<string, string[]> = {
  training_day: [
    'starts_at INTEGER NOT NULL DEFAULT 540',
    'ends_at INTEGER NOT NULL DEFAULT 960',
    `breaks TEXT NOT NULL DEFAULT '[{"from":720,"to":780}]'`,
    'seats INTEGER',
    'sequence INTEGER NOT NULL DEFAULT 0',
    'cancelled_at TEXT',
  ],
  supervision_session: ['sequence INTEGER NOT NULL DEFAULT 0'],
  attendance: [
    'apology INTEGER NOT NULL DEFAULT 0',
    'present_from INTEGER',
    'present_to INTEGER',
    'minutes INTEGER',
    'planned_minutes INTEGER',
    'held_day_id INTEGER REFERENCES training_day(id)',
  ],
};

const told: Record<string, string[]> = {
  training_day: ['on_date', 'starts_at', 'ends_at', 'place', 'cancelled_at'],
  supervision_session: ['on_date', 'starts_at', 'ends_at', 'host_municipality_id'],
};

/** What a calendar program must hear of raises the number it compares, whoever made the change. */
async function raiseSequence({ sql, dialect }: Step, table: string): Promise<void> {
  const differs = dialect === 'sqlite' ? 'IS NOT' : 'IS DISTINCT FROM';
  const changes = told[table]!.map((column) => `NEW.${column} ${differs} OLD.${column}`);
  if (table === 'supervision_session') changes.push(`(NEW.state = 'cancelled' AND OLD.state <> 'cancelled')`);
  const when = `WHEN (${changes.join(' OR ')})`;
  if (dialect === 'sqlite')
    return sql(
      `CREATE TRIGGER ${table}_sequence AFTER UPDATE ON ${table} ${when} BEGIN UPDATE ${table} SET sequence = OLD.sequence + 1 WHERE id = OLD.id; END`,
    );
  await sql(
    `CREATE OR REPLACE FUNCTION ${table}_raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.sequence := OLD.sequence + 1; RETURN NEW; END $$`,
    `CREATE TRIGGER ${table}_sequence BEFORE UPDATE ON ${table} FOR EACH ROW ${when} EXECUTE FUNCTION ${table}_raise()`,
  );
}

const tables = ['calendar_change', 'calendar_change_seen', 'apology', 'make_up', 'calendar_feed'];

export const calendarAttendance: Migration = {
  name: '013-calendar-attendance',
  up: async (step) => {
    const { sql, key, appendOnly } = step;
    for (const [table, columns] of Object.entries(added))
      for (const column of columns) await sql(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    for (const table of Object.keys(told)) await raiseSequence(step, table);
    await sql(
      `CREATE TABLE calendar_change (id ${key}, training_day_id INTEGER REFERENCES training_day(id),
        session_id INTEGER REFERENCES supervision_session(id), kind TEXT NOT NULL CHECK (kind IN ('moved','cancelled')),
        former_date TEXT NOT NULL, former_from INTEGER NOT NULL, former_to INTEGER NOT NULL, former_place TEXT NOT NULL,
        new_date TEXT NOT NULL, new_from INTEGER NOT NULL, new_to INTEGER NOT NULL, new_place TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '', changed_by INTEGER NOT NULL REFERENCES person(id), changed_at TEXT NOT NULL,
        CHECK ((training_day_id IS NULL) <> (session_id IS NULL)))`,
      `CREATE INDEX calendar_change_by_day ON calendar_change(training_day_id)`,
      `CREATE INDEX calendar_change_by_session ON calendar_change(session_id)`,
      `CREATE TABLE calendar_change_seen (change_id INTEGER NOT NULL REFERENCES calendar_change(id),
        person_id INTEGER NOT NULL REFERENCES person(id), seen_at TEXT NOT NULL, PRIMARY KEY (change_id, person_id))`,
      `CREATE TABLE apology (id ${key}, training_day_id INTEGER NOT NULL REFERENCES training_day(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), state TEXT NOT NULL CHECK (state IN ('sent','withdrawn')),
        reason TEXT NOT NULL DEFAULT '', recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL)`,
      `CREATE INDEX apology_by_day ON apology(training_day_id, enrolment_id)`,
      `CREATE TABLE make_up (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id),
        missed_day_id INTEGER NOT NULL REFERENCES training_day(id), seat_day_id INTEGER NOT NULL REFERENCES training_day(id),
        state TEXT NOT NULL CHECK (state IN ('asked','booked','declined','cancelled')), asked_by INTEGER NOT NULL REFERENCES person(id),
        asked_at TEXT NOT NULL, decided_by INTEGER REFERENCES person(id), decided_at TEXT, CHECK (missed_day_id <> seat_day_id))`,
      `CREATE UNIQUE INDEX make_up_once ON make_up(enrolment_id, missed_day_id) WHERE state IN ('asked','booked')`,
      `CREATE INDEX make_up_by_seat ON make_up(seat_day_id)`,
      `CREATE TABLE calendar_feed (id ${key}, person_id INTEGER NOT NULL REFERENCES person(id), token_hash TEXT NOT NULL UNIQUE,
        made_at TEXT NOT NULL, revoked_at TEXT)`,
      `CREATE UNIQUE INDEX calendar_feed_once ON calendar_feed(person_id) WHERE revoked_at IS NULL`,
      `CREATE INDEX training_day_by_date ON training_day(on_date)`,
      `CREATE INDEX supervision_session_by_date ON supervision_session(on_date)`,
    );
    await appendOnly('calendar_change');
    await appendOnly('apology');
  },
  down: async (step) => {
    await dropTables(step, tables);
    await step.sql('DROP INDEX training_day_by_date', 'DROP INDEX supervision_session_by_date');
    for (const table of Object.keys(told)) {
      await step.sql(`DROP TRIGGER ${table}_sequence${step.dialect === 'postgres' ? ` ON ${table}` : ''}`);
      if (step.dialect === 'postgres') await step.sql(`DROP FUNCTION ${table}_raise()`);
    }
    for (const [table, columns] of Object.entries(added))
      for (const column of [...columns].reverse()) await step.sql(`ALTER TABLE ${table} DROP COLUMN ${column.split(' ')[0]}`);
  },
};
