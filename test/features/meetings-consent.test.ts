import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findRecordingFor, watchable } from '../../src/store/recording.js';
import { findViewer } from '../../src/store/person.js';
import { keepText } from '../../src/store/recording-text.js';
import {
  assessmentCases,
  assessors,
  attendees,
  auditEntries,
  consentAnswers,
  jobs,
  ratings,
  recordings,
  reflections,
} from '../../src/store/tables.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildMeeting, gather, placeInTraining } from '../support/build/meeting.js';
import { buildAssessor, buildTrainee } from '../support/build/person.js';
import { buildRecording } from '../support/build/recording.js';

let test: TestApp;
let trainee: { id: number };
let client: Client;
const usual = ['own_learning', 'supervision_own_municipality', 'supervision_cross_municipal', 'assessment'];

beforeAll(async () => {
  test = await openTestApp({ now: '2026-09-30T08:00:00.000Z' });
  trainee = await buildTrainee(test.db, { name: 'Nadia El-Khatib' });
  client = await test.as(trainee.id);
});
afterAll(() => test.close());

const everyone = ['citizen-1', 'relative-1', 'professional-1', 'meeting_leader-1'];
const yesFrom = (people: string[], purposes = usual) =>
  Object.fromEntries(people.flatMap((who) => purposes.map((purpose) => [`${who}-self-${purpose}`, 'yes'])));
const how = { method: 'paper', answeredOn: '16.9.2026' };
const answersOf = async (meetingId: number) =>
  test.db.rows<{ purpose: string; answer: string; givenBy: string }>(
    'SELECT c.purpose, c.answer, c.given_by AS "givenBy" FROM consent_answer c JOIN attendee a ON a.id = c.attendee_id WHERE a.meeting_id = $1 ORDER BY c.id',
    [meetingId],
  );

