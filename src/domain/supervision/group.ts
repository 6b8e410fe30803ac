import type { EnrolmentEvent } from '../cohort/leave.js';
import { takesPart } from '../cohort/leave.js';

export interface Membership {
  fromDate: string;
  /** The first day outside the group again, or null. */
  toDate: string | null;
}

export const isMember = ({ fromDate, toDate }: Membership, on: string): boolean => fromDate <= on && (toDate === null || on < toDate);

/** Hours are locked at certification; nobody is credited while on leave, after stopping, or outside the group. */
export const mayBeCredited = (member: Membership & { certifiedOn: string | null }, events: EnrolmentEvent[], on: string): boolean =>
  member.certifiedOn === null && isMember(member, on) && takesPart(events, on);

/** «grupper sammen med mødeledere fra andre kommuner», Socialstyrelsen 2019: at least two municipalities when there are two members. */
export const crossesMunicipalities = (municipalityIds: number[]): boolean =>
  municipalityIds.length < 2 || new Set(municipalityIds).size > 1;
