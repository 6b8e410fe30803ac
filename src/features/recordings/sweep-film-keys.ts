import { keptForDays } from '../../domain/upload/upload.js';
import { prefixOf } from '../../media/index.js';
import { listForgottenFilmKeys, removeForgottenFilmKey } from '../../store/data-key.js';
import type { House } from '../../web/house.js';

async function liesUnder({ media }: House, keyId: number): Promise<boolean> {
  for await (const key of media.blobs.list(prefixOf(keyId))) return key !== '';
  return false;
}

/**
 * Film keys whose process was ended between making them and binding them to a recording. They are as old as half-sent films get, so that
 * no form can still be on its way; what lies under one is swept first, an hour or two before. Returns how many went.
 */
export async function sweepFilmKeys(house: House, now: Date): Promise<number> {
  const { db } = house;
  const before = new Date(now.getTime() - keptForDays * 24 * 3_600_000).toISOString();
  let swept = 0;
  for (const keyId of await listForgottenFilmKeys(db, before)) {
    if (await liesUnder(house, keyId)) continue;
    if (await db.write((tx) => removeForgottenFilmKey(tx, { personId: null, requestId: null, now }, keyId))) swept += 1;
  }
  return swept;
}
