import type { Migration, Step } from './dialect.js';

const fixed = ['id', 'application_id', 'kind', 'enrolment_id', 'recorded_by', 'recorded_at'];

/** What happened stays as it was written; only the words of a reason may be taken away, and never be written anew. */
async function allowErasing({ sql, dialect }: Step): Promise<void> {
  const [change, words] = [`UPDATE OF ${fixed.join(', ')}`, 'UPDATE OF reason'];
  if (dialect === 'sqlite') {
    const refuse = `BEGIN SELECT RAISE(ABORT, 'append-only: application_event'); END`;
    return sql(
      'DROP TRIGGER application_event_no_update',
      `CREATE TRIGGER application_event_no_update BEFORE ${change} ON application_event ${refuse}`,
      `CREATE TRIGGER application_event_no_words BEFORE ${words} ON application_event WHEN (NEW.reason <> '') ${refuse}`,
    );
  }
  const refuse = 'FOR EACH ROW EXECUTE FUNCTION application_event_refuse_update()';
  await sql(
    'DROP TRIGGER application_event_no_update ON application_event',
    `CREATE TRIGGER application_event_no_update BEFORE ${change} ON application_event ${refuse}`,
    `CREATE TRIGGER application_event_no_words BEFORE ${words} ON application_event ${refuse.replace('EXECUTE', "WHEN (NEW.reason <> '') EXECUTE")}`,
  );
}

async function refuseAll({ sql, dialect }: Step): Promise<void> {
  const on = dialect === 'postgres' ? ' ON application_event' : '';
  await sql(`DROP TRIGGER application_event_no_words${on}`, `DROP TRIGGER application_event_no_update${on}`);
  await sql(
    dialect === 'sqlite'
      ? `CREATE TRIGGER application_event_no_update BEFORE UPDATE ON application_event BEGIN SELECT RAISE(ABORT, 'append-only: application_event'); END`
      : `CREATE TRIGGER application_event_no_update BEFORE UPDATE ON application_event FOR EACH ROW EXECUTE FUNCTION application_event_refuse_update()`,
  );
}

/** With the name of somebody who got no seat go the reasons that were written about them, those of names erased before too. */
export const erasableReason: Migration = {
  name: '020-erasable-reason',
  up: async (step) => {
    await allowErasing(step);
    await step.sql(
      `UPDATE application_event SET reason = '' WHERE reason <> '' AND application_id IN (SELECT id FROM application WHERE erased_at IS NOT NULL)`,
    );
  },
  down: refuseAll,
};
