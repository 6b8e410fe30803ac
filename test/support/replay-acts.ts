import { addDays } from '../../src/domain/calendar/dates.js';
import { adultGroups, missed, sessionDates } from '../../src/demo/adult-supervision.js';
import { meetingDates } from '../../src/demo/adult-meetings.js';
import { evidence, type Evidence } from '../../src/demo/evidence-table.js';
import { adultTrainees } from '../../src/demo/people.js';
import { buildRecording } from './build/recording.js';
import { formOn } from './form.js';
import { typed, type Replay } from './replay.js';

const clock = (minutes: number) => `${Math.floor(minutes / 60)}.${String(minutes % 60).padStart(2, '0')}`;
const last = (location: string): number => Number(/(\d+)\D*$/.exec(location)![1]);

/** The coordinator sets the cohort up: days, people, groups and dates. */
export async function setUp(world: Replay): Promise<number> {
  const programme = (await world.db.row<{ id: number }>(`SELECT id FROM programme_version WHERE code = 'moedeleder_2019'`))!.id;
  const made = await world.fill('LR', '/training/cohorts/new', '/training/cohorts', {
    name: 'Hold 2024-2026',
    programme: String(programme),
    startsOn: '1.10.2024',
    endsOn: '30.9.2026',
    municipalities: (['901', '902', '903', '904'] as const).map((code) => String(world.municipalityId(code))),
  });
  const cohort = last(made.location);
  const seminars = {
    S1: ['2025-02-03', '2025-02-04'],
    S2: ['2025-04-07', '2025-04-08'],
    S3: ['2025-06-16', '2025-06-17'],
    S4: ['2025-09-15', '2025-09-16'],
  };
  const days = Object.entries(seminars).flatMap(([code, both]) => both.map((date, at) => [`date-${code}-${at + 1}`, typed(date)] as const));
  await world.fill('LR', `/training/cohorts/${cohort}/days`, `/training/cohorts/${cohort}/days`, {
    ...Object.fromEntries(days),
    'date-C1-1': '9.6.2026',
  });
  world.on('2025-01-06');
  for (const { code } of adultTrainees)
    await world.fill('LR', `/training/cohorts/${cohort}/enrolments/new`, `/training/cohorts/${cohort}/enrolments`, {
      person: String(world.personId(code)),
      enrolledOn: '6.1.2025',
    });
  for (const group of adultGroups) await makeGroup(world, cohort, group);
  return cohort;
}

async function makeGroup(world: Replay, cohort: number, { name, supervisor, members }: (typeof adultGroups)[number]): Promise<void> {
  const made = await world.fill('LR', `/supervision/cohorts/${cohort}/groups/new`, `/supervision/cohorts/${cohort}/groups`, {
    name,
    supervisor: String(world.personId(supervisor)),
    fromDate: '5.2.2025',
    members: await Promise.all(members.map(async (code) => String(await world.enrolment(code)))),
  });
  const group = last(made.location);
  for (const part of [sessionDates.slice(0, 5), sessionDates.slice(5)])
    await world.fill('LR', `/supervision/groups/${group}/plans`, `/supervision/groups/${group}/plans`, {
      ...Object.fromEntries(part.map((date, at) => [`date-${at + 1}`, typed(date)])),
      startsAt: '9.00',
      endsAt: '15.00',
      breakMinutes: '60',
    });
}

/** The coordinator enters a day: everyone there unless told. */
export async function attend(world: Replay, code: string, day: number, changes: Record<string, string> = {}): Promise<void> {
  const { id } = (await world.db.row<{ id: number }>('SELECT id FROM training_day WHERE code = $1 AND day = $2', [code, day]))!;
  await world.fill('LR', `/training/days/${id}/attendance`, `/training/days/${id}/attendance`, changes);
}

/** Those who were there on a certification day and talked it through; the others are not asked. */
export async function certificationDay(world: Replay, code: string, passed: string[], everyone: string[]): Promise<void> {
  const changes: Record<string, string> = {};
  for (const one of everyone) {
    const id = await world.enrolment(one);
    changes[`presence-${id}`] = passed.includes(one) ? 'present' : 'none';
    changes[`conversation-${id}`] = passed.includes(one) ? 'passed' : 'not_passed';
  }
  await attend(world, code, 1, changes);
}

