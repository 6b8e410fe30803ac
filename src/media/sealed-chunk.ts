import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type FileName, type Footer, SealBroken, type Segment, tagBytes, writeFooter, writeHeader } from './sealed-format.js';

const cipherName = 'aes-256-gcm';
const keyBytes = 32;
const label = 'polyfoni film v1';

/** What one segment of one file is sealed with. */
export interface SegmentKey {
  key: Buffer;
  prefix: Buffer;
  header: Buffer;
}

const derive = (dataKey: Buffer, salt: Buffer, ...info: (string | Buffer)[]): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, salt, Buffer.concat(info.map((part) => Buffer.from(part))), keyBytes));

/** The segment's own key. Another salt or another file gives another key, so that no nonce is ever used twice under one. */
export const segmentKey = (dataKey: Buffer, name: FileName, { salt, prefix }: Segment): SegmentKey => ({
  key: derive(dataKey, salt, label, name.fileId),
  prefix,
  header: writeHeader(name),
});

/** Prefix of the segment, number of the chunk, and whether it is the file's last. Exported for the test of its uniqueness. */
export function nonceOf(prefix: Buffer, chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(chunk, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Seals the plain pieces of one chunk. Returns pieces to be written one after the other, the tag last. */
export function sealChunk({ key, prefix, header }: SegmentKey, chunk: number, last: boolean, plain: readonly Buffer[]): Buffer[] {
  const cipher = createCipheriv(cipherName, key, nonceOf(prefix, chunk, last), { authTagLength: tagBytes });
  cipher.setAAD(header);
  const sealed = plain.map((piece) => cipher.update(piece));
  cipher.final();
  sealed.push(cipher.getAuthTag());
  return sealed;
}

/** The plain bytes of one sealed chunk. Throws `SealBroken` when a single bit differs. */
export function openChunk({ key, prefix, header }: SegmentKey, chunk: number, last: boolean, sealed: Buffer): Buffer {
  const end = sealed.length - tagBytes;
  if (end <= 0) throw new SealBroken(`chunk ${chunk} is cut`);
  const decipher = createDecipheriv(cipherName, key, nonceOf(prefix, chunk, last), { authTagLength: tagBytes });
  decipher.setAAD(header);
  decipher.setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
  } catch {
    throw new SealBroken(`chunk ${chunk}`);
  }
  return plain;
}

/** Ties header, table and size together. */
export const tableMac = (dataKey: Buffer, name: FileName, table: Buffer, footer: Footer): Buffer =>
  createHmac('sha256', derive(dataKey, Buffer.alloc(0), `${label} table`, name.fileId))
    .update(writeHeader(name))
    .update(table)
    .update(writeFooter(footer))
    .digest();

/** Table and footer as they stand at the end of a finished file. */
export const closing = (dataKey: Buffer, name: FileName, table: Buffer, footer: Footer): Buffer =>
  Buffer.concat([table, writeFooter(footer), tableMac(dataKey, name, table, footer)]);

export function requireMac(dataKey: Buffer, name: FileName, table: Buffer, footer: Footer & { mac: Buffer }): void {
  if (!timingSafeEqual(footer.mac, tableMac(dataKey, name, table, footer))) throw new SealBroken('its table');
}
