import { lineOf, openOnes, type InLine } from '../application/waiting-list.js';
import { parseDate } from '../calendar/dates.js';
import { looksLikeCpr } from '../meeting/cpr.js';
import { nameFault } from '../person/name-fault.js';
import { signInName } from '../person/sign-in-name.js';

/** A line of the file, as typed. */
export interface IntakeLine {
  /** Number of the line in the file, the heading being 1. */
  line: number;
  name: string;
  email: string;
  municipality: string;
  workplace: string;
  from: string;
}

/** Somebody with an account, as it matters for a line. */
export interface KnownAccount {
  id: number;
  name: string;
  organisation: string;
  enrolledOn: string | null;
  enrolledMunicipalityId: number | null;
  enrolled: boolean;
  /** Only a trainee: the coordinator may correct the name. */
  onlyTrainee: boolean;
  /** Why this account cannot get a seat in a municipality (a locale key), or null. */
  fault: (municipalityId: number) => string | null;
}

export interface IntakeWorld {
  municipalities: { id: number; name: string; code: string; free: number | null; capacity: number | null }[];
  /** Names and codes of municipalities outside the cohort. */
  otherMunicipalities: string[];
  accounts: Map<string, KnownAccount>;
  applications: (InLine & { signInName: string })[];
  /** Where the line names no day. */
  defaultFrom: string;
  lastDay: string;
}

interface Read {
  name: string;
  signInName: string;
  municipalityId: number;
  workplace: string;
  from: string;
}

export type Planned = { line: IntakeLine } & (
  | { kind: 'new'; read: Read; personId: number | null; applicationId: number | null }
  | { kind: 'changed'; read: Read; personId: number; changes: ('name' | 'workplace')[] }
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: string; params: Record<string, string> }
);

const email = /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/u;
const folded = (text: string): string =>
  text
    .normalize('NFC')
    .trim()
    .toLocaleLowerCase('da')
    .replace(/\s+kommune$/u, '');

type Refusal = { reason: string; params?: Record<string, string> };
const isRefusal = (value: object): value is Refusal => 'reason' in value;

/** What is wrong with the cells themselves, or null. */
function cellFault({ name, email: address, workplace, municipality, from }: IntakeLine): Refusal | null {
  if ([name, address, workplace, municipality, from].some(looksLikeCpr)) return { reason: 'intake:refused.cpr' };
  if (name === '') return { reason: 'intake:refused.name' };
  if (name.length > 200 || workplace.length > 200 || address.length > 200) return { reason: 'intake:refused.long' };
  const fault = nameFault(name) ?? nameFault(workplace);
  if (fault) return { reason: `intake:refused.${fault}` };
  return email.test(address) ? null : { reason: address === '' ? 'intake:refused.noEmail' : 'intake:refused.email' };
}

function readLine(line: IntakeLine, world: IntakeWorld, seen: Map<string, number>): Read | Refusal {
  const fault = cellFault(line);
  if (fault) return fault;
  const subject = signInName(line.email);
  const before = seen.get(subject);
  if (before !== undefined) return { reason: 'intake:refused.twice', params: { line: String(before) } };
  seen.set(subject, line.line);
  const place = folded(line.municipality);
  const municipality = world.municipalities.find(({ name, code }) => folded(name) === place || folded(code) === place);
  if (!municipality) {
    const reason =
      place === '' ? 'noMunicipality' : world.otherMunicipalities.some((one) => folded(one) === place) ? 'notInCohort' : 'municipality';
    return { reason: `intake:refused.${reason}`, params: { municipality: line.municipality } };
  }
  const from = line.from === '' ? world.defaultFrom : parseDate(line.from);
  if (from === null || from > world.lastDay) return { reason: from === null ? 'intake:refused.date' : 'intake:refused.afterEnd' };
  return { name: line.name, signInName: subject, municipalityId: municipality.id, workplace: line.workplace, from };
}

/** Somebody on the cohort already: what differs is corrected, an empty cell takes nothing away. */
function planEnrolled(line: IntakeLine, read: Read, account: KnownAccount): Planned {
  const refused = (reason: string): Planned => ({ line, kind: 'refused', reason: `intake:refused.${reason}`, params: {} });
  if (account.enrolledMunicipalityId !== read.municipalityId) return refused('otherMunicipality');
  if (line.from !== '' && account.enrolledOn !== read.from) return refused('otherDate');
  const changes = [
    ...(account.name !== read.name ? (['name'] as const) : []),
    ...(read.workplace !== '' && account.organisation !== read.workplace ? (['workplace'] as const) : []),
  ];
  if (changes.length === 0) return { line, kind: 'unchanged' };
  return account.onlyTrainee ? { line, kind: 'changed', read, personId: account.id, changes } : refused('otherRole');
}

/** Seats left as the file is read from the top: each new line takes one. */
class SeatsLeft {
  private readonly taken = new Map<number, number>();
  private readonly settled = new Set<number>();

  constructor(private readonly world: IntakeWorld) {}

  /** Why this one gets none, or null; then it is taken. */
  take({ municipalityId, signInName: subject }: Read): Refusal | { applicationId: number | null } {
    const place = this.world.municipalities.find(({ id }) => id === municipalityId)!;
    const open = openOnes(this.world.applications).filter((one) => one.municipalityId === municipalityId && !this.settled.has(one.id));
    const own = open.find((one) => one.signInName === subject);
    const offered = own?.state === 'offered';
    const free = place.free === null ? null : place.free - (this.taken.get(municipalityId) ?? 0);
    const params = { municipality: place.name, capacity: String(place.capacity ?? '') };
    if (free !== null && free <= 0 && !offered) return { reason: 'refusals:seatsFull', params };
    if (free !== null && !own && free - lineOf(open, municipalityId).length <= 0)
      return { reason: 'refusals:application.othersFirst', params };
    if (own) this.settled.add(own.id);
    if (!offered) this.taken.set(municipalityId, (this.taken.get(municipalityId) ?? 0) + 1);
    return { applicationId: own?.id ?? null };
  }
}

/**
 * What the file would do, line by line, in its own order. Nobody is removed because a file does not name them, and a line that is refused
 * stops no other.
 */
export function planIntake(lines: IntakeLine[], world: IntakeWorld): Planned[] {
  const seen = new Map<string, number>();
  const seats = new SeatsLeft(world);
  return lines.map((line): Planned => {
    const refused = ({ reason, params = {} }: Refusal): Planned => ({ line, kind: 'refused', reason, params });
    const read = readLine(line, world, seen);
    if (isRefusal(read)) return refused(read);
    const account = world.accounts.get(read.signInName);
    if (account?.enrolled) return planEnrolled(line, read, account);
    const fault = account?.fault(read.municipalityId);
    if (fault) return refused({ reason: fault });
    if (account && folded(account.name) !== folded(read.name)) return refused({ reason: 'intake:refused.otherName' });
    const seat = seats.take(read);
    if (isRefusal(seat)) return refused(seat);
    return { line, kind: 'new', read, personId: account?.id ?? null, applicationId: seat.applicationId };
  });
}
