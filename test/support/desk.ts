import { formatters } from '../../src/web/format.js';
import type { House } from '../../src/web/house.js';
import { translator } from '../../src/web/language.js';
import { deskOf, type Desk } from '../../src/web/desk.js';
import { localDate } from '../../src/domain/calendar/dates.js';

interface Whose {
  house: House;
  coordinatorId: number;
}

/** The coordinator's desk as the running app gives it: from what it keeps, where nothing was committed since. */
export function keptDesk({ house, coordinatorId }: Whose): Promise<Desk> {
  const t = translator('da');
  const now = house.clock();
  const viewer = { id: coordinatorId, roles: ['coordinator'] } as unknown as Parameters<typeof deskOf>[0]['viewer'];
  return deskOf({ house, viewer, now, today: localDate(now), t, fmt: formatters('da', t), lang: 'da' });
}

/** The same read from the rows alone. */
export const readDesk = ({ house, coordinatorId }: Whose): Promise<Desk> =>
  keptDesk({ house: { ...house, db: { ...house.db } }, coordinatorId });
