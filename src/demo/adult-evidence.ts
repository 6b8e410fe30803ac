import {
  assessmentCases,
  assessors,
  certificates,
  certificationDecisions,
  enrolmentEvents,
  ratings,
  recordings,
  reflections,
} from '../store/tables.js';
import { erasedText, keepText } from '../store/recording-text.js';
import { addDays } from './calendar.js';
import { askEveryone } from './ask-everyone.js';
import { evidence, type Evidence } from './evidence-table.js';
import { adultGroups } from './adult-supervision.js';
import { assessorFeedback, noteFor, reflectionText } from './words.js';
import { momentsFor } from './moments.js';
import type { Story } from './story.js';

async function film(story: Story, one: Evidence, meetingId: number): Promise<number> {
  const { tx, day, at, person } = story;
  await askEveryone(story, meetingId, one, person(one.leader));
  const recordingId = await tx.insert(recordings, {
    meetingId,
    ownerId: person(one.leader),
    processing: 'ready',
    progress: 100,
    review: 'closed',
    reviewSince: at(one.requested),
    durationMs: one.minutes! * 60_000,
    hasPicture: 1,
    bytes: null,
    uploadedAt: at(one.date, '16:00'),
    readyAt: at(one.date, '16:05'),
    eraseOn: one.erased?.why === 'certified' ? day(one.erased.on) : addDays(day(one.date), 180),
    erasedAt: one.erased ? at(one.erased.on, '02:00') : null,
    erasedWhy: one.erased?.why ?? null,
  });
  await tx.insert(reflections, {
    recordingId,
    authorId: person(one.leader),
    // As an erasure leaves it: what was written about the film went with it.
    textKept: one.erased ? erasedText : await keepText(tx, { recordingId }, reflectionText),
    savedAt: at(one.date, '18:00'),
    deliveredAt: at(one.date, '18:30'),
  });
  return recordingId;
}

interface Assessed {
  caseId: number;
  recordingId: number | null;
}

async function rate(
  story: Story,
  one: Evidence,
  { caseId, recordingId }: Assessed,
  code: string,
  slot: string,
  levels: Map<number, number>,
  lockedOn: string,
) {
  const { tx, at, person } = story;
  const lockedAt = at(lockedOn, slot === 'B' ? '13:00' : '11:00');
  const subject = recordingId === null ? { caseId } : { recordingId };
  const assessorId = await tx.insert(assessors, {
    caseId,
    personId: person(code),
    slot,
    rubric: 'P-12 v1',
    assignedBy: person('LR'),
    assignedAt: at(addDays(one.requested, 1)),
    overall: Math.round([...levels.values()].reduce((sum, level) => sum + level, 0) / levels.size),
    feedbackKept: await keepText(tx, subject, JSON.stringify([assessorFeedback.worked, assessorFeedback.next])),
    savedAt: lockedAt,
    lockedAt,
  });
  const rows = await Promise.all(
    [...levels].map(async ([element, level]) => ({
      assessorId,
      element,
      level,
      notRatable: null,
      moments: momentsFor(element, level, recordingId === null),
      lockedAt,
      noteKept: await keepText(tx, subject, noteFor(element, level)),
    })),
  );
  await tx.insertMany(ratings, rows);
}

async function assess(story: Story, one: Evidence, recordingId: number | null, attempt: number): Promise<number> {
  const { tx, day, at, person, enrolment } = story;
  const caseId = await tx.insert(assessmentCases, {
    enrolmentId: enrolment.get(one.leader)!,
    attempt,
    route: recordingId === null ? 'observation' : 'film',
    recordingId,
    observedOn: recordingId === null ? day(one.date) : null,
    observedMinutes: recordingId === null ? 60 : null,
    requestedOn: day(one.requested),
    requestedAt: at(one.requested),
    closedOn: one.closed ? day(one.closed.on) : null,
    closedWhy: one.closed?.why ?? null,
  });
  if (!one.assessors) return caseId;
  if (one.locked === null) {
    for (const [index, code] of one.assessors.entries())
      await tx.insert(assessors, {
        caseId,
        personId: person(code),
        slot: index === 0 ? 'A' : 'B',
        rubric: 'P-12 v1',
        assignedBy: person('LR'),
        assignedAt: at(addDays(one.requested, 1)),
      });
    return caseId;
  }
  const where = { caseId, recordingId };
  const all = (levels: number[]) => new Map(levels.map((level, index) => [index + 1, level]));
  await rate(story, one, where, one.assessors[0], 'A', all(one.a), addDays(one.locked, -1));
  await rate(story, one, where, one.assessors[1], 'B', all(one.b), one.locked);
  if (one.adjudicated) {
    const { by, on, element, level } = one.adjudicated;
    await rate(story, one, where, by, 'adjudicator', new Map([[element, level]]), on);
  }
  return caseId;
}

