import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** Where the master keys are: a file only the server reads, or the text itself. */
export type MasterKeySource = { file: string } | { text: string };

/** The keys that wrap all other keys. They live outside the database and outside its backups. */
export interface MasterKeys {
  /** The newest version. Looks at the file again when it was changed. */
  current: () => MasterKey;
  /** The key of a version, or null. Looks at the file again before it says null. */
  find: (version: number) => MasterKey | null;
}

export interface MasterKey {
  version: number;
  key: Buffer;
}

const keyBytes = 32;
/** Of 32 random bytes at least this many differ, but for one case in 10^12; samples and typed words do not reach it. */
const fewestDifferent = 20;

/** What is wrong with the keys, in words for the one who starts the server. */
export class MasterKeyFault extends Error {
  override readonly name = 'MasterKeyFault';
}

function parseLine(line: string): MasterKey {
  const [, version = '', text = ''] = /^([1-9]\d{0,8}):([A-Za-z0-9_-]+)$/.exec(line.trim()) ?? [];
  if (version === '') throw new MasterKeyFault('every line must be a version, a colon and 32 random bytes in base64url');
  const key = Buffer.from(text, 'base64url');
  if (key.length !== keyBytes) throw new MasterKeyFault(`version ${version} is ${key.length} bytes and must be 32`);
  if (new Set(key).size < fewestDifferent) throw new MasterKeyFault(`version ${version} is not random`);
  return { version: Number(version), key };
}

/** One version a line, or with spaces between; the last is the current one. Throws {@link MasterKeyFault}. */
export function parseMasterKeys(text: string): MasterKey[] {
  const keys = text.split(/\s+/).filter(Boolean).map(parseLine);
  if (keys.length === 0) throw new MasterKeyFault('it holds no key');
  const versions = keys.map(({ version }) => version);
  if (versions.some((version, index) => index > 0 && version <= versions[index - 1]!))
    throw new MasterKeyFault('versions must rise from line to line');
  return keys;
}

const lineOf = ({ version, key }: MasterKey): string => `${version}:${key.toString('base64url')}`;

const stampOf = (file: string): string => {
  const { ino, mtimeMs, size } = statSync(file);
  return `${ino} ${mtimeMs} ${size}`;
};

/** The keys in a file. Throws {@link MasterKeyFault}. */
export function readMasterKeys(file: string): MasterKey[] {
  const { mode } = statSync(file);
  if ((mode & 0o077) !== 0) throw new MasterKeyFault('others may read it; set its mode to 0600');
  return parseMasterKeys(readFileSync(file, 'utf8'));
}

/** Opens the keys. Throws {@link MasterKeyFault} when they are short, not random, or readable by others. */
export function openMasterKeys(source: MasterKeySource): MasterKeys {
  const { file } = { file: null, ...source };
  const load = () => (file === null ? parseMasterKeys((source as { text: string }).text) : readMasterKeys(file));
  let stamp = file === null ? '' : stampOf(file);
  let keys = load();
  // A version that leaves the file stays known here: a row read just before may still need it.
  const known = new Map(keys.map((one) => [one.version, one]));
  const refresh = () => {
    const now = file === null ? '' : stampOf(file);
    if (now === stamp) return;
    keys = load();
    for (const one of keys) known.set(one.version, one);
    stamp = now;
  };
  return {
    current: () => {
      refresh();
      return keys.at(-1)!;
    },
    find: (version) => {
      if (!known.has(version)) refresh();
      return known.get(version) ?? null;
    },
  };
}

/** Writes the key file whole or not at all: mode 0600, its folder, when it is made now, 0700. Without `replace` an older file stays, and EEXIST is thrown. */
export function writeMasterKeys(file: string, keys: MasterKey[], { replace = true } = {}): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = path.join(folder, `.${randomBytes(8).toString('hex')}`);
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, `${keys.map(lineOf).join('\n')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  chmodSync(draft, 0o600);
  try {
    if (replace) renameSync(draft, file);
    else linkSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  const names = openSync(folder, 'r');
  fsyncSync(names);
  closeSync(names);
}

/** A fresh key of the next version. */
export const nextMasterKey = (keys: MasterKey[]): MasterKey => ({ version: (keys.at(-1)?.version ?? 0) + 1, key: randomBytes(keyBytes) });

const [cipherName, nonceBytes, tagBytes] = ['aes-256-gcm', 12, 16] as const;

/** Seals bytes with AES-256-GCM under a random nonce: nonce, sealed bytes, tag. */
export function sealBytes(key: Buffer, plain: Buffer, about: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealBytes` made of the same `about`. Throws when a single bit differs. */
export function openBytes(key: Buffer, sealed: Buffer, about: string): Buffer {
  const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