/** The supervisor writes a session in, sees the sum, and signs it: those who missed some came later. */
export async function superviseOn(world: Replay, date: string): Promise<void> {
  for (const { name, supervisor, members } of adultGroups) {
    const session = await world.db.row<{ id: number }>(
      'SELECT s.id FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id WHERE g.name = $1 AND s.on_date = $2',
      [name, date],
    );
    const address = `/supervision/sessions/${session!.id}`;
    const changes: Record<string, string> = { act: 'check' };
    for (const code of members) {
      const late = missed(code).get(date) ?? 0;
      if (late > 0) changes[`m${await world.enrolment(code)}-from`] = clock(9 * 60 + late);
    }
    const client = await world.be(supervisor);
    const shown = await client.get(`${address}/entry`);
    const checked = await client.post(`${address}/entry`, { ...formOn(shown.text, `${address}/entry`)!, ...changes });
    const signed = await client.post(`${address}/signature`, formOn(checked.text, `${address}/signature`)!);
    if (signed.status !== 303) throw new Error(`${date} ${name}: signing answered ${signed.status}`);
  }
}

const letters = ['A', 'B', 'A', 'C', 'B', 'A', 'D', 'C'];
const logged = new WeakMap<Replay, Map<string, number>>();

/** Every trainee writes down the meetings they have led since the last time. */
export async function logMeetings(world: Replay, only: string[] = adultTrainees.map(({ code }) => code)): Promise<void> {
  const done = logged.get(world) ?? new Map<string, number>();
  logged.set(world, done);
  for (const code of only) {
    const all = meetingDates(code);
    for (let at = done.get(code) ?? 0; at < all.length && all[at]! <= world.today(); at += 1) {
      await world.fill(code, '/meetings/new', '/meetings', {
        onDate: typed(all[at]!),
        role: 'leader',
        course: letters[at % letters.length]!,
        citizens: '1',
        relatives: String(1 + (at % 3)),
        network: String(at % 2),
        professionals: String(1 + (at % 2)),
      });
      done.set(code, at + 1);
    }
  }
}

export async function assessSelves(world: Replay, codes: string[], base: number): Promise<void> {
  for (const code of codes) {
    const address = `/certification/enrolments/${await world.enrolment(code)}/self-assessment`;
    await world.fill(
      code,
      address,
      address,
      Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`e${at + 1}-level`, String(base + (at % 2))])),
    );
  }
}

/** Everyone in the room says yes to the usual purposes, through the leader's own page. */
async function askRoom(world: Replay, code: string, meetingId: number): Promise<void> {
  const address = `/meetings/${meetingId}/answers`;
  const page = (await (await world.be(code)).get(address)).text;
  const names = new Set([...page.matchAll(/<input\b[^>]*type="radio"[^>]*>/g)].map(([tag]) => /name="([^"]+)"/.exec(tag)![1]!));
  const yes = [...names].filter((name) => name !== 'method' && /^[a-z_]+-\d+-/.test(name) && !/-(calibration|teaching)$/.test(name));
  await world.fill(code, address, address, {
    ...Object.fromEntries(yes.map((name) => [name, 'yes'])),
    method: 'paper',
    answeredOn: typed(world.today()),
    act: 'save',
  });
}

/** The meeting is in the log; the room answers by form. The film itself is laid in by a builder: an hour of film is not processed here. */
export async function layInFilm(world: Replay, one: Evidence): Promise<number> {
  const meeting = await world.db.row<{ id: number }>('SELECT id FROM network_meeting WHERE leader_id = $1 AND on_date = $2', [
    world.personId(one.leader),
    one.date,
  ]);
  await askRoom(world, one.leader, meeting!.id);
  const at = `${world.today()}T09:00:00.000Z`;
  const recording = await buildRecording(world.db, {
    meetingId: meeting!.id,
    ownerId: world.personId(one.leader),
    durationMs: one.minutes! * 60_000,
    uploadedAt: at,
    readyAt: at,
    settledAt: at,
    reviewSince: at,
    eraseOn: addDays(world.today(), 180),
    playableKey: null,
  });
  return recording.id;
}

