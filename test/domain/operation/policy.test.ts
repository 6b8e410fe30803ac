import { describe, expect, test } from '@jest/globals';
import { mayLetJobGo, mayOperate, mayRetryJob } from '../../../src/domain/operation/policy.js';
import { everyRole, person } from '../person/people.js';

const administrator = person(1, 'administrator');
const others = everyRole.filter((role) => role !== 'administrator').map((role) => person(2, role));
const stopped = { kind: 'erase-recording', stopped: true };

describe('how the system runs', () => {
  test('is for administrators alone', () => {
    expect(mayOperate(administrator).ok).toBe(true);
    for (const one of others)
      for (const may of [mayRetryJob, mayLetJobGo]) expect([mayOperate(one).ok, may(one, stopped).ok]).toEqual([false, false]);
  });

  test('a job that stopped is tried again or let go, once', () => {
    for (const may of [mayRetryJob, mayLetJobGo]) {
      expect(may(administrator, stopped)).toEqual({ ok: true });
      expect(may(administrator, { ...stopped, stopped: false })).toEqual({ ok: false, reason: 'refusals:jobSettled' });
    }
  });

  test('a film that could not be made ready is gone, so there is nothing to try again', () => {
    const film = { kind: 'process-recording', stopped: true };
    expect(mayRetryJob(administrator, film)).toEqual({ ok: false, reason: 'refusals:jobHasNoFilm' });
    expect(mayLetJobGo(administrator, film)).toEqual({ ok: true });
  });
});