describe('the answers of everyone in the room', () => {
  it('starts with a line for everyone the meeting counts and for its leader, and nothing chosen', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id, relatives: 2 });
    const page = await client.get(`/meetings/${meeting.id}/answers`);
    for (const word of ['Borger', 'Pårørende\u00a01', 'Pårørende\u00a02', 'Fagperson', 'Mødeleder']) expect(page.text).toContain(word);
    expect(page.text).not.toContain(' checked');
    expect(page.text).toContain('Hvem hvert formål lukker filmen op for');
    expect(page.text).toContain('Koordinator, leder og administrator');
    expect(await test.db.all(attendees, { meetingId: meeting.id })).toHaveLength(0);
  });

  it('keeps one line for each answer with method, date and version of the text', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    const answer = await client.post(`/meetings/${meeting.id}/answers`, { ...yesFrom(everyone), ...how, act: 'film' });
    expect(answer.headers['location']).toBe(`/meetings/${meeting.id}/recording/new`);
    const people = await test.db.all(attendees, { meetingId: meeting.id });
    expect(people.map(({ kind, ordinal }) => `${kind}-${ordinal}`).sort()).toEqual([...everyone].sort());
    const kept = await test.db.all(consentAnswers, { attendeeId: people[0]?.id });
    expect(kept).toHaveLength(4);
    expect(kept[0]).toMatchObject({ method: 'paper', answeredOn: '2026-09-16', textVersion: '1', askedBy: trainee.id, givenBy: 'self' });
    expect(await test.db.all(auditEntries, { action: 'consent.answer', objectId: people[0]?.id })).toHaveLength(1);
    expect((await client.get(answer.headers['location'] ?? '')).text).toContain('Vælg filmen fra netværksmøde');
  });

  it('says person by person who has not answered, and loses nothing typed', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    const some = yesFrom(['citizen-1', 'meeting_leader-1']);
    const answer = await client.post(`/meetings/${meeting.id}/answers`, {
      ...some,
      'relative-1-self-own_learning': 'no',
      ...how,
      act: 'film',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Pårørende mangler at svare på supervision i');
    expect(answer.text).toContain('Fagperson mangler at svare på din egen læring');
    expect(answer.text).toContain('href="#professional-1-self-own_learning"');
    expect(answer.text).toMatch(/name="relative-1-self-own_learning" value="no" checked/);
    expect(await test.db.all(attendees, { meetingId: meeting.id })).toHaveLength(0);
    const wait = await client.post(`/meetings/${meeting.id}/answers`, { ...some, ...how, act: 'wait' });
    expect(wait.headers['location']).toBe(`/meetings/${meeting.id}`);
    expect(await answersOf(meeting.id)).toHaveLength(8);
    const upload = await client.get(`/meetings/${meeting.id}/recording/new`);
    expect(upload.text).toContain('Der mangler svar, før du kan vælge film');
    expect(upload.text).not.toContain('type="file"');
  });

  it('asks how and when for every answer that is new', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    const answer = await client.post(`/meetings/${meeting.id}/answers`, { ...yesFrom(everyone), answeredOn: '1.10.2026', act: 'wait' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Vælg, hvordan der blev svaret.');
    expect(answer.text).toContain('Datoen er ikke kommet endnu.');
  });

  it('shows what the answers mean before they are saved: the intersection in plain words', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    const typed = { ...yesFrom(everyone), 'relative-1-self-supervision_cross_municipal': 'no' };
    const page = await client.post(`/meetings/${meeting.id}/answers`, { ...typed, act: 'show' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Supervisionsgruppen på tværs af kommuner, fordi én har sagt nej');
    expect(page.text).toContain('To bedømmere, når de er udpeget');
    expect(await answersOf(meeting.id)).toHaveLength(0);
  });

  it('adds a changed answer as a new line, and nothing for one that is the same', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    await client.post(`/meetings/${meeting.id}/answers`, { ...yesFrom(everyone), ...how, act: 'wait' });
    await client.post(`/meetings/${meeting.id}/answers`, { ...yesFrom(everyone), 'citizen-1-self-assessment': 'no', ...how, act: 'wait' });
    const lines = await answersOf(meeting.id);
    expect(lines).toHaveLength(17);
    expect(lines.at(-1)).toMatchObject({ purpose: 'assessment', answer: 'no' });
  });

  it('needs the young person and both holders of custody under 15', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id, relatives: 0, professionals: 0 });
    const lines = { 'age-citizen-1': 'under_15-2', 'age-meeting_leader-1': 'adult' };
    expect((await client.post(`/meetings/${meeting.id}/attendees`, lines)).status).toBe(303);
    const page = await client.get(`/meetings/${meeting.id}/answers`);
    expect(page.text).toContain('Borger (under 15 år): Forælder 2');
    expect(page.text).toContain('Læs teksten til børn og unge');
    const byBoth = Object.fromEntries(usual.flatMap((one) => ['self', 'holder_1'].map((giver) => [`citizen-1-${giver}-${one}`, 'yes'])));
    await client.post(`/meetings/${meeting.id}/answers`, { ...byBoth, ...yesFrom(['meeting_leader-1']), ...how, act: 'wait' });
    expect((await client.get(`/meetings/${meeting.id}/recording/new`)).text).toContain('Der mangler svar');
    const last = Object.fromEntries(usual.map((one) => [`citizen-1-holder_2-${one}`, 'yes']));
    await client.post(`/meetings/${meeting.id}/answers`, { ...last, ...how, act: 'wait' });
    expect((await client.get(`/meetings/${meeting.id}/recording/new`)).text).toContain('type="file"');
  });

  it('takes away a line nobody has answered for, and adds an interpreter', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    await client.post(`/meetings/${meeting.id}/attendees`, { 'remove-relative-1': 'yes', kind: 'interpreter', age: 'adult' });
    const kinds = (await test.db.all(attendees, { meetingId: meeting.id })).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['citizen', 'interpreter', 'meeting_leader', 'professional']);
    const wrong = await client.post(`/meetings/${meeting.id}/attendees`, { kind: 'neighbour' });
    expect(wrong.status).toBe(422);
  });
});

