import { describe, expect, test } from '@jest/globals';
import { nextHosts } from '../../../src/domain/calendar/host.js';

const held = (...hosts: (number | null)[]) =>
  hosts.map((hostMunicipalityId, index) => ({ onDate: `2025-0${index + 1}-10`, hostMunicipalityId }));

describe('who hosts next', () => {
  test('goes round, and round again', () => expect(nextHosts([1, 2, 3], [], 5)).toEqual([1, 2, 3, 1, 2]));
  test('whoever has hosted least comes first, and of equals the one longest ago', () => {
    expect(nextHosts([1, 2, 3], held(1, 2), 2)).toEqual([3, 1]);
    expect(nextHosts([1, 2], held(2, 1), 1)).toEqual([2]);
  });
  test('sessions without a host, and hosts that are no longer in the group, count for nobody', () =>
    expect(nextHosts([1, 2], held(null, 9, 1), 1)).toEqual([2]));
  test('a municipality with several members is one host; a group without members has none', () => {
    expect(nextHosts([2, 2, 1], [], 2)).toEqual([2, 1]);
    expect(nextHosts([], [], 2)).toEqual([]);
  });
});