export const certifiedInJune = ['M01', 'M02', 'M03', 'M05', 'M08', 'M12', 'M14', 'M15', 'M16', 'M19', 'M21'];
const nextSteps = 'Lad borgerens sidste ord få et svar, før du skifter emne. Øv det i to møder, og vælg så en ny optagelse.';

/** The supervisor who certifies is never the trainee's own. */
export const certifier = (code: string) => (adultGroups.find(({ members }) => members.includes(code))!.supervisor === 'RS' ? 'UD' : 'RS');

async function decide(story: Story, code: string, caseId: number, decision: 'certified' | 'not_yet', on: string): Promise<number> {
  const { tx, day, at, person, enrolment } = story;
  return tx.insert(certificationDecisions, {
    enrolmentId: enrolment.get(code)!,
    caseId,
    decision,
    nextSteps: decision === 'not_yet' ? nextSteps : '',
    decidedBy: person(certifier(code)),
    decidedOn: day(on),
    recordedAt: at(on, '13:30'),
  });
}

/** All rated evidence, the decisions on it and the certificates. Returns the recordings that still have a film, with their length in minutes. */
export async function adultEvidence(story: Story, meetings: Map<string, number>, makeCode: () => string, nameOf: (code: string) => string) {
  const { tx, day, at, enrolment } = story;
  const cases = new Map<string, number>();
  const playable: { recordingId: number; minutes: number }[] = [];
  for (const one of [...evidence].sort((x, y) => x.requested.localeCompare(y.requested))) {
    const recordingId = one.minutes === null ? null : await film(story, one, meetings.get(one.code)!);
    if (recordingId !== null && !one.erased) playable.push({ recordingId, minutes: one.minutes! });
    const attempt = evidence.filter((other) => other.leader === one.leader && other.requested < one.requested).length + 1;
    cases.set(one.code, await assess(story, one, recordingId, attempt));
  }
  const caseOf = (code: string) => cases.get(evidence.filter(({ leader }) => leader === code).at(-1)!.code)!;
  await decide(story, 'M11', cases.get('R02')!, 'not_yet', '2026-06-08');
  await decide(story, 'M09', cases.get('R04')!, 'not_yet', '2026-06-08');
  await decide(story, 'M07', cases.get('R06')!, 'not_yet', '2026-06-08');
  const planDone = (code: string, on: string) => ({
    enrolmentId: enrolment.get(code)!,
    kind: 'plan_done',
    onDate: day(on),
    reason: '',
    recordedBy: story.person(code),
    recordedAt: at(on),
  });
  await tx.insertMany(enrolmentEvents, [planDone('M07', '2026-08-12'), planDone('M11', '2026-09-17')]);
  const certify = async (code: string, on: string, number: number) => {
    const decisionId = await decide(story, code, caseOf(code), 'certified', on);
    await tx.insert(certificates, {
      enrolmentId: enrolment.get(code)!,
      decisionId,
      namePrinted: nameOf(code),
      programme: 'moedeleder_2019',
      rulesVersion: 1,
      issuedOn: day(on),
      serial: `PF-${day(on).slice(0, 4)}-${String(number).padStart(4, '0')}`,
      code: makeCode(),
    });
  };
  for (const [index, code] of certifiedInJune.entries()) await certify(code, '2026-06-09', index + 1);
  await certify('M07', '2026-08-25', certifiedInJune.length + 1);
  return playable;
}
