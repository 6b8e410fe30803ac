import { describe, expect, test } from '@jest/globals';
import { addDays } from '../../../src/domain/calendar/dates.js';
import type { EnrolmentEvent } from '../../../src/domain/cohort/leave.js';
import { corrected, type Entered } from '../../../src/domain/supervision/correction.js';
import { creditedMinutes } from '../../../src/domain/supervision/credit.js';
import { dailyCapMinutes, entryFaults, type EntryFrame } from '../../../src/domain/supervision/entry.js';
import { mayBeCredited } from '../../../src/domain/supervision/group.js';
import { supervisionKinds } from '../../../src/domain/supervision/kinds.js';
import { mayAnswer, mayObject, type ObjectionState } from '../../../src/domain/supervision/objection.js';
import { mayCorrect, maySign } from '../../../src/domain/supervision/policy.js';
import { addTo, countedOf, loggedOf, noSums, ourQuotas, sumsOf, type Sums } from '../../../src/domain/supervision/quota.js';
import { person } from '../person/people.js';

const operations = 100_000;
const whole = { offeredMinutes: 3000, quotas: ourQuotas };

/** Nights on which the clocks change. */
const nights = ['2026-03-29', '2026-10-25', '2027-03-28'];

/** A generator with a seed, so that a failure can be run again. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Line extends Entered {
  id: number;
  enrolmentId: number;
  groupId: number;
  onDate: string;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
  reversesId: number | null;
  recordedBy: number;
  recordedAt: string;
}

interface Trainee {
  id: number;
  personId: number;
  groupIds: number[];
  events: EnrolmentEvent[];
  certifiedOn: string | null;
  lines: Line[];
  /** Kept with every line, as the store keeps its totals. */
  kept: Sums;
}

/** The same span by the time zone's own data: the second opinion on the nights when the clocks change. */
const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
const instants = new Map<string, Map<number, number>>();
function instantOf(date: string, minutes: number): number {
  const known = instants.get(date) ?? new Map<number, number>();
  if (known.size === 0) {
    const [year, month, day] = date.split('-');
    const midnight = Date.parse(`${date}T00:00:00Z`) - 3 * 3_600_000;
    for (let at = midnight; at < midnight + 30 * 3_600_000; at += 60_000) {
      const [on, time] = shown.format(at).split(', ') as [string, string];
      const [h, m] = time.split(':').map(Number) as [number, number];
      if (on === `${day}/${month}/${year}`) known.set(h * 60 + m, at);
      else if (known.size > 0) break;
    }
    instants.set(date, known);
  }
  return known.get(minutes) ?? known.get(minutes - 1)! + 60_000;
}

class Ledger {
  readonly all: Line[] = [];
  readonly done = { signed: 0, corrected: 0, objected: 0, answered: 0, refused: 0, ownRefused: 0 };
  readonly groups = [1, 2, 3, 4].map((id) => ({ id, supervisorId: id, state: 'open' as ObjectionState }));
  /** Supervisors 3 and 4 are trainees as well, each in a group of their own among others: nobody may sign there. */
  readonly trainees: Trainee[] = Array.from({ length: 14 }, (_, index) => ({
    id: 100 + index,
    personId: index < 2 ? 3 + index : 20 + index,
    groupIds: [1 + (index % 4), ...(index % 3 === 0 ? [1 + ((index + 1) % 4)] : [])],
    events:
      index === 5
        ? [
            { kind: 'leave_started' as const, onDate: '2026-03-10' },
            { kind: 'leave_ended' as const, onDate: '2026-03-20' },
          ]
        : [],
    certifiedOn: null,
    lines: [],
    kept: noSums(),
  }));
  private readonly objections = new Set<number>();
  private readonly open: { lineId: number; state: ObjectionState; trainee: Trainee }[] = [];

  constructor(private readonly random: () => number) {
    this.trainees.push({ ...this.trainees[0]!, id: 190, personId: 3, groupIds: [3], lines: [], kept: noSums() });
  }

  private pick = <T>(items: readonly T[]): T => items[Math.floor(this.random() * items.length)]!;
  private int = (below: number): number => Math.floor(this.random() * below);
  private members = (groupId: number) => this.trainees.filter(({ groupIds }) => groupIds.includes(groupId));
  private facts = (groupId: number) => ({
    supervisorId: groupId,
    coordinates: false,
    memberPersonIds: this.members(groupId).map(({ personId }) => personId),
  });
  private readonly replaced = new Set<number>();
  /** Lines by person and day. */
  private readonly days = new Map<string, Line[]>();
  private inForce = (line: Line) => line.reversesId === null && !this.replaced.has(line.id);
  /** Some of the days are those on which the clocks change. */
  private date = () => (this.random() < 0.1 ? this.pick(nights) : addDays('2026-03-01', this.int(3000)));

