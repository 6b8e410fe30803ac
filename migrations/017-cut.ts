import type { Migration, Step } from './dialect.js';

const marks = ['cut_from_ms INTEGER', 'cut_to_ms INTEGER'];

/** As long as a cut is asked for and not made, the database itself takes no row in which somebody could see the film. */
const hidden = `cut_at IS NOT NULL OR (cut_from_ms IS NULL AND cut_to_ms IS NULL)
  OR (processing <> 'ready' AND COALESCE(original_plays, 0) = 0 AND playable_key IS NULL AND poster_key IS NULL)`;

const made = ['cut_start_ms INTEGER', 'cut_end_ms INTEGER', `cut_at TEXT CHECK (${hidden})`];

const nameOf = (column: string): string => column.split(' ')[0]!;

/** One film key a recording again: what a cut destroyed leaves no trace. */
async function forgetFormerKeys({ sql, dialect, frozenOnce }: Step): Promise<void> {
  const on = dialect === 'sqlite' ? '' : ' ON data_key';
  await sql(
    `DROP TRIGGER data_key_no_update${on}`,
    `DROP TRIGGER data_key_no_delete${on}`,
    `DELETE FROM data_key WHERE purpose = 'film' AND recording_id IS NOT NULL
       AND id < (SELECT MAX(k.id) FROM data_key k WHERE k.purpose = 'film' AND k.recording_id = data_key.recording_id)`,
  );
  await frozenOnce('data_key', 'destroyed_at', ['wrapped', 'master_version', 'recording_id', 'case_id', 'purpose', 'destroyed_at']);
}

/** From–to: what of a film is kept. A film that is cut gets a new film key, and the former one is destroyed. */
export const cut: Migration = {
  name: '017-cut',
  up: async ({ sql }) => {
    for (const column of marks) await sql(`ALTER TABLE upload ADD COLUMN ${column}`);
    for (const column of [...marks, ...made]) await sql(`ALTER TABLE recording ADD COLUMN ${column}`);
    await sql(
      'DROP INDEX data_key_of_recording',
      `CREATE UNIQUE INDEX data_key_text_of_recording ON data_key(recording_id) WHERE purpose = 'text'`,
      'CREATE INDEX data_key_by_recording ON data_key(recording_id, purpose)',
    );
  },
  down: async (step) => {
    const { sql } = step;
    await forgetFormerKeys(step);
    await sql(
      'DROP INDEX data_key_by_recording',
      'DROP INDEX data_key_text_of_recording',
      'CREATE UNIQUE INDEX data_key_of_recording ON data_key(recording_id, purpose)',
    );
    for (const column of [...marks, ...made].map(nameOf).reverse()) await sql(`ALTER TABLE recording DROP COLUMN ${column}`);
    for (const column of marks.map(nameOf)) await sql(`ALTER TABLE upload DROP COLUMN ${column}`);
  },
};
