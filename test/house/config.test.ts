import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ConfigFaults, readConfig, settingNames } from '../../src/config.js';
import { root } from '../../src/web/root.js';

const dir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-config-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const secret = 'kvist-morgen-lampe-0123456789-abcdef';
const faultsOf = (env: NodeJS.ProcessEnv): string[] => {
  try {
    readConfig({ DATA_DIR: dir, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
};

const sample = Object.fromEntries(
  readFileSync(path.join(root, '.env.example'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replace(/^"(.*)"$/, '$1')]),
);

describe('settings', () => {
  test('the sample file names every setting and no other', () => {
    expect(Object.keys(sample).sort()).toEqual([...settingNames].sort());
  });

  test('the sample file starts the product as it stands', () => {
    expect(faultsOf({ ...sample, DATA_DIR: dir })).toEqual([]);
  });

  test('the sample file gives the defaults', () => {
    const { sessionSecret: _a, ...fromSample } = readConfig({ ...sample, DATA_DIR: dir });
    const { sessionSecret: _b, ...fromNothing } = readConfig({ DATA_DIR: dir });
    expect(fromSample).toEqual(fromNothing);
  });

  test('every fault is told at once', () => {
    const faults = faultsOf({ PORT: 'three', ORIGIN: 'polyfoni', MAX_UPLOAD_BYTES: '-1', LOG_LEVEL: 'loud' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['PORT', 'ORIGIN', 'MAX_UPLOAD_BYTES', 'LOG_LEVEL']);
  });

  test.each([
    ['missing', {}],
    ['short', { SESSION_SECRET: 'short' }],
    ['the sample', { SESSION_SECRET: 'replace-this-with-32-or-more-random-characters' }],
  ])('production refuses to start with a secret that is %s', (_word, env) => {
    const faults = faultsOf({ NODE_ENV: 'production', ORIGIN: 'https://polyfoni.example', ...env });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('SESSION_SECRET');
  });

  test('production never fills the demo', () => {
    expect(readConfig({ NODE_ENV: 'production', ORIGIN: 'https://polyfoni.example', SESSION_SECRET: secret, DATA_DIR: dir }).demo).toBe(
      false,
    );
    expect(
      faultsOf({ NODE_ENV: 'production', ORIGIN: 'https://polyfoni.example', SESSION_SECRET: secret, POLYFONI_DEMO: '1' })[0],
    ).toContain('POLYFONI_DEMO');
  });

  test('plain http is for loopback only', () => {
    expect(faultsOf({ ORIGIN: 'http://polyfoni.example' })[0]).toContain('ORIGIN');
    expect(faultsOf({ ORIGIN: 'http://localhost:3000' })).toEqual([]);
  });

  test('the secret made for a first run is kept for the next', () => {
    const first = readConfig({ DATA_DIR: dir }).sessionSecret;
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(readConfig({ DATA_DIR: dir }).sessionSecret).toBe(first);
  });
});
