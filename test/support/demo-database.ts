import { fillDemo } from '../../src/demo/fill.js';
import { migrateUp } from '../../src/store/migrate.js';
import { markOf, type Template } from './database.js';

/** The fictional cohorts as they stand on 30 September 2026, without films. Filling takes as long as a hundred pages: hence once. */
export const demoTold: Template = {
  name: `demo_${markOf('migrations', 'src/demo', 'src/domain', 'src/store')}`,
  prepare: async (db) => {
    await migrateUp(db);
    await fillDemo({ db, media: null, now: new Date('2026-09-30T10:00:00Z'), unshifted: true });
  },
};
