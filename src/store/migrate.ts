import { migrations, stepFor } from '../../migrations/index.js';
import type { Database } from './database.js';

async function umzugFor({ sequelize }: Database) {
  const { SequelizeStorage, Umzug } = await import('umzug');
  const inStep = (work: (step: ReturnType<typeof stepFor>) => Promise<void>) => () =>
    sequelize.transaction((transaction) => work(stepFor(sequelize, transaction)));
  return new Umzug({
    migrations: migrations.map(({ name, up, down }) => ({ name, up: inStep(up), down: inStep(down) })),
    storage: new SequelizeStorage({ sequelize, tableName: 'schema_change', modelName: 'schema_change' }),
    logger: undefined,
  });
}

/** Brings the schema up to date. Returns the names of the changes made now. */
export const migrateUp = async (db: Database): Promise<string[]> => (await (await umzugFor(db)).up()).map(({ name }) => name);

export const migrateDown = async (db: Database): Promise<void> => {
  await (await umzugFor(db)).down({ to: 0 });
};

export const pendingChanges = async (db: Database): Promise<string[]> => (await (await umzugFor(db)).pending()).map(({ name }) => name);
