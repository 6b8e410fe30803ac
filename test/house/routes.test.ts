import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routeTable } from '../../src/web/guard.js';
import { root } from '../../src/web/root.js';
import { openTestApp, type TestApp } from '../support/app.js';

describe('routes', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await openTestApp();
  });
  afterAll(() => world.close());

  test('are made through the guard only', () => {
    const folder = path.join(root, 'src/features');
    const direct = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => /\brouter\.(get|post|put|patch|delete|all|use)\(|\bRouter\(\)/.test(readFileSync(file, 'utf8')));
    expect(direct.map((file) => path.relative(root, file))).toEqual([]);
  });

  test('have a guard with a name, and a scope with a name', () => {
    expect(routeTable.length).toBeGreaterThan(40);
    expect(routeTable.filter(({ guard }) => guard === '')).toEqual([]);
  });

  test('send a signed-out visitor to sign-in, whatever the id', async () => {
    const client = world.anonymous();
    const open = new Set(['everyone']);
    const pages = routeTable
      .filter(({ method, guard }) => method === 'get' && !open.has(guard))
      .map((route) => route.path.replaceAll(/:\w+/g, '1'));
    for (const address of pages) {
      const answer = await client.get(address);
      expect([address, answer.status, answer.headers['location']]).toEqual([address, 303, `/sign-in?next=${encodeURIComponent(address)}`]);
    }
  });
});
