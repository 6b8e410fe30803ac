import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MasterKeyFault, type MasterKeySource, openMasterKeys } from './store/master-keys.js';

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const isOrigin = (value: string) => /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
const origin = z.string().refine(isOrigin, 'an http or https address without path or slash at the end');

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  ORIGIN: origin.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|sqlite:)/, 'starts with postgres:// or sqlite:')
    .optional(),
  MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(16 * 1024 ** 3),
  MAX_FORM_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(4 * 1024 ** 3),
  POLYFONI_DEMO: flag.optional(),
  SESSION_SECRET: z.string().optional(),
  MASTER_KEY_FILE: z.string().optional(),
  MASTER_KEY: z.string().optional(),
  FRAME_ANCESTORS: z
    .string()
    .regex(/^('none'|'self'|https:\/\/[^\s;,]+)(\s+('self'|https:\/\/[^\s;,]+))*$/, "'none', 'self' or https origins")
    .default("'none'"),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  WORKER: z.enum(['inside', 'outside']).default('inside'),
  CLAMD_SOCKET: z.string().startsWith('/', 'the absolute path of the socket of clamd').optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  OPERATOR_NAME: z.string().max(200).default('Polyfoni'),
  OPERATOR_EMAIL: z.email().default('kontakt@polyfoni.example'),
});

export type Config = ReturnType<typeof settle>;

const samples = ['change-me', 'changeme', 'secret', 'replace-this-with-32-or-more-random-characters'];

/** Every fault of the environment, so that all are told at once. */
export class ConfigFaults extends Error {
  constructor(readonly faults: string[]) {
    super(`Polyfoni cannot start with these settings:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

function sessionSecret(given: string | undefined, production: boolean, dataDir: string, make: boolean): string | { fault: string } {
  if (given !== undefined) {
    if (given.length < 32 || samples.includes(given.toLowerCase()))
      return { fault: 'SESSION_SECRET: at least 32 random characters, not the sample' };
    return given;
  }
  if (production) return { fault: 'SESSION_SECRET: must be given in production (32 random characters or more)' };
  const file = path.join(dataDir, 'session-secret');
  // Whoever only looks answers no visitors: this secret is for nobody.
  if (!make && !existsSync(file)) return randomBytes(32).toString('base64url');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Where the keys are that wrap all others. Outside production a file that is not there is no fault: it is made for a first run, once the database
 * was asked.
 */
function masterKeySource(env: z.infer<typeof environment>, production: boolean, dataDir: string): MasterKeySource | { fault: string } {
  const name = env.MASTER_KEY === undefined ? 'MASTER_KEY_FILE' : 'MASTER_KEY';
  if (env.MASTER_KEY !== undefined && env.MASTER_KEY_FILE !== undefined) return { fault: 'MASTER_KEY: give either it or MASTER_KEY_FILE' };
  if (production && env[name] === undefined) return { fault: 'MASTER_KEY_FILE: it or MASTER_KEY must be given in production' };
  const file = path.resolve(env.MASTER_KEY_FILE ?? path.join(dataDir, 'keys', 'master.keys'));
  if (env.MASTER_KEY === undefined && !existsSync(file)) {
    if (production || env.MASTER_KEY_FILE !== undefined)
      return { fault: `${name}: no such file; for a new installation make one with bin/rotate-keys --first FILE` };
    return { file };
  }
  const source = env.MASTER_KEY === undefined ? { file } : { text: env.MASTER_KEY };
  try {
    openMasterKeys(source);
    return source;
  } catch (error) {
    if (error instanceof MasterKeyFault) return { fault: `${name}: ${error.message}` };
    return { fault: `${name}: cannot be read` };
  }
}

const loopback = (host: string) => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(host);

function originFaults({ ORIGIN: given }: z.infer<typeof environment>, production: boolean): string[] {
  if (given === undefined) return production ? ['ORIGIN: must be given in production'] : [];
  return given.startsWith('http:') && !loopback(new URL(given).hostname) ? ['ORIGIN: plain http only on loopback; use https'] : [];
}

function settle(env: z.infer<typeof environment>, secret: string, masterKeys: MasterKeySource) {
  const production = env.NODE_ENV === 'production';
  const dataDir = path.resolve(env.DATA_DIR);
  return {
    production,
    host: env.HOST,
    port: env.PORT,
    origin: env.ORIGIN ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`,
    originGiven: env.ORIGIN !== undefined,
    dataDir,
    databaseUrl: env.DATABASE_URL ?? `sqlite:${path.join(dataDir, 'polyfoni.sqlite')}`,
    maxUploadBytes: env.MAX_UPLOAD_BYTES,
    maxFormBytes: Math.min(env.MAX_FORM_BYTES, env.MAX_UPLOAD_BYTES),
    demo: !production && (env.POLYFONI_DEMO ?? true),
    sessionSecret: secret,
    masterKeys,
    frameAncestors: env.FRAME_ANCESTORS.split(/\s+/),
    trustProxy: env.TRUST_PROXY,
    workerInside: env.WORKER === 'inside',
    clamdSocket: env.CLAMD_SOCKET,
    logLevel: env.LOG_LEVEL,
    operator: { name: env.OPERATOR_NAME, email: env.OPERATOR_EMAIL },
  };
}

/**
 * Reads every setting once. Throws {@link ConfigFaults} with all faults. Empty values count as not given. Without `make` nothing is written to the
 * folder of data.
 */
export function readConfig(source: NodeJS.ProcessEnv = process.env, { make = true } = {}): Config {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) throw new ConfigFaults(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  const faults: string[] = [];
  const secret = sessionSecret(env.SESSION_SECRET, production, path.resolve(env.DATA_DIR), make);
  if (typeof secret !== 'string') faults.push(secret.fault);
  const masterKeys = masterKeySource(env, production, path.resolve(env.DATA_DIR));
  if ('fault' in masterKeys) faults.push(masterKeys.fault);
  if (production && env.POLYFONI_DEMO) faults.push('POLYFONI_DEMO: the demo is never filled in production');
  faults.push(...originFaults(env, production));
  if (faults.length > 0 || typeof secret !== 'string' || 'fault' in masterKeys) throw new ConfigFaults(faults);
  return settle(env, secret, masterKeys);
}

/** The settings, or the end of the process with every fault in words (78: EX_CONFIG of sysexits.h). */
export function configOrEnd(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigFaults) return endFor(error.message);
    throw error;
  }
}

/** Ends the process because it was started with something that does not fit. */
export function endFor(words: string): never {
  console.error(words);
  process.exit(78);
}

export const settingNames = Object.keys(environment.shape);
