import { dropTables, type Migration } from './dialect.js';

/** Steps of sealing what was kept before films and texts were sealed, each noted once it is wholly done. */
export const sealing: Migration = {
  name: '016-sealing',
  up: ({ sql }) => sql('CREATE TABLE sealing (step TEXT PRIMARY KEY, done_at TEXT NOT NULL)'),
  down: (step) => dropTables(step, ['sealing']),
};
