import { describe, expect, test } from '@jest/globals';
import { certificationState, certificationStates, transitions } from '../../../src/domain/certification/states.js';
import { addDays } from '../../../src/domain/calendar/dates.js';
import { meetingLeaderRules } from '../../../src/domain/certification/rules.js';
import { assessor, certificationDay, filmCase, levels, trainee } from './facts.js';

const on = '2026-09-30';
const twelve = (level: number) => Array.from({ length: 12 }, () => level);
const waiting = filmCase({ assessors: [] });
const certified = trainee({
  cases: [filmCase()],
  decisions: [{ caseId: 1, decision: 'certified', decidedOn: '2026-06-09' }],
  certificate: { issuedOn: '2026-06-09', withdrawnOn: null },
});

describe('the state of an enrolment, by the day', () => {
  test('enrolled until the first day is attended', () => {
    expect(certificationState(trainee(), '2025-02-02')).toBe('enrolled');
    expect(certificationState(trainee(), '2025-02-03')).toBe('in_training');
  });

  test('on leave between the dates of the leave, and back after it', () => {
    const facts = trainee({
      events: [
        { kind: 'leave_started', onDate: '2025-11-01' },
        { kind: 'leave_ended', onDate: '2026-05-01' },
      ],
    });
    expect(certificationState(facts, '2025-10-31')).toBe('in_training');
    expect(certificationState(facts, '2025-11-01')).toBe('on_leave');
    expect(certificationState(facts, '2026-04-30')).toBe('on_leave');
    expect(certificationState(facts, '2026-05-01')).toBe('in_training');
  });

  test('stopped from the day of stopping', () => {
    const facts = trainee({ events: [{ kind: 'stopped', onDate: '2025-12-15' }] });
    expect(certificationState(facts, '2025-12-14')).toBe('in_training');
    expect(certificationState(facts, '2025-12-15')).toBe('stopped');
  });

  test('ready when asked for, under assessment when two are assigned', () => {
    expect(certificationState(trainee({ cases: [waiting] }), '2026-05-27')).toBe('in_training');
    expect(certificationState(trainee({ cases: [waiting] }), '2026-05-28')).toBe('ready');
    const one = filmCase({ assessors: [assessor('A', [], null)] });
    expect(certificationState(trainee({ cases: [one] }), on)).toBe('ready');
    const both = filmCase({
      assessors: ['A' as const, 'B' as const].map((slot) => ({ ...assessor(slot, [], null), assignedOn: '2026-06-01' })),
    });
    expect(certificationState(trainee({ cases: [both] }), '2026-05-31')).toBe('ready');
    expect(certificationState(trainee({ cases: [both] }), '2026-06-01')).toBe('under_assessment');
  });

  test('under assessment until both have locked, then decided', () => {
    expect(certificationState(trainee({ cases: [filmCase()] }), '2026-06-03')).toBe('under_assessment');
    expect(certificationState(trainee({ cases: [filmCase()] }), '2026-06-04')).toBe('decided');
  });

  test('an element two apart sends the case to the adjudicator, and her lock decides it', () => {
    const [a, b] = [
      assessor('A', levels('4 4 4 4 4 4 4 4 4 1 4 4'), '2026-06-03'),
      assessor('B', levels('4 4 4 4 4 4 4 4 4 3 4 4'), '2026-06-04'),
    ];
    const third = { ...assessor('adjudicator', [], '2026-06-06'), ratings: [{ element: 10, level: 3 }] };
    const facts = trainee({ cases: [filmCase({ assessors: [a, b, third] })] });
    expect(certificationState(facts, '2026-06-05')).toBe('adjudication');
    expect(certificationState(facts, '2026-06-06')).toBe('decided');
  });

  test('too few rated elements send the trainee back to ready, with no attempt lost', () => {
    const lost = [assessor('A', levels('4 4 4 4 0 4 4 0 4 4 4 0'), '2026-06-03'), assessor('B', twelve(4), '2026-06-04')];
    expect(certificationState(trainee({ cases: [filmCase({ assessors: lost })] }), on)).toBe('ready');
  });

  test('consent withdrawn while rating interrupts; new evidence makes ready again', () => {
    const closed = filmCase({
      closedOn: '2026-05-29',
      closedWhy: 'consent_withdrawn',
      assessors: [assessor('A', [], null), assessor('B', [], null)],
    });
    expect(certificationState(trainee({ cases: [closed] }), '2026-05-28')).toBe('under_assessment');
    expect(certificationState(trainee({ cases: [closed] }), '2026-05-29')).toBe('interrupted');
    const again = filmCase({ id: 2, attempt: 2, requestedOn: '2026-08-01', assessors: [] });
    expect(certificationState(trainee({ cases: [closed, again] }), '2026-08-01')).toBe('ready');
  });

  test('an open case whose consent no longer holds is interrupted before anyone has closed it', () => {
    const open = filmCase({ consentValid: false, assessors: [assessor('A', twelve(4), '2026-06-03'), assessor('B', [], null)] });
    expect(certificationState(trainee({ cases: [open] }), on)).toBe('interrupted');
  });

  test('consent withdrawn after both have locked takes nothing away', () => {
    expect(certificationState(trainee({ cases: [filmCase({ consentValid: false })] }), on)).toBe('decided');
  });

  test('«not yet» gives a development plan, and the plan done makes ready', () => {
    const facts = trainee({
      cases: [filmCase({ assessors: [assessor('A', twelve(2), '2026-06-03'), assessor('B', twelve(2), '2026-06-04')] })],
      decisions: [{ caseId: 1, decision: 'not_yet', decidedOn: '2026-06-08' }],
      events: [{ kind: 'plan_done', onDate: '2026-08-12' }],
    });
    expect(certificationState(facts, '2026-06-07')).toBe('decided');
    expect(certificationState(facts, '2026-06-08')).toBe('development_plan');
    expect(certificationState(facts, '2026-08-12')).toBe('ready');
  });

  test('who is certified stays certified when leaving the municipality', () => {
    expect(certificationState(certified, '2026-06-08')).toBe('decided');
    expect(certificationState({ ...certified, events: [{ kind: 'stopped', onDate: '2026-07-01' }] }, on)).toBe('certified');
  });

  test('a withdrawn certificate is revoked from that day', () => {
    const facts = { ...certified, certificate: { issuedOn: '2026-06-09', withdrawnOn: '2026-08-01' } };
    expect(certificationState(facts, '2026-07-31')).toBe('certified');
    expect(certificationState(facts, '2026-08-01')).toBe('revoked');
  });

  test('no certificate runs out while K10 is off; with K10 on it does after three years', () => {
    expect(certificationState(certified, '2036-06-09')).toBe('certified');
    const rules = { ...meetingLeaderRules, K10: { ...meetingLeaderRules.K10, on: true } };
    expect(certificationState({ ...certified, rules }, '2029-06-08')).toBe('certified');
    expect(certificationState({ ...certified, rules }, '2029-06-09')).toBe('expired');
  });

  test('who came to no day and is on the list of a certification day is still only enrolled', () => {
    expect(certificationState(trainee({ days: [certificationDay('2026-06-09')] }), '2026-06-09')).toBe('enrolled');
  });
});

