import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ConfigFaults, readConfig, settingNames } from '../../src/config.js';
import { readyKeys } from '../../src/key-file.js';
import { nextMasterKey, writeMasterKeys } from '../../src/store/master-keys.js';
import { root } from '../../src/web/root.js';

const dir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-config-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const masterKey = `1:${nextMasterKey([]).key.toString('base64url')}`;
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
    const faults = faultsOf({ NODE_ENV: 'production', ORIGIN: 'https://polyfoni.example', MASTER_KEY: masterKey, ...env });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('SESSION_SECRET');
  });

  const inProduction = { NODE_ENV: 'production', ORIGIN: 'https://polyfoni.example', SESSION_SECRET: secret, DATA_DIR: dir };

  test('production never fills the demo', () => {
    expect(readConfig({ ...inProduction, MASTER_KEY: masterKey }).demo).toBe(false);
    expect(faultsOf({ ...inProduction, MASTER_KEY: masterKey, POLYFONI_DEMO: '1' })[0]).toContain('POLYFONI_DEMO');
  });

  const keyFile = path.join(dir, 'own.keys');
  const fileOf = (text: string, mode = 0o600): NodeJS.ProcessEnv => {
    writeFileSync(keyFile, text);
    chmodSync(keyFile, mode);
    return { MASTER_KEY_FILE: keyFile };
  };
  const short = `1:${Buffer.alloc(16, 7).toString('base64url')}`;
  const zeros = `1:${Buffer.alloc(32).toString('base64url')}`;
  const counted = `1:${Buffer.from('00010203040506070001020304050607000102030405060700010203040506ff', 'hex').toString('base64url')}`;

  test.each<[string, () => NodeJS.ProcessEnv, RegExp]>([
    ['missing', () => ({}), /must be given/],
    ['given twice', () => ({ ...fileOf(masterKey), MASTER_KEY: masterKey }), /either/],
    ['in a file that is not there', () => ({ MASTER_KEY_FILE: path.join(dir, 'none') }), /no such file/],
    ['in an empty file', () => fileOf(''), /no key/],
    ['short', () => fileOf(short), /16 bytes/],
    ['all zeros', () => fileOf(zeros), /not random/],
    ['counted', () => fileOf(counted), /not random/],
    ['without a version', () => fileOf(masterKey.slice(2)), /version/],
    ['of falling versions', () => fileOf(`2${masterKey.slice(1)}\n${masterKey}\n`), /rise/],
    ['readable by the group', () => fileOf(masterKey, 0o640), /0600/],
    ['readable by others', () => fileOf(masterKey, 0o604), /0600/],
    ['short, in the environment', () => ({ MASTER_KEY: short }), /16 bytes/],
  ])('production refuses to start with a master key that is %s, and says so beside the other faults', (_word, env, words) => {
    const faults = faultsOf({ ...inProduction, ...env(), POLYFONI_DEMO: '1' });
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(/^MASTER_KEY/);
    expect(faults[0]).toMatch(words);
    expect(faults[1]).toContain('POLYFONI_DEMO');
  });

  test('a first run makes a master key only the server reads, and the next run finds it', async () => {
    const own = mkdtempSync(path.join(dir, 'first-'));
    const file = path.join(own, 'keys', 'master.keys');
    const first = readConfig({ DATA_DIR: own });
    expect(first.masterKeys).toEqual({ file });
    expect(existsSync(file)).toBe(false);
    await readyKeys(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const made = readFileSync(file, 'utf8');
    await readyKeys(readConfig({ DATA_DIR: own }));
    expect(readFileSync(file, 'utf8')).toBe(made);
    chmodSync(file, 0o644);
    expect(faultsOf({ DATA_DIR: own })[0]).toContain('0600');
    writeMasterKeys(file, [nextMasterKey([])]);
    expect(faultsOf({ DATA_DIR: own })).toEqual([]);
  });

  test('whoever only looks leaves nothing behind', () => {
    const own = path.join(dir, 'looked-at');
    expect(readConfig({ DATA_DIR: own }, { make: false }).masterKeys).toEqual({ file: path.join(own, 'keys', 'master.keys') });
    expect(existsSync(own)).toBe(false);
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
