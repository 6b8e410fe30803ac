import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillDemo } from '../../src/demo/fill.js';
import { storyCalendar, weeksToShift } from '../../src/demo/calendar.js';
import type { Database } from '../../src/store/database.js';
import { openTestDatabase } from '../support/database.js';

describe('the story’s calendar', () => {
  test.each([
    ['2026-09-30', -1],
    ['2026-10-01', 0],
    ['2026-10-07', 0],
    ['2026-10-08', 1],
    ['2026-11-21', 7],
  ])('on %s the story is moved by %d weeks: its Wednesday is the latest before today', (today, weeks) => {
    expect(weeksToShift(today)).toBe(weeks);
  });

  test('keeps weekdays', () => {
    expect(storyCalendar(7).day('2026-09-30')).toBe('2026-11-18');
    expect(storyCalendar(7).at('2026-06-09', '13:30')).toBe('2026-07-28T13:30:00.000Z');
  });
});

describe('the demo', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
    await fillDemo({ db, media: null, now: new Date('2026-09-30T08:00:00Z'), unshifted: true });
  });
  afterAll(() => db.close());

  test('fills an empty database once', async () => {
    expect(await fillDemo({ db, media: null, now: new Date('2026-09-30T08:00:00Z') })).toBe(false);
  });

  test('has minutes of supervision that are the sum of the lines, each of whole fives within its session', async () => {
    const rows = await db.rows<{ name: string; minutes: number }>(
      `SELECT p.name, SUM(l.minutes) AS minutes FROM supervision_line l JOIN enrolment e ON e.id = l.enrolment_id JOIN person p ON p.id = e.person_id
       JOIN cohort c ON c.id = e.cohort_id WHERE c.name = 'Hold 2024-2026' GROUP BY p.name ORDER BY p.name`,
    );
    expect(Object.fromEntries(rows.map(({ name, minutes }) => [name, minutes]))).toMatchObject({
      'Charlotte Øllgaard': 2700,
      'Dennis Vestermark': 2695,
      'Rasmus Ejstrup': 1450,
      'Ulla Kragelund': 1500,
      'Frederik Sæderup': 1800,
      'Bilal Rahimi': 2850,
    });
    const odd = await db.rows(
      `SELECT id FROM supervision_line WHERE minutes % 5 <> 0 OR minutes <> present_to - present_from - 60 OR minutes > 300`,
    );
    expect(odd).toEqual([]);
  });

  test('has the led meetings of each, and nobody without a reason begins after day 42', async () => {
    const rows = await db.rows<{ name: string; led: number; first: string }>(
      `SELECT p.name, COUNT(*) AS led, MIN(m.on_date) AS first FROM network_meeting m JOIN person p ON p.id = m.leader_id
       JOIN enrolment e ON e.id = m.enrolment_id JOIN cohort c ON c.id = e.cohort_id WHERE c.name = 'Hold 2024-2026' GROUP BY p.name`,
    );
    const led = Object.fromEntries(rows.map((row) => [row.name, row.led]));
    expect(led).toMatchObject({
      'Anne-Grethe Åkjær': 24,
      'Jørn Kallehave': 9,
      'Sanne Vraa': 4,
      'Vagn Holmgård': 10,
      'Else Marie Thorup': 10,
    });
    expect(rows.filter(({ first }) => first > '2025-03-18').map(({ name, first }) => [name, first])).toEqual([
      ['Sanne Vraa', '2025-06-12'],
    ]);
  });

  test('keeps no word of what was written about an erased film, as an erasure would not', async () => {
    const kept = await db.rows<{ erased: number; text: string }>(
      `SELECT CASE WHEN r.erased_at IS NULL THEN 0 ELSE 1 END AS erased, f.text_kept AS text FROM reflection f JOIN recording r ON r.id = f.recording_id`,
    );
    const [erased, living] = [kept.filter((one) => one.erased === 1), kept.filter((one) => one.erased === 0)];
    expect([erased.length > 10, living.length > 0]).toEqual([true, true]);
    expect(erased.filter(({ text }) => text !== '')).toEqual([]);
    expect(living.filter(({ text }) => text === '')).toEqual([]);
  });

  test('marks everything as fictional', async () => {
    expect(await db.rows('SELECT id FROM cohort WHERE demo = 0')).toEqual([]);
    expect(await db.rows(`SELECT id FROM identity WHERE subject NOT LIKE '%.example'`)).toEqual([]);
  });
});
