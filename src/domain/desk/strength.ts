import type { CertificationState } from '../certification/states.js';

/** One trained or training leader, where they work. */
export interface Placed {
  enrolmentId: number;
  municipalityId: number;
  /** The workplace as written on the person; empty when it is not known. */
  unit: string;
  state: CertificationState;
  /** The account is closed: they have left. */
  gone: boolean;
}

/** Fewer active certified leaders than this leaves a municipality «særligt sårbar over for personaleudskiftninger» (2024); two is our choice. */
export const fewestCertified = 2;

const over: CertificationState[] = ['stopped', 'revoked', 'expired'];

/** Leading or learning to lead: neither stopped nor gone. */
export const isActive = ({ state, gone }: Placed): boolean => !gone && !over.includes(state);

/** Those who are the only one of their workplace. A workplace that is not written down says nothing. */
export function aloneInUnit<T extends Placed>(people: T[]): T[] {
  const active = people.filter((one) => isActive(one) && one.unit !== '');
  const count = (of: T) => active.filter((one) => one.municipalityId === of.municipalityId && one.unit === of.unit).length;
  return active.filter((one) => count(one) === 1);
}

export interface Strength {
  certified: number;
  underWay: number;
  /** Told when the cohorts have come so far that somebody could be certified. */
  few: boolean;
}

/** How many a municipality has, and whether one departure could leave it with nobody to share with. */
export function strengthOf(people: Placed[], certifying: boolean): Strength {
  const active = people.filter(isActive);
  const certified = active.filter(({ state }) => state === 'certified').length;
  return { certified, underWay: active.length - certified, few: certifying && certified < fewestCertified };
}

/** The largest workplace's share of the active leaders, in percent; null when workplaces are not written down. */
export function concentration(people: Placed[]): number | null {
  const active = people.filter((one) => isActive(one) && one.unit !== '');
  if (active.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { unit } of active) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return Math.round((Math.max(...counts.values()) / active.length) * 100);
}
