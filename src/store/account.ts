import { audit, type Actor } from './audit.js';
import type { Database } from './database.js';
import { people } from './tables.js';

export const keepLanguage = (db: Database, actor: Actor, personId: number, language: 'da' | 'en'): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(people, { id: personId }, { language });
    await audit(tx, actor, 'person.language', 'person', personId);
  });
