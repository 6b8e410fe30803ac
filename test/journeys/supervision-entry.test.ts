import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDate } from '../../src/domain/calendar/dates.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { appointments, supervisionLines, supervisionSessions } from '../../src/store/tables.js';
import { buildGroup, buildSession, type BuiltGroup } from '../support/build/supervision.js';
import { testMasterKeys } from '../support/database.js';
import { hands } from '../support/hands.js';
import { openBrowserWorld, type BrowserWorld } from '../support/browser.js';

const supervisorName = 'ragnhild.svaerke@dialogvaerkstedet.example';
const coordinatorName = 'lise.roenhave@dialogvaerkstedet.example';
/** A calm two keys a second. */
const keysPerSecond = 2;
const names = ['Anna', 'Bodil', 'Cecilie', 'Dagny', 'Elna', 'Frida', 'Gerda', 'Helga'].map((name) => `${name} Prøvesen`);

describe('a session of supervision for eight people', () => {
  let world: BrowserWorld;
  let db: Database;
  let group: BuiltGroup;
  const yesterday = addDays(localDate(new Date()), -1);

  beforeAll(async () => {
    world = await openBrowserWorld();
    db = openDatabase(`sqlite:${path.join(world.server.dataDir, 'polyfoni.sqlite')}`, testMasterKeys);
    const idOf = async (subject: string) =>
      (await db.row<{ id: number }>('SELECT person_id AS "id" FROM identity WHERE subject = $1', [subject]))!.id;
    group = await buildGroup(db, { names, supervisorId: await idOf(supervisorName) });
    const lise = await idOf(coordinatorName);
    await db.write((tx) => tx.insert(appointments, { personId: lise, cohortId: group.cohortId }));
  }, 180_000);
  afterAll(async () => {
    await db.close();
    await world.close();
  });

  const minutesOf = async (sessionId: number) => {
    const lines = await db.all(supervisionLines, { sessionId });
    return group.members.map(({ id }) => lines.find(({ enrolmentId }) => enrolmentId === id)?.minutes);
  };

  test('is entered and signed by the supervisor with two exceptions, by keyboard, well within a minute', async () => {
    const session = await buildSession(db, group.id, { onDate: yesterday });
    const ragnhild = await world.as(supervisorName);
    await ragnhild.go(`/supervision/sessions/${session.id}/entry`);
    const { page } = ragnhild;
    const keys = hands(ragnhild);
    const [cecilie, frida] = [group.members[2]!, group.members[5]!];
    await keys.tabTo(`m${group.members[0]!.id}-present`);
    await keys.press('ArrowDown', 5);
    await keys.press('Space');
    await keys.press('ArrowUp', 3);
    await keys.press('Tab');
    await keys.type('10.15');
    expect(await page.locator(`#m${cecilie.id}-from`).inputValue()).toBe('10.15');
    expect(await page.locator(`#m${frida.id}-present`).isChecked()).toBe(false);
    for (let each = 0; (await page.evaluate(`document.activeElement?.hasAttribute('data-sign')`)) !== true; each += 1) {
      if (each > 40) throw new Error('Tab does not reach the signature');
      await keys.press('Tab');
    }
    expect(await page.evaluate('document.activeElement?.textContent')).toMatch(/Underskriv 33\s+t\s+45\s+min/);
    await Promise.all([page.waitForURL(/\/supervision\/sessions\/\d+$/), keys.press('Enter')]);
    await ragnhild.look();
    await ragnhild.says(/Du har underskrevet 33 t 45 min/);
    expect(keys.count()).toBeLessThan(60 * keysPerSecond);
    expect(await minutesOf(session.id)).toEqual([300, 300, 225, 300, 300, 0, 300, 300]);
    await ragnhild.close();
  }, 120_000);

  test('from a paper sheet is typed by the coordinator, and counts when the supervisor has signed', async () => {
    const lise = await world.as(coordinatorName);
    await lise.go(`/supervision/groups/${group.id}/sessions/new`);
    const keys = hands(lise);
    await keys.tabTo('onDate');
    await lise.page.keyboard.press('Control+A');
    await keys.type(addDays(yesterday, -1).split('-').reverse().map(Number).join('.'));
    await keys.tabTo(`m${group.members[0]!.id}-present`);
    await keys.press('Space');
    await Promise.all([
      lise.page.waitForURL(/\/supervision\/sessions\/\d+$/),
      lise.page.getByRole('button', { name: /så Ragnhild Sværke kan underskrive/ }).press('Enter'),
    ]);
    await lise.look();
    await lise.says(/Venter på Ragnhild Sværke/);
    await lise.close();
    const [paper] = (await db.all(supervisionSessions, { groupId: group.id })).filter(({ state }) => state === 'draft');
    expect(await db.all(supervisionLines, { sessionId: paper!.id })).toHaveLength(0);

    const ragnhild = await world.as(supervisorName);
    await ragnhild.go(`/supervision/sessions/${paper!.id}/entry`);
    await ragnhild.says(/Indtastet af Lise Rønhave\. Den tæller, når den er underskrevet\./);
    await ragnhild.press(/Underskriv 35/);
    await ragnhild.says(/Indtastet af Lise Rønhave fra papir\./);
    expect(await minutesOf(paper!.id)).toEqual([0, 300, 300, 300, 300, 300, 300, 300]);
    await ragnhild.close();
  }, 120_000);

  test('without script the same form is counted by the server', async () => {
    const session = await buildSession(db, group.id, { onDate: addDays(yesterday, -2) });
    const ragnhild = await world.as(supervisorName, { script: false });
    await ragnhild.go(`/supervision/sessions/${session.id}/entry`);
    await ragnhild.page.locator('#online').selectOption('some');
    await ragnhild.press('Regn sammen igen');
    await ragnhild.page.locator(`#m${group.members[1]!.id}-online`).check();
    await ragnhild.press(/Underskriv 40/);
    const lines = await db.all(supervisionLines, { sessionId: session.id });
    expect(lines.filter(({ online }) => online).map(({ enrolmentId }) => enrolmentId)).toEqual([group.members[1]!.id]);
    await ragnhild.close();
  }, 120_000);
});
