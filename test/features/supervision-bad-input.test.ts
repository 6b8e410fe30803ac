import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervisionLines, supervisionSessions } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, type BuiltGroup } from '../support/build/supervision.js';

let test: TestApp;
let supervisor: Client;
let group: BuiltGroup;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-11-10T08:00:00.000Z' });
  const { id } = await buildSupervisor(test.db, { municipalityId: null });
  supervisor = await test.as(id);
  group = await buildGroup(test.db, { supervisorId: id });
});
afterAll(() => test.close());

const fields = (): Record<string, string> => ({
  onDate: '3.11.2026',
  startsAt: '9.00',
  endsAt: '15.00',
  breakMinutes: '60',
  host: '',
  topics: 'Stilhed i mødet',
  kind: 'group',
  online: 'nobody',
  shownFrom: '9.00',
  shownTo: '15.00',
  shownSum: '900',
  act: 'sign',
  ...Object.fromEntries(
    group.members.flatMap(({ id }) => [
      [`m${id}-present`, 'yes'],
      [`m${id}-from`, '9.00'],
      [`m${id}-to`, '15.00'],
      [`m${id}-remark`, `Husk ${id}`],
    ]),
  ),
});
const post = (given: Record<string, string>) => supervisor.post(`/supervision/groups/${group.id}/sessions`, { ...fields(), ...given });

const time = 'Skriv et klokkeslæt, for eksempel 9.30.';
const date = 'Skriv en dato, der findes, for eksempel 4.2.2026.';
const minutes = 'Skriv pauserne i hele minutter, for eksempel 60.';
const wrong: [string, string, string][] = [
  ['startsAt', '25.00', time],
  ['startsAt', '-9.00', time],
  ['startsAt', '1e3', time],
  ['startsAt', '９.００', time],
  ['startsAt', '9,30', time],
  ['startsAt', '9.60', time],
  ['endsAt', '24.01', time],
  ['onDate', '29.2.2025', date],
  ['onDate', '31.11.2026', date],
  ['onDate', '３.11.2026', date],
  ['breakMinutes', '-60', minutes],
  ['breakMinutes', '1e3', minutes],
  ['breakMinutes', '0,5', minutes],
  ['breakMinutes', '６０', minutes],
  ['breakMinutes', '600', 'Pauserne er lige så lange som hele supervisionen.'],
  ['endsAt', '9.00', 'Sluttiden skal ligge efter starttiden.'],
  ['endsAt', '23.00', 'Det bliver mere end 8 timer på én dag for personen.'],
  ['kind', 'andet', 'Vælg, hvad slags supervision det var.'],
  ['kind', 'individual', 'Individuel supervision er med én.'],
  ['online', 'måske', 'Vælg, hvem der var online.'],
  ['host', '999', 'Vælg en af holdets kommuner.'],
];

describe('what cannot be right is answered with a sentence, and nothing that was typed is lost', () => {
  it.each(wrong)('%s «%s»', async (field, typed, sentence) => {
    const answer = await post({ [field]: typed });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(sentence);
    if (!['kind', 'online', 'host'].includes(field)) expect(answer.text).toContain(`value="${typed}"`);
    expect(answer.text).toContain('value="Stilhed i mødet"');
    for (const { id } of group.members) expect(answer.text).toContain(`value="Husk ${id}"`);
    expect(await test.db.all(supervisionSessions, { groupId: group.id })).toHaveLength(0);
  });

  it('the hour that is skipped and the one that comes twice are told apart', async () => {
    const skipped = await post({ onDate: '29.3.2026', startsAt: '2.30', endsAt: '6.00' });
    expect([skipped.status, skipped.text.includes('Klokken springer en time frem den nat')]).toEqual([422, true]);
    const doubled = await post({ onDate: '25.10.2026', startsAt: '1.00', endsAt: '2.30' });
    expect([doubled.status, doubled.text.includes('timen fra 2.00 til 3.00 kommer to gange')]).toEqual([422, true]);
  });

  it('more than eight hours in a day, one member’s own wrong time, and a time outside the session', async () => {
    const long = await post({ startsAt: '7.00', endsAt: '23.00', breakMinutes: '0' });
    expect(long.status).toBe(422);
    const [anne] = group.members;
    const own = await post({ [`m${anne!.id}-from`]: '９.15' });
    expect([own.status, own.text.includes('value="９.15"')]).toEqual([422, true]);
    expect((await post({ [`m${anne!.id}-from`]: '8.00' })).text).toContain('Tiden ligger uden for supervisionen.');
    expect(await test.db.all(supervisionLines, { enrolmentId: anne!.id })).toHaveLength(0);
  });

  it('29 February is a day in a leap year', async () => {
    expect((await post({ onDate: '29.2.2028' })).text).not.toContain(date);
  });
});
