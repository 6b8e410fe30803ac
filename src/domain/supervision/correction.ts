import type { SupervisionKind } from './kinds.js';

/** What is written down about one member of a session. Times are minutes since midnight. */
export interface Entered {
  presentFrom: number;
  presentTo: number;
  minutes: number;
  kind: SupervisionKind;
  online: boolean;
  reason: string;
}

/** A correction is two lines: one that takes the old one back, and the new one. Nothing that was signed is ever changed (our choice). */
export function corrected(line: Omit<Entered, 'reason'> & { id: number }, to: Entered): (Entered & { reversesId: number | null })[] {
  const { presentFrom, presentTo, kind, online } = line;
  // `0 - 0` and never `-0`: minus zero is kept as a broken number.
  const back = { presentFrom, presentTo, kind, online, minutes: 0 - line.minutes, reversesId: line.id, reason: to.reason };
  return [back, { ...to, reversesId: null }];
}
