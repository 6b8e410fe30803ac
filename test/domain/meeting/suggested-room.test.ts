import { expect, test } from '@jest/globals';
import { suggestedRoom } from '../../../src/domain/meeting/suggested-room.js';

const counted = { citizens: 1, relatives: 2, network: 0, professionals: 1 };

test('everyone counted gets a line, and so does the one who led', () =>
  expect(suggestedRoom({ ...counted, role: 'leader' })).toEqual([
    { kind: 'citizen', ordinal: 1 },
    { kind: 'relative', ordinal: 1 },
    { kind: 'relative', ordinal: 2 },
    { kind: 'professional', ordinal: 1 },
    { kind: 'meeting_leader', ordinal: 1 },
  ]));
test('two who led together are two lines', () =>
  expect(suggestedRoom({ ...counted, role: 'co_leader' }).filter(({ kind }) => kind === 'meeting_leader')).toHaveLength(2));
test('a trainee who took part as participant is on the film too', () =>
  expect(suggestedRoom({ ...counted, role: 'participant' }).map(({ kind }) => kind)).toEqual([
    'citizen',
    'relative',
    'relative',
    'professional',
    'meeting_leader',
    'meeting_participant',
  ]));
