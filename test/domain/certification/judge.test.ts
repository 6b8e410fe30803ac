import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allMet, judge, missingBeforeRequest, type RequirementCode } from '../../../src/domain/certification/judge.js';
import type { EnrolmentFacts } from '../../../src/domain/certification/facts.js';
import { isKinder, rulesFor } from '../../../src/domain/certification/rule-version.js';
import { meetingLeaderRules } from '../../../src/domain/certification/rules.js';
import { assessor, certificationDay, filmCase, levels, linesOf, meetingsLed, seminarDates, trainee } from './facts.js';

const on = '2026-09-30';
const of = (facts: EnrolmentFacts, code: RequirementCode, day = on) => judge(facts, day).find((one) => one.code === code)!;
const withDays = (change: Record<string, 'absent' | 'made_up' | null>) => {
  const facts = trainee();
  return { ...facts, days: facts.days.map((day) => (day.onDate in change ? { ...day, presence: change[day.onDate]! } : day)) };
};

describe('requirements', () => {
  test('K1 to K9 are told in order; K10 is off and K11 is a guard', () => {
    expect(judge(trainee(), on).map(({ code }) => code)).toEqual(['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8', 'K9']);
  });

  test('no requirement ever says «not met»: the states are six plain words', () => {
    const words = ['met', 'in_progress', 'not_begun', 'planned', 'waiting', 'missing'];
    for (const day of ['2025-01-06', '2025-06-16', '2026-06-09', on])
      for (const { state, sentenceKey, code } of judge(trainee({ cases: [filmCase()] }), day)) {
        expect(words).toContain(state);
        expect(sentenceKey).toMatch(new RegExp(`^requirements:${code}\\.[a-z_]+$`));
      }
  });

  test('every requirement tells whether the rule is from a source or ours', () => {
    for (const { origin } of judge(trainee(), on)) expect(['source', 'ours']).toContain(origin.kind);
    expect(of(trainee(), 'K2')).toMatchObject({ origin: { kind: 'source' }, thresholdOrigin: { kind: 'ours' } });
    expect(of(trainee(), 'K4').origin).toEqual({ kind: 'ours' });
  });

  describe('K1 seminar days', () => {
    test('eight of eight is met', () => expect(of(trainee(), 'K1')).toMatchObject({ state: 'met', params: { done: 8, required: 8 } }));
    test('a missed day is missing', () =>
      expect(of(withDays({ '2025-06-17': 'absent' }), 'K1')).toMatchObject({ state: 'missing', params: { done: 7, missing: 1 } }));
    test('one missed day may be made up', () => expect(of(withDays({ '2025-06-17': 'made_up' }), 'K1').state).toBe('met'));
    test('a second made-up day does not count', () =>
      expect(of(withDays({ '2025-06-16': 'made_up', '2025-06-17': 'made_up' }), 'K1')).toMatchObject({
        state: 'missing',
        params: { done: 7 },
      }));
    test('a day that is over without a line in the list is told as not entered, never as missing; the same day nothing is told', () => {
      const facts = withDays({ [seminarDates[0]!]: null });
      expect(of(facts, 'K1', '2025-02-03').state).toBe('not_begun');
      expect(of(facts, 'K1', '2025-02-04')).toMatchObject({
        state: 'in_progress',
        sentenceKey: 'requirements:K1.not_entered',
        params: { unentered: 1 },
      });
    });
    test('a day missed beside one not entered is missing', () =>
      expect(of(withDays({ '2025-06-17': 'absent', '2025-06-16': null }), 'K1').state).toBe('missing'));
    test('a day counts from four fifths of its minutes, one minute less does not', () => {
      const timed = (minutes: number) =>
        trainee({ days: trainee().days.map((day) => (day.onDate === '2025-06-17' ? { ...day, time: { minutes, planned: 360 } } : day)) });
      expect(of(timed(288), 'K1').state).toBe('met');
      expect(of(timed(287), 'K1')).toMatchObject({ state: 'missing', params: { done: 7, share: 80 } });
    });
    test('rules that name no share take being there as enough', () => {
      const { attendedShare: _, ...K1 } = trainee().rules.K1;
      const days = trainee().days.map((day) => ({ ...day, time: { minutes: 5, planned: 360 } }));
      expect(of(trainee({ days, rules: { ...trainee().rules, K1 } }), 'K1').state).toBe('met');
    });
    test('a day made up for at another cohort counts from the date it was held, not before', () => {
      const days = trainee().days.map((day) => (day.onDate === '2025-06-17' ? { ...day, heldOn: '2025-11-04' } : day));
      expect(of(trainee({ days }), 'K1', '2025-11-03').state).toBe('missing');
      expect(of(trainee({ days }), 'K1', '2025-11-04').state).toBe('met');
    });
    test('halfway through, what was attended counts and nothing is missing', () =>
      expect(of(trainee(), 'K1', '2025-05-01')).toMatchObject({ state: 'in_progress', params: { done: 4 } }));
  });

  describe('K2 supervision', () => {
    test('2700 minutes are met', () => expect(of(trainee({ lines: linesOf(2700) }), 'K2').state).toBe('met'));
    test('2695 minutes lack five, and nothing more is booked', () =>
      expect(of(trainee({ lines: linesOf(2695) }), 'K2')).toMatchObject({ state: 'missing', params: { done: 2695, left: 5 } }));
    test('2695 minutes with a session booked are in progress', () =>
      expect(of(trainee({ lines: linesOf(2695), booked: [{ onDate: '2026-10-07', minutes: 300 }] }), 'K2').state).toBe('in_progress'));
    test('a booked session that is too short does not help', () =>
      expect(of(trainee({ lines: linesOf(2400), booked: [{ onDate: '2026-10-07', minutes: 200 }] }), 'K2').state).toBe('missing'));
    test('a reversal takes its minutes away again', () =>
      expect(of(trainee({ lines: [...linesOf(2700), { onDate: '2026-04-28', minutes: -5 }] }), 'K2').params).toMatchObject({ done: 2695 }));
    test('nothing is missing while sessions are still to be planned', () =>
      expect(
        of(trainee({ lines: [{ onDate: '2025-02-25', minutes: 250 }], offered: [{ onDate: '2025-02-25', minutes: 300 }] }), 'K2').state,
      ).toBe('in_progress'));
  });

  describe('K3 first meeting', () => {
    const first = (onDate: string) => trainee({ meetings: [{ onDate, led: true, course: 'A', municipalityId: 1 }] });
    test('before seminar 2 is met', () =>
      expect(of(first('2025-03-26'), 'K3')).toMatchObject({ state: 'met', sentenceKey: 'requirements:K3.met' }));
    test('later is told as late and holds nobody back', () => {
      expect(of(first('2025-06-12'), 'K3')).toMatchObject({ state: 'met', sentenceKey: 'requirements:K3.late', soft: true });
    });
    test('a meeting taken part in as participant is not led', () =>
      expect(of(trainee({ meetings: [{ onDate: '2025-03-26', led: false, course: 'A', municipalityId: 1 }] }), 'K3').state).toBe(
        'missing',
      ));
  });

  describe('K4 led meetings', () => {
    test('nine is one too few, ten are met', () => {
      expect(of(trainee({ meetings: meetingsLed(9) }), 'K4')).toMatchObject({ state: 'in_progress', params: { done: 9, required: 10 } });
      expect(of(trainee({ meetings: meetingsLed(10) }), 'K4').state).toBe('met');
    });
    test('ten in two courses are not enough', () =>
      expect(of(trainee({ meetings: meetingsLed(10, 'AB') }), 'K4')).toMatchObject({
        state: 'in_progress',
        params: { courses: 2, coursesRequired: 3 },
      }));
    test('the same letter in another municipality is another course', () => {
      const meetings = meetingsLed(10, 'AB').map((one, index) => (index === 9 ? { ...one, municipalityId: 2 } : one));
      expect(of(trainee({ meetings }), 'K4').params).toMatchObject({ courses: 3 });
    });
  });

  test('K5 takes two self-assessments', () => {
    expect(of(trainee({ selfAssessments: [] }), 'K5').state).toBe('not_begun');
    expect(of(trainee({ selfAssessments: [{ deliveredOn: '2025-04-02' }] }), 'K5').state).toBe('in_progress');
    expect(of(trainee(), 'K5').state).toBe('met');
  });

  describe('K6 evidence', () => {
    test('a film of 45 minutes is evidence, one of 38 is not', () => {
      expect(of(trainee({ cases: [filmCase({ minutes: 45 })] }), 'K6').state).toBe('met');
      expect(of(trainee({ cases: [filmCase({ minutes: 38 })] }), 'K6').state).toBe('missing');
    });
    test('the route without film is evidence in the same words', () => {
      const observed = filmCase({ route: 'observation', recordingId: null, minutes: null });
      expect(of(trainee({ cases: [observed] }), 'K6')).toEqual(of(trainee({ cases: [filmCase()] }), 'K6'));
    });
    test('a film that could not be rated is no evidence, closed or not', () => {
      const lost = [
        assessor('A', levels('4 4 4 4 0 4 4 0 4 4 4 0'), '2026-06-03'),
        assessor('B', levels('4 4 4 4 4 4 4 4 4 4 4 4'), '2026-06-04'),
      ];
      for (const closed of [{}, { closedOn: '2026-06-05', closedWhy: 'not_ratable' as const }]) {
        const facts = trainee({ cases: [filmCase({ assessors: lost, ...closed })] });
        expect([of(facts, 'K6').state, of(facts, 'K7').sentenceKey]).toEqual(['missing', 'requirements:K7.not_ratable']);
      }
    });
    test('after «not yet» new evidence is asked for', () => {
      const cases = [filmCase()];
      const decisions = [{ caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-08' }];
      expect(of(trainee({ cases, decisions }), 'K6').state).toBe('not_begun');
    });
  });

  describe('K7 two ratings', () => {
    const low = [
      assessor('A', levels('2 2 2 2 2 2 2 2 2 2 2 2'), '2026-06-03'),
      assessor('B', levels('2 2 2 2 2 2 2 2 2 2 2 2'), '2026-06-04'),
    ];
    test('waits while one has locked', () =>
      expect(of(trainee({ cases: [filmCase()] }), 'K7', '2026-06-03')).toMatchObject({ state: 'waiting', params: { locked: 1 } }));
    test('low ratings are missing, with a plan once «not yet» is told', () => {
      expect(of(trainee({ cases: [filmCase({ assessors: low })] }), 'K7')).toMatchObject({
        state: 'missing',
        sentenceKey: 'requirements:K7.missing',
      });
      const decisions = [{ caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-08' }];
      expect(of(trainee({ cases: [filmCase({ assessors: low })], decisions }), 'K7').sentenceKey).toBe('requirements:K7.development_plan');
    });
    test('no sentence about the rating carries a level or a mean', () =>
      expect(Object.keys(of(trainee({ cases: [filmCase()] }), 'K7').params)).toEqual([]));
  });

  describe('K8 certification day', () => {
    const withDay = (given: Parameters<typeof certificationDay>[1]) => ({ ...trainee(), days: [certificationDay('2026-06-09', given)] });
    test('is planned, and the day is named', () =>
      expect(of(withDay({}), 'K8', '2026-05-01')).toMatchObject({ state: 'planned', params: { date: '2026-06-09' } }));
    test('present without the conversation is missing the conversation', () =>
      expect(of(withDay({ presence: 'present' }), 'K8')).toMatchObject({ state: 'missing', sentenceKey: 'requirements:K8.conversation' }));
    test('present and passed is met', () => expect(of(withDay({ presence: 'present', conversation: 'passed' }), 'K8').state).toBe('met'));
    test('a later day can be taken instead', () => {
      const days = [
        certificationDay('2026-06-09', { presence: 'absent' }),
        certificationDay('2026-08-25', { presence: 'present', conversation: 'passed' }),
      ];
      expect(of({ ...trainee(), days }, 'K8').state).toBe('met');
    });
  });

  describe('K9 consent', () => {
    test('holds on the day of rating and may end after it', () =>
      expect(of(trainee({ cases: [filmCase({ consentValid: false })] }), 'K9').state).toBe('met'));
    test('ended before both had locked is missing', () => {
      const open = filmCase({
        consentValid: false,
        assessors: [assessor('A', levels('4 4 4 4 4 4 4 4 4 4 4 4'), '2026-06-03'), assessor('B', [], null)],
      });
      expect(of(trainee({ cases: [open] }), 'K9').state).toBe('missing');
    });
  });

  test('everything is met with a passed case; the soft one never blocks', () => {
    const late = [
      { onDate: '2025-06-12', led: true, course: 'A', municipalityId: 1 },
      ...meetingsLed(12).map((one) => ({ ...one, onDate: '2025-10-10' })),
    ];
    expect(allMet(judge(trainee({ cases: [filmCase()] }), on))).toBe(true);
    expect(allMet(judge(trainee({ cases: [filmCase()], meetings: late }), on))).toBe(true);
    expect(allMet(judge(trainee(), on))).toBe(false);
  });

  test('before an assessment can be asked for, hours may still be on their way but not out of reach', () => {
    expect(missingBeforeRequest(trainee(), on)).toEqual([]);
    expect(missingBeforeRequest(trainee({ lines: linesOf(2695) }), on).map(({ code }) => code)).toEqual(['K2']);
    expect(missingBeforeRequest(trainee({ lines: linesOf(2400) }), '2026-03-20').map(({ code }) => code)).toEqual([]);
    expect(missingBeforeRequest(trainee({ meetings: meetingsLed(9), selfAssessments: [] }), on).map(({ code }) => code)).toEqual([
      'K4',
      'K5',
    ]);
  });

  test('nothing that happens later changes how a day was judged', () => {
    const days = fc
      .integer({ min: 0, max: 700 })
      .map((ahead) => new Date(Date.parse('2025-01-06') + ahead * 86_400_000).toISOString().slice(0, 10));
    const facts = trainee({ cases: [filmCase()] });
    fc.assert(
      fc.property(days, (day) => {
        const known = {
          ...facts,
          lines: facts.lines.filter(({ onDate }) => onDate <= day),
          meetings: facts.meetings.filter(({ onDate }) => onDate <= day),
        };
        expect(judge(known, day)).toEqual(judge(facts, day));
      }),
    );
  });
});

describe('versions of the rules', () => {
  const newer = (change: Partial<typeof meetingLeaderRules>) => ({ ...meetingLeaderRules, version: 2, ...change });
  test('the version in force at enrolment stands when the newer asks for more', () => {
    const stricter = newer({ K4: { ...meetingLeaderRules.K4, meetings: 12 } });
    expect(rulesFor(meetingLeaderRules, [stricter]).version).toBe(1);
  });
  test('a kinder version is taken', () => {
    const kinder = newer({ K2: { ...meetingLeaderRules.K2, requiredMinutes: 2400 } });
    expect(rulesFor(meetingLeaderRules, [kinder]).version).toBe(2);
  });
  test('kinder in one thing and stricter in another is not kinder', () =>
    expect(
      isKinder(
        newer({ K2: { ...meetingLeaderRules.K2, requiredMinutes: 2400 }, K5: { ...meetingLeaderRules.K5, count: 3 } }),
        meetingLeaderRules,
      ),
    ).toBe(false));
  test('a version that lets the certificate run out is not kinder', () =>
    expect(
      isKinder(newer({ K4: { ...meetingLeaderRules.K4, meetings: 5 }, K10: { ...meetingLeaderRules.K10, on: true } }), meetingLeaderRules),
    ).toBe(false));
});