describe('withdrawal', () => {
  async function filmed() {
    const recording = await buildRecording(test.db, { leaderId: trainee.id });
    const [citizen] = await test.db.all(attendees, { meetingId: recording.meetingId });
    return { recording, citizen: citizen?.id ?? 0 };
  }
  const watches = async (personId: number, recordingId: number) => {
    const viewer = await findViewer(test.db, personId);
    const facts = await findRecordingFor(test.db, personId, recordingId, '2026-09-30');
    return viewer && facts ? watchable(viewer, facts).ok : null;
  };

  it('ends the right to watch at once, erases the film and blanks what was written', async () => {
    const { recording, citizen } = await filmed();
    await test.db.write(async (tx) => {
      const textKept = await keepText(tx, { recordingId: recording.id }, 'Borgerens ord');
      await tx.insert(reflections, { recordingId: recording.id, authorId: trainee.id, textKept, savedAt: 'x', deliveredAt: null });
    });
    expect(await watches(trainee.id, recording.id)).toBe(true);
    const answer = await client.post(`/meetings/attendees/${citizen}/withdrawal`, {
      what: 'all',
      method: 'phone',
      answeredOn: '30.9.2026',
    });
    expect(answer.status).toBe(303);
    expect(await watches(trainee.id, recording.id)).toBe(false);
    expect((await client.get(`/recordings/${recording.id}/film`)).status).toBe(404);
    expect((await client.get(`/recordings/${recording.id}/status`)).body).toMatchObject({ open: false });
    expect(await test.db.all(jobs, { kind: 'erase-recording', dedupe: `erase-recording:${recording.id}` })).toHaveLength(1);
    await startWork(test.house, 0).drain();
    expect(await test.db.find(recordings, { id: recording.id })).toMatchObject({ erasedWhy: 'withdrawn', playableKey: null });
    expect((await test.db.find(recordings, { id: recording.id }))?.erasedAt).not.toBeNull();
    expect((await test.db.find(reflections, { recordingId: recording.id }))?.textKept).toBe('');
    const page = await client.get(`/recordings/${recording.id}`);
    expect(page.text).toContain('Filmen er slettet');
    expect(page.text).toContain('fordi nogen trak sit samtykke');
  });

  it('of one purpose leaves the rest', async () => {
    const { recording, citizen } = await filmed();
    const supervisor = await gather(test.db, [trainee.id]);
    expect(await watches(supervisor.supervisorId, recording.id)).toBe(true);
    const only = { what: 'supervision_own_municipality', method: 'oral', answeredOn: '30.9.2026' };
    await client.post(`/meetings/attendees/${citizen}/withdrawal`, only);
    expect(await watches(supervisor.supervisorId, recording.id)).toBe(false);
    expect(await watches(trainee.id, recording.id)).toBe(true);
    expect(await test.db.find(recordings, { id: recording.id })).toMatchObject({ erasedWhy: null });
  });

  it('stops an assessment that is not decided, without a fail, and keeps its levels but not its words', async () => {
    const { recording, citizen } = await filmed();
    const enrolment = await placeInTraining(test.db, trainee.id);
    const assessor = await buildAssessor(test.db);
    const [caseId, assessorId] = await test.db.write(async (tx) => {
      const made = await tx.insert(assessmentCases, {
        enrolmentId: enrolment.id,
        attempt: 1,
        route: 'film',
        recordingId: recording.id,
        requestedOn: '2026-09-20',
        requestedAt: 'x',
      });
      const who = await tx.insert(assessors, {
        caseId: made,
        personId: assessor.id,
        slot: 'A',
        rubric: 'P-12 v1',
        assignedBy: trainee.id,
        assignedAt: 'x',
        feedbackKept: 'v0:Ord',
        lockedAt: '2026-09-25',
      });
      await tx.insert(ratings, { assessorId: who, element: 1, level: 4, moments: [], noteKept: 'v0:Ord', lockedAt: '2026-09-25' });
      return [made, who];
    });
    expect(await watches(assessor.id, recording.id)).toBe(true);
    await client.post(`/meetings/attendees/${citizen}/withdrawal`, { what: 'own_learning', method: 'oral', answeredOn: '30.9.2026' });
    expect(await test.db.find(assessmentCases, { id: caseId })).toMatchObject({ closedWhy: 'consent_withdrawn', closedOn: '2026-09-30' });
    expect(await watches(assessor.id, recording.id)).toBe(false);
    await startWork(test.house, 0).drain();
    expect(await test.db.find(ratings, { assessorId })).toMatchObject({ level: 4, noteKept: '' });
    expect(await test.db.find(assessors, { id: assessorId })).toMatchObject({ feedbackKept: '' });
  });

  it('asks what and how, and is not there for somebody else', async () => {
    const { citizen } = await filmed();
    const answer = await client.post(`/meetings/attendees/${citizen}/withdrawal`, { answeredOn: '30.9.2026' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Vælg, hvad der er trukket tilbage.');
    const other = await test.as((await buildTrainee(test.db)).id);
    expect(
      (await other.post(`/meetings/attendees/${citizen}/withdrawal`, { what: 'all', method: 'oral', answeredOn: '30.9.2026' })).status,
    ).toBe(404);
  });

  it('is not undone by a yes that comes later', async () => {
    const { recording, citizen } = await filmed();
    await client.post(`/meetings/attendees/${citizen}/withdrawal`, { what: 'all', method: 'oral', answeredOn: '30.9.2026' });
    await client.post(`/meetings/${recording.meetingId}/answers`, { ...yesFrom(['citizen-1']), ...how, act: 'wait' });
    expect(await watches(trainee.id, recording.id)).toBe(false);
  });
});

it('a person who comes late closes the film until they have answered, and after seven days it is erased', async () => {
  const recording = await buildRecording(test.db, { leaderId: trainee.id });
  await client.post(`/meetings/${recording.meetingId}/attendees`, { kind: 'relative', age: 'adult' });
  expect((await client.get(`/recordings/${recording.id}/film`)).status).toBe(404);
  expect((await client.get(`/recordings/${recording.id}`)).text).toContain('Filmen er lukket, til alle har svaret');
  const work = startWork(test.house, 0);
  await work.drain();
  test.clock.set('2026-10-08T03:00:00.000Z');
  const { scheduleSweeps } = await import('../../src/features/recordings/sweeps.js');
  await scheduleSweeps(test.house);
  await work.drain();
  expect(await test.db.find(recordings, { id: recording.id })).toMatchObject({ erasedWhy: 'unanswered' });
  test.clock.set('2026-09-30T08:00:00.000Z');
});
