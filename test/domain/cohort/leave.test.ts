import { describe, expect, it } from '@jest/globals';
import { backOn, onLeave, stoppedOn, takesPart, type EnrolmentEvent } from '../../../src/domain/cohort/leave.js';

const leave: EnrolmentEvent[] = [
  { kind: 'leave_started', onDate: '2025-11-01' },
  { kind: 'leave_ended', onDate: '2026-05-01' },
];

describe('leave', () => {
  it('runs from its first day up to the day of return, which is no day of leave', () => {
    expect(['2025-10-31', '2025-11-01', '2026-04-30', '2026-05-01'].map((date) => onLeave(leave, date))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('goes on until a return is written', () => {
    expect(onLeave(leave.slice(0, 1), '2030-01-01')).toBe(true);
    expect(backOn(leave.slice(0, 1), '2026-01-01')).toBeNull();
    expect(backOn(leave, '2026-01-01')).toBe('2026-05-01');
  });

  it('an earlier return than the one written counts', () => {
    const early = [...leave, { kind: 'leave_ended' as const, onDate: '2026-02-01' }];
    expect(onLeave(early, '2026-01-31')).toBe(true);
    expect(onLeave(early, '2026-02-01')).toBe(false);
    expect(backOn(early, '2026-01-01')).toBe('2026-02-01');
  });
});

describe('stopping', () => {
  it('counts from its own day, and the first one counts', () => {
    const stops: EnrolmentEvent[] = [
      { kind: 'stopped', onDate: '2026-03-01' },
      { kind: 'stopped', onDate: '2026-02-01' },
    ];
    expect(stoppedOn(stops)).toBe('2026-02-01');
    expect(takesPart(stops, '2026-01-31')).toBe(true);
    expect(takesPart(stops, '2026-02-01')).toBe(false);
    expect(takesPart(leave, '2026-01-01')).toBe(false);
  });
});
