import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { calendarFeeds, people } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildTrainingDay, type TrainingDayRow } from '../support/build/cohort.js';
import { buildGroup, buildSession, type BuiltGroup } from '../support/build/supervision.js';
import { withoutTokens } from '../support/page.js';

/** Debian's own, which has icalendar; another python may stand before it on the path. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const reader = `
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
zones = {}
for zone in calendar.walk('VTIMEZONE'):
    made = zone.to_tz()
    zones[str(zone['TZID'])] = made
rows = []
for event in calendar.walk('VEVENT'):
    start, end = event['DTSTART'], event['DTEND']
    made = zones[start.params['TZID']]
    utc = lambda value: made.localize(value.dt.replace(tzinfo=None)).utctimetuple()
    text = lambda value: '%04d-%02d-%02dT%02d:%02dZ' % tuple(utc(value)[:5])
    rows.append(dict(uid=str(event['UID']), sequence=int(event['SEQUENCE']), summary=str(event['SUMMARY']), status=str(event['STATUS']),
      start=text(start), end=text(end), zone=start.params['TZID'], stamp=event['DTSTAMP'].dt.utcoffset().total_seconds(),
      location=str(event.get('LOCATION', ''))))
print(json.dumps(rows))
`;

interface Read {
  uid: string;
  sequence: number;
  summary: string;
  status: string;
  start: string;
  end: string;
  zone: string;
  stamp: number;
  location: string;
}

let test: TestApp;
let group: BuiltGroup;
let day: TrainingDayRow;
let trainee: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-02-10T08:00:00.000Z' });
});
beforeEach(async () => {
  group = await buildGroup(test.db, { names: ['Åse Aabye', 'Bo Berg'] });
  day = await buildTrainingDay(test.db, group.cohortId, { onDate: '2026-03-03', place: 'Højskolen; sal 2, 1. sal' });
  trainee = await test.as(group.members[0]!.personId);
});
afterAll(() => test.close());

/** The secret address, from the one page that shows it. */
const makeAddress = async (client: Client): Promise<string> =>
  new URL(/id="address"[^>]*value="([^"]+)"/.exec((await client.post('/calendar/feed')).text)![1]!).pathname;

async function read(address: string): Promise<Read[]> {
  const answer = await test.anonymous().get(address).buffer(true);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  return JSON.parse(execFileSync(python, ['-c', reader], { input: answer.text, encoding: 'utf8' })) as Read[];
}

