import { describe, expect, test } from '@jest/globals';
import { outsiderView } from '../../../src/domain/certification/outsider-view.js';
import { nextSteps, type OwnRecording } from '../../../src/domain/certification/next-step.js';
import { whoseTurn } from '../../../src/domain/certification/turn.js';
import { assessor, certificationDay, filmCase, levels, linesOf, meetingsLed, trainee } from './facts.js';

const on = '2026-09-30';
const twelve = (level: number) => Array.from({ length: 12 }, () => level);

describe('whose turn it is', () => {
  test('42 days after seminar 1 without a led meeting it is the trainee’s, one day earlier nobody’s', () => {
    const late = trainee({ meetings: [{ onDate: '2025-06-12', led: true, course: 'A', municipalityId: 1 }] });
    expect(whoseTurn(late, '2025-03-17').what).not.toBe('first_meeting');
    expect(whoseTurn(late, '2025-03-18')).toEqual({ who: 'trainee', what: 'first_meeting', since: '2025-02-04' });
    expect(whoseTurn(late, '2025-06-12').what).not.toBe('first_meeting');
  });

  test('five minutes short with nothing booked is the coordinator’s to find', () =>
    expect(whoseTurn(trainee({ lines: linesOf(2695) }), on)).toEqual({ who: 'coordinator', what: 'hours', since: '2026-04-28' }));

  test('nine meetings are the trainee’s to go on with', () =>
    expect(whoseTurn(trainee({ meetings: meetingsLed(9) }), on)).toMatchObject({ who: 'trainee', what: 'meetings' }));

  test('a case without two assessors waits for the coordinator since it was asked for', () =>
    expect(whoseTurn(trainee({ cases: [filmCase({ assessors: [] })] }), on)).toEqual({
      who: 'coordinator',
      what: 'assessors',
      since: '2026-05-28',
    }));

  test('assessors, then the certifier', () => {
    const facts = trainee({ cases: [filmCase()] });
    expect(whoseTurn(facts, '2026-06-03')).toMatchObject({ who: 'assessors', what: 'rating' });
    expect(whoseTurn(facts, on)).toEqual({ who: 'certifier', what: 'decision', since: '2026-06-09' });
  });

  test('the assessors’ time runs from when the second was found', () => {
    const [a, b] = [
      { ...assessor('A', [], null), assignedOn: '2026-06-01' },
      { ...assessor('B', [], null), assignedOn: '2026-06-02' },
    ];
    expect(whoseTurn(trainee({ cases: [filmCase({ assessors: [a, b] })] }), on)).toEqual({
      who: 'assessors',
      what: 'rating',
      since: '2026-06-02',
    });
  });

  test('a passed rating with five minutes missing waits for the coordinator, not for the certifier', () =>
    expect(whoseTurn(trainee({ cases: [filmCase()], lines: linesOf(2695) }), on)).toMatchObject({ who: 'coordinator', what: 'hours' }));

  test('a passed rating with supervision still booked waits for nobody', () => {
    const booked = [{ onDate: '2026-10-07', minutes: 300 }];
    expect(whoseTurn(trainee({ cases: [filmCase()], lines: linesOf(2600), booked }), on)).toMatchObject({
      who: 'nobody',
      what: 'plan_runs',
    });
  });

  test('a passed rating waits for the certification day, a low one does not', () => {
    const days = trainee().days.filter(({ kind }) => kind === 'seminar');
    const ahead = [...days, certificationDay('2026-10-20')];
    expect(whoseTurn(trainee({ cases: [filmCase()], days: ahead }), on)).toMatchObject({ who: 'nobody', what: 'certification_day' });
    expect(whoseTurn(trainee({ cases: [filmCase()], days }), on)).toMatchObject({ who: 'coordinator', what: 'certification_day' });
    const low = filmCase({ assessors: [assessor('A', twelve(2), '2026-06-03'), assessor('B', twelve(2), '2026-06-04')] });
    expect(whoseTurn(trainee({ cases: [low], days }), on)).toMatchObject({ who: 'certifier', what: 'decision' });
  });

  test('two apart: first the coordinator finds an adjudicator, then it is hers', () => {
    const apart = [assessor('A', levels('1 4 4 4 4 4 4 4 4 4 4 4'), '2026-06-03'), assessor('B', twelve(4), '2026-06-04')];
    expect(whoseTurn(trainee({ cases: [filmCase({ assessors: apart })] }), on)).toEqual({
      who: 'coordinator',
      what: 'adjudication',
      since: '2026-06-04',
    });
    const found = [...apart, assessor('adjudicator', [], null)];
    expect(whoseTurn(trainee({ cases: [filmCase({ assessors: found })] }), on)).toMatchObject({ who: 'adjudicator' });
  });

  test('a leave pauses what waits for the trainee, while the assessors finish', () => {
    const events = [{ kind: 'leave_started' as const, onDate: '2026-06-02' }];
    expect(whoseTurn(trainee({ cases: [filmCase()], events }), '2026-06-03')).toMatchObject({ who: 'assessors' });
    const decisions = [{ caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-05' }];
    const low = filmCase({ assessors: [assessor('A', twelve(2), '2026-06-03'), assessor('B', twelve(2), '2026-06-04')] });
    const planned = trainee({ cases: [low], decisions, events });
    expect(whoseTurn(planned, on)).toEqual({ who: 'nobody', what: 'leave', since: '2026-06-02' });
    const back = { ...planned, events: [...events, { kind: 'leave_ended' as const, onDate: '2026-09-01' }] };
    expect(whoseTurn(back, on)).toMatchObject({ who: 'trainee', what: 'plan' });
  });

  test('nobody is asked anything of during leave, after stopping or with a certificate', () => {
    expect(whoseTurn(trainee({ events: [{ kind: 'leave_started', onDate: '2026-02-01' }] }), on)).toEqual({
      who: 'nobody',
      what: 'leave',
      since: '2026-02-01',
    });
    expect(whoseTurn(trainee({ events: [{ kind: 'stopped', onDate: '2026-02-01' }] }), on)).toEqual({
      who: 'nobody',
      what: 'stopped',
      since: '2026-02-01',
    });
    const decisions = [{ caseId: 1, decision: 'certified' as const, decidedOn: '2026-06-09' }];
    const facts = trainee({ cases: [filmCase()], decisions, certificate: { issuedOn: '2026-06-09', withdrawnOn: null } });
    expect(whoseTurn(facts, on)).toEqual({ who: 'nobody', what: 'certified', since: '2026-06-09' });
  });
});

describe('what a coordinator and a manager learn', () => {
  const never = trainee();
  const alike: Record<string, ReturnType<typeof trainee>> = {
    'withdrawn while being rated': trainee({
      cases: [
        filmCase({ closedOn: '2026-05-29', closedWhy: 'consent_withdrawn', assessors: [assessor('A', [], null), assessor('B', [], null)] }),
      ],
    }),
    'withdrawn and not yet closed': trainee({ cases: [filmCase({ consentValid: false, assessors: [] })] }),
    'withdrawn after one had locked': trainee({
      cases: [filmCase({ consentValid: false, assessors: [assessor('A', twelve(4), '2026-06-03'), assessor('B', [], null)] })],
    }),
  };
  test.each(Object.entries(alike))('%s is told exactly as never recorded', (_name, facts) => {
    expect(outsiderView(facts, on)).toEqual(outsiderView(never, on));
  });

  test('no recording is «mangler bevis» and nothing is said of consent', () => {
    const { requirements, state } = outsiderView(never, on);
    expect(state).toBe('in_training');
    expect(requirements.find(({ code }) => code === 'K6')).toMatchObject({ state: 'missing', sentenceKey: 'requirements:K6.missing' });
    expect(requirements.some(({ code }) => code === 'K9')).toBe(false);
  });

  test('the route without film looks as a film does', () => {
    const observed = filmCase({ route: 'observation', recordingId: null, minutes: 60 });
    expect(outsiderView(trainee({ cases: [observed] }), on)).toEqual(outsiderView(trainee({ cases: [filmCase()] }), on));
  });

  test('the trainee’s own view does tell the difference', () =>
    expect(whoseTurn(alike['withdrawn while being rated']!, on)).toEqual(whoseTurn(never, on)));
});

describe('the trainee’s next step', () => {
  const film = (given: Partial<OwnRecording>): OwnRecording => ({
    recordingId: 1,
    meetingNumber: 7,
    processing: 'ready',
    review: 'closed',
    since: '2026-09-01',
    ...given,
  });

  test('an own reflection comes before everything on the path', () => {
    const steps = nextSteps(trainee(), [film({ review: 'ready_for_reflection' })], on);
    expect(steps.map(({ what }) => what)).toEqual(['reflection', 'evidence']);
  });
  test('the oldest recording comes first', () => {
    const recordings = [
      film({ recordingId: 2, review: 'shared', since: '2026-09-20' }),
      film({ recordingId: 3, review: 'ready_for_reflection', since: '2026-09-10' }),
    ];
    expect(nextSteps(trainee(), recordings, on).slice(0, 2)).toMatchObject([
      { recordingId: 3, what: 'reflection' },
      { recordingId: 2, what: 'reply' },
    ]);
  });
  test('what is with the supervisor is no step of the trainee’s', () =>
    expect(nextSteps(trainee(), [film({ review: 'with_supervisor' })], on)).toMatchObject([{ what: 'evidence' }]));
  test('a film that could not be used is told', () =>
    expect(nextSteps(trainee(), [film({ processing: 'failed', review: 'draft' })], on)[0]).toMatchObject({
      what: 'failed_film',
      meetingNumber: 7,
    }));
  test('three weeks after seminar 1 the first meeting is suggested', () => {
    const none = trainee({ meetings: [] });
    expect(nextSteps(none, [], '2025-02-24')[0]).toEqual({ what: 'self_assessment', since: null });
    expect(nextSteps(none, [], '2025-02-25')[0]).toEqual({ what: 'first_meeting', since: '2025-02-04' });
  });
  test('while seminars lie ahead the next meeting is the step, and nobody is stuck', () => {
    const facts = trainee({ meetings: meetingsLed(2) });
    expect(whoseTurn(facts, '2025-05-01')).toEqual({ who: 'nobody', what: 'plan_runs', since: null });
    expect(nextSteps(facts, [], '2025-05-01')).toEqual([{ what: 'meetings', since: null }]);
  });
  test('there is always exactly something to say', () => {
    const decisions = [{ caseId: 1, decision: 'certified' as const, decidedOn: '2026-06-09' }];
    expect(nextSteps(trainee({ cases: [filmCase()], decisions }), [], on)).toEqual([{ what: 'nothing', since: null }]);
  });
});
