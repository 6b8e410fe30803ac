import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { Columns, Table } from './table.js';

const types = {
  key: DataTypes.INTEGER,
  number: DataTypes.INTEGER,
  big: DataTypes.BIGINT,
  text: DataTypes.TEXT,
  flag: DataTypes.INTEGER,
  json: DataTypes.TEXT,
};

/** Sequelize's model of a table, defined when first asked for. */
export function modelsOf(sequelize: Sequelize) {
  const models = new WeakMap<object, ModelStatic<Model>>();
  return <C extends Columns>(table: Table<C>): ModelStatic<Model> => {
    const known = models.get(table);
    if (known) return known;
    const attributes = Object.fromEntries(
      Object.entries(table.columns).map(([name, kind]) => {
        const type = types[kind.replace('?', '') as keyof typeof types];
        return [
          name,
          kind === 'key' ? { type, primaryKey: true, autoIncrement: true } : { type, primaryKey: table.primary.includes(name) },
        ];
      }),
    );
    const made = sequelize.define(table.name, attributes);
    if (!table.columns['id'] && table.primary.length === 0) made.removeAttribute('id');
    models.set(table, made);
    return made;
  };
}
