import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../../src/web/root.js';

const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as unknown;
const floor = read('test/house/floor-versions.json') as Record<string, string>;
const lock = read('package-lock.json') as { packages: Record<string, { version?: string; resolved?: string }> };
const own = read('package.json') as { dependencies: Record<string, string>; devDependencies: Record<string, string> };

const atLeast = (version: string, least: string): boolean => {
  const [a, b] = [version, least].map((one) => one.split('.').map(Number));
  const at = a!.findIndex((part, index) => part !== b![index]);
  return at === -1 || a![at]! > b![at]!;
};

describe('supplies', () => {
  test.each(Object.entries(floor))('%s is at least %s: older ones have known holes', (name, least) => {
    const installed = Object.entries(lock.packages).filter(([place]) => place.endsWith(`node_modules/${name}`));
    expect(installed.length).toBeGreaterThan(0);
    expect(installed.filter(([, { version = '0' }]) => !atLeast(version, least))).toEqual([]);
  });

  test('the lock file names no host', () => {
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved)).toEqual([]);
  });

  test('every dependency is pinned to one version, and there are at most 45 at run time', () => {
    expect(Object.values({ ...own.dependencies, ...own.devDependencies }).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
      [],
    );
    expect(Object.keys(own.dependencies).length).toBeLessThanOrEqual(45);
  });
});