describe('the table of the life of an enrolment', () => {
  test('every state but the first is reached by an event', () => {
    const reached = new Set(transitions.map(({ to }) => to));
    expect(certificationStates.filter((state) => !reached.has(state))).toEqual(['enrolled']);
  });
  test('nothing leads out of stopped, revoked and expired', () => {
    expect(transitions.filter(({ from }) => from.some((state) => ['stopped', 'revoked', 'expired'].includes(state)))).toEqual([]);
  });
});

describe('the table and the derived states', () => {
  const rated = (a: number, b: number) =>
    filmCase({ assessors: [assessor('A', twelve(a), '2026-06-03'), assessor('B', twelve(b), '2026-06-04')] });
  const notYet = { caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-08' };
  const lives: Record<string, Parameters<typeof trainee>[0]> = {
    'certified at once': {
      cases: [rated(4, 4)],
      decisions: [{ caseId: 1, decision: 'certified', decidedOn: '2026-06-09' }],
      certificate: { issuedOn: '2026-06-09', withdrawnOn: '2027-01-01' },
    },
    'a leave, and stopped': {
      events: [
        { kind: 'leave_started', onDate: '2025-11-01' },
        { kind: 'leave_ended', onDate: '2026-05-01' },
        { kind: 'stopped', onDate: '2026-07-01' },
      ],
    },
    'not yet, a plan, and certified on the second film': {
      cases: [rated(2, 2), { ...rated(4, 4), id: 2, attempt: 2, requestedOn: '2026-08-13' }],
      decisions: [notYet, { caseId: 2, decision: 'certified', decidedOn: '2026-08-25' }],
      events: [{ kind: 'plan_done', onDate: '2026-08-12' }],
    },
    'withdrawn while rated, then new evidence': {
      cases: [
        filmCase({ closedOn: '2026-06-02', closedWhy: 'consent_withdrawn', assessors: [assessor('A', [], null), assessor('B', [], null)] }),
        filmCase({ id: 2, attempt: 2, requestedOn: '2026-08-01', assessors: [] }),
      ],
    },
    'an element apart, and a plan that ends in stopping': {
      cases: [
        filmCase({
          assessors: [
            assessor('A', levels('2 2 2 2 2 2 2 2 2 1 2 2'), '2026-06-03'),
            assessor('B', levels('2 2 2 2 2 2 2 2 2 3 2 2'), '2026-06-04'),
            { ...assessor('adjudicator', [], '2026-06-06'), ratings: [{ element: 10, level: 2 }] },
          ],
        }),
      ],
      decisions: [notYet],
      events: [{ kind: 'stopped', onDate: '2026-09-01' }],
    },
    'a leave during the rating is not seen before it is over': {
      cases: [rated(4, 4)],
      events: [{ kind: 'leave_started', onDate: '2026-06-01' }],
    },
  };

  /** Steps within a single day, as when an assessment is asked for and two are assigned at once. */
  const reachable = (from: string, to: string, steps = 3): boolean =>
    from === to || (steps > 0 && transitions.some((one) => one.from.some((state) => state === from) && reachable(one.to, to, steps - 1)));

  test.each(Object.entries(lives))('%s: every change from day to day is a way in the table', (_name, given) => {
    const facts = trainee(given);
    const days = Array.from({ length: 760 }, (_, index) => addDays('2025-01-06', index));
    const states = days.map((day) => certificationState(facts, day));
    const wrong = states.flatMap((state, index) =>
      index > 0 && !reachable(states[index - 1]!, state) ? [`${days[index]} ${states[index - 1]} → ${state}`] : [],
    );
    expect(wrong).toEqual([]);
    expect(new Set(states).size).toBeGreaterThan(2);
  });
});