describe('the feed, as python3-icalendar reads it', () => {
  it('has one’s own days and sessions, at the right instant on both sides of both clock changes', async () => {
    await buildSession(test.db, group.id, { onDate: '2026-03-28', hostMunicipalityId: group.members[0]!.municipalityId });
    await buildSession(test.db, group.id, { onDate: '2026-03-29' });
    await buildSession(test.db, group.id, { onDate: '2026-10-24' });
    await buildSession(test.db, group.id, { onDate: '2026-10-25' });
    await buildTrainingDay(test.db, group.cohortId, { code: 'S2', onDate: '2026-10-26', startsAt: 18 * 60, endsAt: 24 * 60, breaks: [] });
    const events = await read(await makeAddress(trainee));
    expect(events.map(({ start, end }) => `${start} ${end}`)).toEqual([
      '2026-03-03T08:00Z 2026-03-03T15:00Z',
      '2026-03-28T08:00Z 2026-03-28T14:00Z',
      '2026-03-29T07:00Z 2026-03-29T13:00Z',
      '2026-10-24T07:00Z 2026-10-24T13:00Z',
      '2026-10-25T08:00Z 2026-10-25T14:00Z',
      '2026-10-26T17:00Z 2026-10-26T23:00Z',
    ]);
    expect(new Set(events.map(({ zone }) => zone))).toEqual(new Set(['Europe/Copenhagen']));
    expect(events.every(({ stamp }) => stamp === 0)).toBe(true);
    expect(events[0]).toMatchObject({ location: 'Højskolen; sal 2, 1. sal', status: 'CONFIRMED', sequence: 0 });
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  });

  it('the same entry with a higher number when it is moved, and cancelled when it is cancelled', async () => {
    const address = await makeAddress(trainee);
    const coordinator = await test.as(group.coordinatorId);
    const plan = { startsAt: '9', endsAt: '16', breaks: '12-13', place: 'Byens Hus' };
    const [first] = await read(address);
    await coordinator.post(`/calendar/days/${day.id}`, { ...plan, onDate: '4.3.2026' });
    const [moved] = await read(address);
    expect(moved).toMatchObject({ uid: first!.uid, sequence: 1, start: '2026-03-04T08:00Z', status: 'CONFIRMED' });
    await coordinator.post(`/calendar/days/${day.id}/cancellation`);
    const [cancelled] = await read(address);
    expect(cancelled).toMatchObject({ uid: first!.uid, sequence: 2, status: 'CANCELLED' });
    expect(cancelled!.summary).toMatch(/^Aflyst: /);
  });

  it('a session that is moved or cancelled likewise; signing it changes nothing', async () => {
    const session = await buildSession(test.db, group.id, { onDate: '2026-02-24' });
    const address = await makeAddress(trainee);
    const sequence = async () => (await read(address)).find(({ uid }) => uid.startsWith(`session-${session.id}@`))!.sequence;
    const supervisor = await test.as(group.supervisorId);
    await supervisor.post(`/calendar/sessions/${session.id}`, {
      onDate: '25.2.2026',
      startsAt: '9',
      endsAt: '15',
      breakMinutes: '60',
      host: '',
    });
    expect(await sequence()).toBe(1);
    await test.db.write((tx) => tx.run(`UPDATE supervision_session SET topics = 'Stilhed' WHERE id = $1`, [session.id]));
    expect(await sequence()).toBe(1);
    await supervisor.post(`/supervision/sessions/${session.id}/cancellation`);
    expect(await sequence()).toBe(2);
  });

  it('says nothing about anybody: no names of people, no topics', async () => {
    await buildSession(test.db, group.id, { onDate: '2026-02-24', topics: 'Hemmeligt emne' });
    const { text } = await test
      .anonymous()
      .get(await makeAddress(trainee))
      .buffer(true);
    const names = (await test.db.all(people, {})).map(({ name }) => name);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
    expect(text).not.toContain('Hemmeligt');
  });

  it('an empty calendar is still one that can be read', async () => {
    const alone = await test.as((await buildGroup(test.db)).coordinatorId);
    expect(await read(await makeAddress(alone))).toEqual([]);
  });
});

describe('the secret address', () => {
  it('is kept as a hash only, has 128 bits, and is shown once', async () => {
    const address = await makeAddress(trainee);
    const token = /feeds\/([\w-]+)\.ics$/.exec(address)![1]!;
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    expect(JSON.stringify(await test.db.all(calendarFeeds, {}))).not.toContain(token);
    expect((await trainee.get('/calendar/feed')).text).not.toContain(token);
  });

  it('unknown, replaced, closed, misspelt or of a closed account: the same answer as any unknown page', async () => {
    const unknown = await test.anonymous().get('/no/such/page');
    const same = async (address: string) => {
      const answer = await test.anonymous().get(address);
      expect([address, answer.status]).toEqual([address, 404]);
      expect(withoutTokens(answer.text).replaceAll(address, '')).toBe(withoutTokens(unknown.text).replaceAll('/no/such/page', ''));
      expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(unknown.headers).sort());
    };
    const first = await makeAddress(trainee);
    const second = await makeAddress(trainee);
    await same(first);
    await same('/calendar/feeds/AAAAAAAAAAAAAAAAAAAAAA.ics');
    await same('/calendar/feeds/x.ics');
    await same(second.replace('.ics', ''));
    expect((await test.anonymous().get(second)).status).toBe(200);
    await test.db.write((tx) => tx.update(people, { id: group.members[0]!.personId }, { accountState: 'disabled' }));
    await same(second);
    await test.db.write((tx) => tx.update(people, { id: group.members[0]!.personId }, { accountState: 'open' }));
    expect((await trainee.post('/calendar/feed/end')).status).toBe(303);
    await same(second);
  });

  it('two made at once leave one that works', async () => {
    await trainee.token();
    const answers = await Promise.all([makeAddress(trainee), makeAddress(trainee)]);
    const statuses = await Promise.all(answers.map(async (address) => (await test.anonymous().get(address)).status));
    expect(statuses.sort()).toEqual([200, 404]);
  });
});
