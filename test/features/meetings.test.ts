import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseMeeting } from '../../src/features/meetings/forms.js';
import { auditEntries, networkMeetings } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildMeeting, placeInTraining } from '../support/build/meeting.js';
import { buildCoordinator, buildSupervisor, buildTrainee } from '../support/build/person.js';
import { buildRecording } from '../support/build/recording.js';

let test: TestApp;
let trainee: { id: number };
let client: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-09-30T08:00:00.000Z' });
  trainee = await buildTrainee(test.db, { name: 'Nadia El-Khatib' });
  await placeInTraining(test.db, trainee.id);
  client = await test.as(trainee.id);
});
afterAll(() => test.close());

const right = { onDate: '16.9.2026', role: 'leader', course: 'A', citizens: '1', relatives: '2', network: '', professionals: '1' };

describe('logging a meeting', () => {
  it('is not refused because the form’s random token happens to hold what looks like a personal number', () => {
    const bounds = { today: '2026-09-30', enrolledOn: '2025-02-03', enrolledOnWords: '', courses: [] };
    expect(parseMeeting({ ...right, _csrf: 'c0ffee6101901234c0ffee' }, bounds).ok).toBe(true);
    expect(parseMeeting({ ...right, course: '6101901234' }, bounds).ok).toBe(false);
  });

  it('is numbered for the trainee, and audited', async () => {
    const answer = await client.post('/meetings', right);
    expect(answer.status).toBe(303);
    const [row] = await test.db.all(networkMeetings, { leaderId: trainee.id });
    expect(row).toMatchObject({ number: 1, onDate: '2026-09-16', course: 'A', citizens: 1, relatives: 2, network: 0, professionals: 1 });
    expect(answer.headers['location']).toBe(`/meetings/${row?.id}`);
    const entries = await test.db.all(auditEntries, { action: 'meeting.create', objectId: row?.id });
    expect(entries).toHaveLength(1);
    await client.post('/meetings', { ...right, course: 'B', onDate: '2026-09-17' });
    const page = await client.get('/meetings');
    expect(page.text).toContain('Netværksmøde\u00a02');
    expect(page.text).toContain('Du har ledet 2 møder i 2 forløb.');
  });

  it('offers the letters in use and the next one', async () => {
    const page = await client.get('/meetings/new');
    expect(page.text).toContain('Forløb A');
    expect(page.text).toContain('Et nyt forløb (C)');
  });

  it.each([
    ['a date to come', { onDate: '1.10.2026' }, 'Mødet er ikke holdt endnu'],
    ['no date', { onDate: '' }, 'Skriv, hvornår mødet var'],
    ['a date that is none', { onDate: '31.2.2026' }, 'Skriv datoen med tal'],
    ['a date before enrolment', { onDate: '1.2.2025' }, 'før, du blev tilmeldt holdet (3. februar 2025)'],
    ['no role', { role: 'boss' }, 'Vælg, hvad din rolle var'],
    ['a course out of order', { course: 'Q' }, 'Vælg et af forløbene'],
    ['a number that is none', { relatives: 'to' }, 'Skriv et tal fra 0 til 99'],
    ['nobody there', { citizens: '0', relatives: '', professionals: '' }, 'Der skal være mindst én'],
    ['a personal number', { course: '610190-1234' }, 'Det ligner et CPR-nummer'],
  ])('refuses %s, and keeps the rest', async (_what, wrong, sentence) => {
    const before = (await test.db.all(networkMeetings, {})).length;
    const answer = await client.post('/meetings', { ...right, ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.text.replaceAll('\u00a0', ' ')).toContain(sentence);
    expect(answer.text).not.toContain('610190');
    expect(await test.db.all(networkMeetings, {})).toHaveLength(before);
  });

  it('says a friendly word about a meeting of more than ten', async () => {
    const answer = await client.post('/meetings', { ...right, network: '9' });
    expect((await client.get(answer.headers['location'] ?? '')).text).toContain('Der var mere end 10 med');
  });

  it('is for trainees who are enrolled', async () => {
    const other = await buildTrainee(test.db);
    const lonely = await test.as(other.id);
    expect((await lonely.get('/meetings')).text).toContain('Du er ikke tilmeldt et hold endnu');
    expect((await lonely.get('/meetings/new')).status).toBe(403);
    const coordinator = await test.as((await buildCoordinator(test.db)).id);
    expect((await coordinator.get('/meetings')).status).toBe(403);
  });
});

describe('changing and removing', () => {
  it('keeps a correction', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    expect((await client.get(`/meetings/${meeting.id}/edit`)).status).toBe(200);
    const answer = await client.post(`/meetings/${meeting.id}`, { ...right, relatives: '3' });
    expect(answer.status).toBe(303);
    expect(await test.db.find(networkMeetings, { id: meeting.id })).toMatchObject({ relatives: 3, number: meeting.number });
  });

  it('removes a meeting without a film, and its number is not used again', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    expect((await client.post(`/meetings/${meeting.id}/removal`)).status).toBe(303);
    expect((await client.get(`/meetings/${meeting.id}`)).status).toBe(404);
    const next = await client.post('/meetings', right);
    const id = Number(next.headers['location']?.split('/').at(-1));
    expect(await test.db.find(networkMeetings, { id })).toMatchObject({ number: meeting.number + 1 });
  });

  it('does not remove a meeting with a film, and says why', async () => {
    const recording = await buildRecording(test.db, { leaderId: trainee.id });
    const answer = await client.post(`/meetings/${recording.meetingId}/removal`);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Mødet har allerede en film');
    expect(await test.db.find(networkMeetings, { id: recording.meetingId })).toMatchObject({ removedAt: null });
  });

  it('answers somebody else as an unknown meeting, byte for byte', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    const stranger = await test.as((await buildSupervisor(test.db)).id);
    const strip = (html: string) => html.replaceAll(/name="_csrf" value="[^"]+"|nonce="[^"]+"|\/meetings\/\d+[\w/]*/g, '');
    const unknown = strip((await stranger.get('/meetings/99999999')).text);
    for (const path of [`/meetings/${meeting.id}`, `/meetings/${meeting.id}/answers`, `/meetings/${meeting.id}/recording/new`]) {
      const answer = await stranger.get(path);
      expect(answer.status).toBe(404);
      expect(strip(answer.text)).toBe(unknown);
    }
    expect((await stranger.post(`/meetings/${meeting.id}/removal`)).status).toBe(404);
  });
});
