import { describe, expect, test } from '@jest/globals';
import { nextSteps, type OwnRoom } from '../../../src/domain/certification/next-step.js';
import { asIfEntered } from '../../../src/domain/certification/right-now.js';
import { trainee } from './facts.js';

const on = '2026-09-30';
const room = (given: Partial<OwnRoom> = {}): OwnRoom => ({
  meetingId: 7,
  meetingNumber: 3,
  unanswered: 1,
  film: false,
  since: '2026-09-20',
  ...given,
});
const what = (rooms: OwnRoom[]) =>
  nextSteps(trainee(), [], on, rooms).map((step) => ('meetingNumber' in step ? `${step.what} ${step.meetingNumber}` : step.what));

describe('rooms among the trainee’s next steps', () => {
  test('a missing answer is asked for before the way to the certificate', () => expect(what([room()])).toEqual(['answers 3', 'evidence']));

  test('when everyone has answered, the film is next', () => expect(what([room({ unanswered: 0 })])[0]).toBe('choose_film 3'));

  test('a film that waits for an answer comes before a room without one, then the oldest', () =>
    expect(
      what([
        room({ meetingNumber: 1, since: '2026-09-01' }),
        room({ meetingNumber: 2, film: true, since: '2026-09-28' }),
        room({ meetingNumber: 4, since: '2026-08-30' }),
      ]),
    ).toEqual(['answers 2', 'answers 4', 'answers 1', 'evidence']));

  test('the first self-assessment is told as long as it is missing, and never twice', () => {
    const steps = nextSteps(trainee({ selfAssessments: [], meetings: [] }), [], '2026-09-30');
    expect(steps.map((step) => step.what)).toEqual(['first_meeting', 'self_assessment']);
  });

  test('nobody who has stopped or is certified is asked for anything', () => {
    const stopped = trainee({ selfAssessments: [], events: [{ kind: 'stopped', onDate: '2026-01-01' }] });
    expect(nextSteps(stopped, [], on)).toEqual([{ what: 'nothing', since: null }]);
  });

  test('a day nobody has entered is taken as attended, a day with a line is left as it is', () => {
    const days = trainee().days.map((day, index) => ({
      ...day,
      presence: index === 3 ? null : index === 4 ? ('absent' as const) : day.presence,
    }));
    const filled = asIfEntered(trainee({ days }), on).days;
    expect([filled[3]!.presence, filled[4]!.presence]).toEqual(['present', 'absent']);
  });
});