  private write(trainee: Trainee, line: Omit<Line, 'id'>): Line {
    const kept = Object.freeze({ ...line, id: this.all.length + 1 });
    this.all.push(kept);
    trainee.lines.push(kept);
    addTo(trainee.kept, kept);
    if (line.reversesId !== null) this.replaced.add(line.reversesId);
    const day = `${trainee.personId} ${line.onDate}`;
    this.days.set(day, [...(this.days.get(day) ?? []), kept]);
    return kept;
  }

  private others({ personId }: Trainee, onDate: string, but: number | null) {
    const same = this.days.get(`${personId} ${onDate}`) ?? [];
    return same.filter((line) => line.id !== but && line.minutes > 0 && this.inForce(line));
  }

  sign(): Trainee[] {
    const groupId = this.pick(this.groups).id;
    const signer = this.pick([1, 2, 3, 4, groupId, groupId, groupId, 20, 25]);
    if (!maySign(person(signer, 'supervisor'), this.facts(groupId)).ok) {
      this.done.refused += 1;
      if (this.facts(groupId).memberPersonIds.includes(signer)) this.done.ownRefused += 1;
      return [];
    }
    const startsAt = this.pick([0, 60, 110, 540, 600, this.int(1440)]);
    const endsAt = startsAt + this.int(700);
    const frame: EntryFrame = {
      onDate: this.date(),
      startsAt,
      endsAt: Math.min(1440, endsAt),
      breakMinutes: this.pick([0, 30, 60]),
      kind: this.pick(supervisionKinds),
    };
    const rows = this.members(groupId).map((trainee) => {
      const [from, to] =
        this.random() < 0.7 ? [frame.startsAt, frame.endsAt] : [frame.startsAt + this.int(90), frame.endsAt - this.int(90)];
      const membership = { fromDate: '2026-01-01', toDate: null, certifiedOn: trainee.certifiedOn };
      const present = frame.kind === 'individual' ? trainee === this.members(groupId)[0] : this.random() < 0.9;
      return {
        trainee,
        enrolmentId: trainee.id,
        present,
        presentFrom: from,
        presentTo: to,
        mayBeCredited: mayBeCredited(membership, trainee.events, frame.onDate),
        others: this.others(trainee, frame.onDate, null),
      };
    });
    if (entryFaults(frame, rows, '2036-01-01').length > 0) {
      this.done.refused += 1;
      return [];
    }
    for (const { trainee, present, presentFrom, presentTo } of rows.filter((row) => row.present)) {
      const minutes = present ? creditedMinutes(frame, { presentFrom, presentTo }) : 0;
      const kind = frame.kind ?? 'group';
      this.write(trainee, {
        ...frame,
        kind,
        groupId,
        enrolmentId: trainee.id,
        presentFrom,
        presentTo,
        minutes,
        online: this.random() < 0.3,
        reason: '',
        reversesId: null,
        recordedBy: signer,
        recordedAt: `${frame.onDate}T20:00:00.000Z`,
      });
    }
    this.done.signed += 1;
    return rows.map(({ trainee }) => trainee);
  }

  correct(): Trainee[] {
    const trainee = this.pick(this.trainees);
    const line = trainee.lines.length > 0 ? this.pick(trainee.lines) : undefined;
    if (!line || !this.inForce(line)) return [];
    const corrector = this.pick([line.groupId, line.groupId, line.groupId, trainee.personId, 1]);
    const verdict = mayCorrect(person(corrector, 'supervisor'), { ...this.facts(line.groupId), certified: trainee.certifiedOn !== null });
    if (!verdict.ok) {
      this.done.refused += 1;
      return [];
    }
    const presentFrom = line.startsAt + this.int(60);
    const presentTo = line.endsAt - this.int(60);
    const member = {
      enrolmentId: trainee.id,
      present: true,
      presentFrom,
      presentTo,
      mayBeCredited: true,
      others: this.others(trainee, line.onDate, line.id),
    };
    if (entryFaults({ ...line, kind: 'group' }, [member], '2036-01-01').length > 0) return [];
    const minutes = creditedMinutes(line, { presentFrom, presentTo });
    const to = { presentFrom, presentTo, minutes, kind: this.pick(supervisionKinds), online: this.random() < 0.5, reason: 'Rettet' };
    for (const one of corrected(line, to)) this.write(trainee, { ...line, ...one, recordedBy: corrector });
    this.done.corrected += 1;
    return [trainee];
  }

