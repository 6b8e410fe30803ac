import { dropTables, type Migration } from './dialect.js';

export const certificateWithdrawal: Migration = {
  name: '015-certificate-withdrawal',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE certificate_withdrawal (id ${key}, certificate_id INTEGER NOT NULL REFERENCES certificate(id),
        step TEXT NOT NULL CHECK (step IN ('proposed','confirmed','declined','taken_back')), person_id INTEGER NOT NULL REFERENCES person(id),
        reason TEXT NOT NULL, recorded_at TEXT NOT NULL)`,
      `CREATE INDEX certificate_withdrawal_by_certificate ON certificate_withdrawal(certificate_id, id)`,
      `CREATE UNIQUE INDEX certificate_withdrawn_once ON certificate_withdrawal(certificate_id) WHERE step = 'confirmed'`,
    );
    await appendOnly('certificate_withdrawal');
  },
  down: (step) => dropTables(step, ['certificate_withdrawal']),
};
