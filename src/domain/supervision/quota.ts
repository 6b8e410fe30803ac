import type { SupervisionKind } from './kinds.js';

/** A credited line, or a session as a line of it would be. Reversals are negative. */
export interface Counted {
  onDate: string;
  minutes: number;
  /** `group` when left out. */
  kind?: SupervisionKind;
  online?: boolean;
}

export type QuotaCode = 'online' | 'live' | 'individual';

/** At most this share counts: of the whole programme's minutes, or of another quota's own. */
export interface Quota {
  code: QuotaCode;
  /** Whole percent. */
  percent: number;
  within: 'all' | QuotaCode;
}

/** Half online, a fifth live at a meeting, a tenth one to one (our choice). */
export const ourQuotas: Quota[] = [
  { code: 'online', percent: 50, within: 'all' },
  { code: 'live', percent: 20, within: 'all' },
  { code: 'individual', percent: 10, within: 'all' },
];

/** Logged minutes by kind, on site and by a screen. */
export type Sums = Record<SupervisionKind, { onSite: number; online: number }>;

export const noSums = (): Sums => ({
  group: { onSite: 0, online: 0 },
  live: { onSite: 0, online: 0 },
  individual: { onSite: 0, online: 0 },
  peer: { onSite: 0, online: 0 },
});

/** Adds one line to sums that are the caller's own. */
export function addTo(sums: Sums, { minutes, kind = 'group', online = false }: Omit<Counted, 'onDate'>, sign: 1 | -1 = 1): void {
  sums[kind][online ? 'online' : 'onSite'] += sign * minutes;
}

export function sumsOf(lines: Omit<Counted, 'onDate'>[]): Sums {
  const sums = noSums();
  for (const line of lines) addTo(sums, line);
  return sums;
}

export const both = (a: Sums, b: Sums): Sums => {
  const sums = noSums();
  for (const kind of Object.keys(sums) as SupervisionKind[])
    sums[kind] = { onSite: a[kind].onSite + b[kind].onSite, online: a[kind].online + b[kind].online };
  return sums;
};

/** Everything written down, in minutes. */
export const loggedOf = (sums: Sums): number => Object.values(sums).reduce((total, { onSite, online }) => total + onSite + online, 0);

/** Where a programme asks for minutes: the whole of it, and what only a share may come from. Null where none are asked for. */
export type Whole = { offeredMinutes: number; quotas?: Quota[] } | null;

/** The most minutes of a code that count. */
export function limitOf(whole: Whole, code: QuotaCode, seen: QuotaCode[] = []): number {
  const quota = whole?.quotas?.find((one) => one.code === code);
  if (!whole || !quota) return Infinity;
  const inside = quota.within !== 'all' && !seen.includes(quota.within) ? limitOf(whole, quota.within, [...seen, code]) : Infinity;
  return Math.floor((Math.min(inside, whole.offeredMinutes) * quota.percent) / 100);
}

export interface Reckoned {
  /** Minutes that count. */
  counted: number;
  /** Minutes that are written down and do not count, by the limit they met. */
  over: Record<SupervisionKind | 'online', number>;
}

/**
 * What counts of logged minutes: live and individual up to their shares, online of all kinds up to its share, peer never (our choice).
 * What a kind has too much of is taken from its online minutes first, so that no order of entry gives anybody less.
 */
export function reckon(sums: Sums, whole: Whole): Reckoned {
  const limits = { group: Infinity, live: limitOf(whole, 'live'), individual: limitOf(whole, 'individual'), peer: 0 };
  const over: Reckoned['over'] = { group: 0, live: 0, individual: 0, peer: 0, online: 0 };
  let [onSite, online] = [0, 0];
  for (const kind of Object.keys(sums) as SupervisionKind[]) {
    const there = Math.min(sums[kind].onSite, limits[kind]);
    const apart = Math.min(sums[kind].online, limits[kind] - there);
    over[kind] = sums[kind].onSite + sums[kind].online - there - apart;
    onSite += there;
    online += apart;
  }
  const within = Math.min(online, limitOf(whole, 'online'));
  over.online = online - within;
  return { counted: onSite + within, over };
}

export const countedOf = (sums: Sums, whole: Whole): number => reckon(sums, whole).counted;