  object(): Trainee[] {
    const trainee = this.pick(this.trainees);
    const line = trainee.lines.length > 0 ? this.pick(trainee.lines) : undefined;
    if (!line) return [];
    const who = this.pick([trainee.personId, trainee.personId, 99]);
    const now = new Date(Date.parse(line.recordedAt) + this.int(30) * 86_400_000);
    const facts = {
      traineeId: trainee.personId,
      recordedAt: line.recordedAt,
      inForce: this.inForce(line),
      objected: this.objections.has(line.id),
      certified: trainee.certifiedOn !== null,
    };
    if (mayObject(person(who, 'trainee'), facts, now).ok) {
      expect(who).toBe(trainee.personId);
      this.objections.add(line.id);
      this.open.push({ lineId: line.id, state: 'open', trainee });
      this.done.objected += 1;
    } else this.done.refused += 1;
    return [trainee];
  }

  answer(): Trainee[] {
    const one = this.open.at(-1);
    if (!one) return [];
    const line = this.all[one.lineId - 1]!;
    const who = this.pick([line.groupId, one.trainee.personId]);
    if (mayAnswer(person(who, 'supervisor'), { ...this.facts(line.groupId), state: one.state }).ok) {
      expect(who).not.toBe(one.trainee.personId);
      one.state = 'stands';
      this.open.pop();
      this.done.answered += 1;
    }
    return [one.trainee];
  }

  /** What must hold of one trainee after everything that touched them. */
  check(trainee: Trainee): void {
    const last = trainee.lines.at(-1);
    if (!last) return;
    const day = this.others(trainee, last.onDate, null).sort((a, b) => a.presentFrom - b.presentFrom);
    for (const [index, line] of day.entries())
      if (index > 0 && line.presentFrom < day[index - 1]!.presentTo) throw new Error(`overlap on ${line.onDate}`);
    if (day.reduce((sum, { minutes }) => sum + minutes, 0) > dailyCapMinutes) throw new Error(`over eight hours on ${last.onDate}`);
    if (last.recordedBy === trainee.personId) throw new Error('somebody recorded their own hours');
    if (last.minutes > 0) {
      const lived = /-(03|10)-(2[5-9]|3.)/.test(last.onDate)
        ? (instantOf(last.onDate, last.presentTo) - instantOf(last.onDate, last.presentFrom)) / 60_000
        : last.presentTo - last.presentFrom;

      const credited = Math.max(0, Math.floor((lived - last.breakMinutes) / 5) * 5);
      if (last.minutes !== credited)
        throw new Error(`${last.onDate} ${last.presentFrom}–${last.presentTo}: ${last.minutes} for ${credited}`);
    }
  }

  checkSums(): void {
    for (const { lines, kept } of this.trainees) {
      expect(kept).toEqual(sumsOf(lines));
      expect(loggedOf(kept)).toBe(lines.reduce((sum, { minutes }) => sum + minutes, 0));
      expect(countedOf(kept, whole)).toBe(countedOf(sumsOf([...lines].reverse()), whole));
    }
  }
}

describe('the ledger of hours', () => {
  test(`${operations} random operations: sums as shown, no overlap, nobody their own, nothing signed changed, minutes as lived`, () => {
    const random = seeded(20260329);
    const ledger = new Ledger(random);
    const acts = [ledger.sign, ledger.sign, ledger.sign, ledger.correct, ledger.correct, ledger.object, ledger.answer];
    const written: string[] = [];
    for (let turn = 0; turn < operations; turn += 1) {
      const touched = acts[Math.floor(random() * acts.length)]!.call(ledger);
      for (const trainee of touched) ledger.check(trainee);
      while (written.length < ledger.all.length) written.push(JSON.stringify(ledger.all[written.length]));
      if (turn % 10_000 === 0) ledger.checkSums();
    }
    ledger.checkSums();
    expect(ledger.all.map((line) => JSON.stringify(line))).toEqual(written);
    expect(
      ledger.all.every(
        ({ reversesId }, index, all) =>
          reversesId === null || all[reversesId - 1]!.minutes === -all[index]!.minutes || all[index]!.minutes === 0,
      ),
    ).toBe(true);
    for (const count of Object.values(ledger.done)) expect(count).toBeGreaterThan(50);
  }, 120_000);
});