/** The trainee asks to be assessed, on film or without. */
export async function askFor(world: Replay, one: Evidence): Promise<void> {
  const enrolment = await world.enrolment(one.leader);
  const chosen = one.minutes === null ? 'observation' : String(await layInFilm(world, one));
  const address = `/certification/enrolments/${enrolment}/request`;
  await world.fill(one.leader, address, address, { evidence: chosen });
}

const caseOf = async (world: Replay, code: string): Promise<number> =>
  (await world.db.row<{ id: number }>('SELECT MAX(id) AS id FROM assessment_case WHERE enrolment_id = $1', [await world.enrolment(code)]))!
    .id;

export async function seat(world: Replay, code: string, slots: Record<string, string>): Promise<void> {
  const address = `/certification/cases/${await caseOf(world, code)}/assessors`;
  const seats = Object.entries(slots).map(([slot, assessor]) => [`slot-${slot}`, String(world.personId(assessor))] as const);
  await world.fill('LR', address, address, Object.fromEntries(seats));
}

/** An assessor rates the twelve elements and locks. */
export async function rate(world: Replay, one: Evidence, assessor: string, levels: number[]): Promise<void> {
  const id = await caseOf(world, one.leader);
  const elements = levels.flatMap((level, at) => [
    [`e${at + 1}-level`, String(level)],
    [`e${at + 1}-moments`, one.minutes === null ? '' : `${at + 1}.04`],
    [`e${at + 1}-note`, `10.20. Set i mødet, element ${at + 1}.`],
  ]);
  await world.fill(assessor, `/certification/cases/${id}/rating`, `/certification/cases/${id}/lock`, {
    ...Object.fromEntries(elements),
    overall: '4',
    worked: 'Du venter, og du bruger deres ord.',
    next: 'Giv refleksionen mere tid.',
    ...(one.minutes === null ? { observedOn: typed(one.date), observedMinutes: '60' } : {}),
  });
}

/** The adjudicator settles the elements the two differ on. */
export async function settle(world: Replay, one: Evidence): Promise<void> {
  const { by, element, level } = one.adjudicated!;
  const address = `/certification/cases/${await caseOf(world, one.leader)}/adjudication`;
  const page = (await (await world.be(by)).get(address)).text;
  const lock = /formaction="([^"]+)"/.exec(page)?.[1] ?? address;
  await world.fill(by, address, lock, {
    [`e${element}-level`]: String(level),
    [`e${element}-moments`]: '10.04',
    [`e${element}-note`]: 'Det ses et par gange.',
  });
}

export const decide = async (world: Replay, code: string, by: string, decision: 'certified' | 'not_yet'): Promise<void> => {
  const address = `/certification/enrolments/${await world.enrolment(code)}/decision`;
  await world.fill(by, address, address, {
    decision,
    ...(decision === 'not_yet' ? { nextSteps: 'Giv den fælles refleksion mere tid, og vælg så et nyt møde.' } : {}),
  });
};

export const planDone = async (world: Replay, code: string): Promise<void> => {
  const enrolment = await world.enrolment(code);
  await world.fill(code, `/certification/enrolments/${enrolment}`, `/certification/enrolments/${enrolment}/plan`);
};

/** Somebody takes their answers back; the leader writes it down at once. */
export async function withdraw(world: Replay, code: string, date: string): Promise<void> {
  const attendee = await world.db.row<{ id: number }>(
    `SELECT a.id FROM attendee a JOIN network_meeting m ON m.id = a.meeting_id WHERE m.leader_id = $1 AND m.on_date = $2 AND a.kind = 'relative' ORDER BY a.id LIMIT 1`,
    [world.personId(code), date],
  );
  const address = `/meetings/attendees/${attendee!.id}/withdrawal`;
  await world.fill(code, address, address, { what: 'all', method: 'phone', answeredOn: typed(world.today()) });
}

/** Evidence asked to be rated on a day, but the one whose answers are taken back. */
export const evidenceOf = (requested: string): Evidence[] => evidence.filter((one) => one.requested === requested);
