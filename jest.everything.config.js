import { reading } from './jest.config.js';

const under = (...places) => places.map((place) => `<rootDir>/test/${place}`);

/**
 * Everything in one queue, so that no processor waits: each file on SQLite, those that ask the database on PostgreSQL too, and the journeys.
 *
 * @type {import('jest').Config}
 */
export default {
  testTimeout: 30_000,
  // A third one works while another waits for a film, a page or the database.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    {
      ...reading,
      displayName: 'SQLite',
      testMatch: under('**/*.test.ts'),
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/journeys/'],
    },
    {
      ...reading,
      displayName: 'PostgreSQL',
      testMatch: under('{store,features}/**/*.test.ts', 'house/migrations.test.ts'),
      setupFiles: ['<rootDir>/test/support/on-postgres.js'],
    },
    { ...reading, displayName: 'journeys', testMatch: under('journeys/**/*.test.ts') },
  ],
};
