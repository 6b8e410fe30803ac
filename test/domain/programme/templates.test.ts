import { describe, expect, test } from '@jest/globals';
import { meetingLeaders2019, introduction2019, management2019, templates, youth2024 } from '../../../src/domain/programme/templates.js';

const days = (one: (typeof templates)[number]) => one.components.reduce((sum, { days: count = 0 }) => sum + count, 0);

describe('programmes as data', () => {
  test('meeting leaders: four seminars of two days, one day of certification, 50 hours', () => {
    const of = (kind: string) => meetingLeaders2019.components.filter((one) => one.kind === kind);
    expect(of('seminar').map(({ code, days: count }) => [code, count])).toEqual([
      ['S1', 2],
      ['S2', 2],
      ['S3', 2],
      ['S4', 2],
    ]);
    expect(of('certification_day')[0]?.days).toBe(1);
    expect(of('supervision')[0]?.minutes).toBe(3000);
    expect(meetingLeaders2019.capacity.perMunicipality).toBe(6);
  });
  test('introduction course: four days and 15 hours; management: one day', () => {
    expect([
      days(introduction2019),
      introduction2019.components.find(({ kind }) => kind === 'supervision')?.minutes,
      days(management2019),
    ]).toEqual([4, 900, 1]);
  });
  test('youth: three modules of two days, no figure for supervision and no certification', () => {
    expect(days(youth2024)).toBe(6);
    expect(youth2024.components.find(({ kind }) => kind === 'supervision')?.minutes).toBeNull();
    expect(youth2024.rules).toBeNull();
  });
  test('only the meeting leader programme certifies', () =>
    expect(templates.filter(({ rules }) => rules !== null).map(({ code }) => code)).toEqual(['moedeleder_2019']));
  test('whatever is said to be from a source quotes it', () => {
    for (const { components, capacity } of templates)
      for (const { origin } of [...components, capacity]) if (origin.kind === 'source') expect(origin.quote?.length).toBeGreaterThan(10);
  });
  test('hours of the adult programme are not carried over to the youth programme', () =>
    expect(JSON.stringify(youth2024)).not.toMatch(/2700|3000|45 timer/));
  test('titles are there in both languages', () => {
    for (const { title, components } of templates)
      for (const one of [title, ...components.map((part) => part.title)])
        expect([one.da, one.en].every((text) => text.length > 3)).toBe(true);
  });
});
