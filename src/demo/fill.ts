import { randomBytes } from 'node:crypto';
import type { Database, Writer } from '../store/database.js';
import type { Media } from '../media/index.js';
import { formatCode } from '../domain/certificate/certificate.js';
import { localDate } from '../domain/calendar/dates.js';
import { sortKeyOf } from '../domain/person/sort-key.js';
import { bindFilmKey } from '../store/data-key.js';
import { ensureProgrammes } from '../store/programme.js';
import { retallyAll } from '../store/supervision-total.js';
import { identities, municipalities, people, personRoles, programmeVersions, recordings, reopenings } from '../store/tables.js';
import { root } from '../web/root.js';
import { sealSecret } from '../web/sign-in.js';
import { adultEvidence } from './adult-evidence.js';
import { adultMeetings, adultSelfAssessments } from './adult-meetings.js';
import { adultSupervision } from './adult-supervision.js';
import { adultTraining } from './adult-training.js';
import { demoAttestations } from './attestations.js';
import { storyCalendar, storyDay, weeksToShift } from './calendar.js';
import { evidence } from './evidence-table.js';
import { shelve, timesFor, type ShelvedFilm } from './film-shelf.js';
import { demoMunicipalities, demoPassphrase, demoPeople, subjectOf } from './people.js';
import type { Story } from './story.js';
import { youngerApplications } from './younger-applications.js';
import { youngerCohort } from './younger-cohort.js';
import { practiceCount, youngerRecordings } from './younger-recordings.js';

export interface Filling {
  db: Database;
  /** Without it recordings have rows but no film. */
  media: Media | null;
  now: Date;
  /** Leave the story at its own dates, for tests with the clock set. */
  unshifted?: boolean;
}

const filmMinutes = evidence.filter(({ minutes, erased }) => minutes !== null && !erased).map(({ minutes }) => minutes!);

async function addPeople(tx: Writer, at: Story['at']): Promise<{ persons: Map<string, number>; places: Map<string, number> }> {
  const secretHash = await sealSecret(demoPassphrase);
  const places = new Map<string, number>();
  for (const { code, name } of demoMunicipalities)
    places.set(code, await tx.insert(municipalities, { code, name, sortKey: sortKeyOf(name), demo: true }));
  const persons = new Map<string, number>();
  for (const person of demoPeople) {
    const invited = person.code === 'Y8';
    const id = await tx.insert(people, {
      name: person.name,
      sortKey: sortKeyOf(person.name),
      municipalityId: person.municipality ? places.get(person.municipality)! : null,
      organisation: person.organisation ?? demoMunicipalities.find(({ code }) => code === person.municipality)?.name ?? '',
      language: 'da',
      assessor: person.assessor ?? false,
      accountState: invited ? 'invited' : 'open',
      firstSignedInAt: invited ? null : at(person.code.startsWith('Y') ? '2026-03-27' : '2024-10-16'),
      filmHold: false,
      createdAt: at(person.code.startsWith('Y') ? '2026-03-20' : '2024-10-01'),
    });
    persons.set(person.code, id);
    await tx.insertMany(
      personRoles,
      person.roles.map((role) => ({ personId: id, role })),
    );
    await tx.insert(identities, { personId: id, issuer: 'local', subject: subjectOf(person), secretHash: invited ? null : secretHash });
  }
  return { persons, places };
}

const known = (map: Map<string, number>, code: string): number => {
  const id = map.get(code);
  if (id === undefined) throw new Error(`the demo knows no ${code}`);
  return id;
};

async function tell(tx: Writer, { now, unshifted }: Filling, films: { long: ShelvedFilm[]; short: ShelvedFilm[] }): Promise<void> {
  const calendar = storyCalendar(unshifted ? 0 : weeksToShift(localDate(now)));
  await ensureProgrammes(tx);
  const programme = await tx.find(programmeVersions, { code: 'moedeleder_2019', version: 1 });
  const { persons, places } = await addPeople(tx, calendar.at);
  const story: Story = {
    ...calendar,
    tx,
    enrolment: new Map(),
    programmeVersionId: programme!.id,
    until: calendar.day(storyDay),
    person: (code) => known(persons, code),
    municipality: (code) => known(places, code),
  };
  const cohortId = await adultTraining(story);
  await adultSupervision(story, cohortId);
  await adultSelfAssessments(story);
  const nameOf = (code: string) => demoPeople.find((person) => person.code === code)!.name;
  const playable = await adultEvidence(story, await adultMeetings(story), () => formatCode(randomBytes(16)), nameOf);
  for (const [index, { recordingId }] of playable.entries()) {
    const shelved = films.long[index];
    if (!shelved) continue;
    const { filmKeyId, ...film } = shelved;
    await tx.update(recordings, { id: recordingId }, film);
    await bindFilmKey(tx, filmKeyId, recordingId);
  }
  await youngerRecordings(story, await youngerCohort(story), films.short);
  await youngerApplications(story);
  await demoAttestations(story);
  await tx.insert(reopenings, { personId: story.person('Y2'), askedAt: calendar.at('2026-09-29', '07:40') });
  await retallyAll(tx, story.until);
}

/** True when nobody is in the database yet. */
export const isEmpty = async (db: Database): Promise<boolean> => (await db.row('SELECT id FROM person LIMIT 1')) === null;

/** True when the fictional cohorts are in the database: every page then says so. */
export const holdsDemo = async (db: Database): Promise<boolean> => (await db.row('SELECT id FROM cohort WHERE demo = 1 LIMIT 1')) !== null;

/** Fills an empty database with two fictional cohorts, in one transaction. Does nothing where there are people. */
export async function fillDemo(filling: Filling): Promise<boolean> {
  if (!(await isEmpty(filling.db))) return false;
  const { db, media, now } = filling;
  const films = { long: [] as ShelvedFilm[], short: [] as ShelvedFilm[] };
  if (media) {
    for (const minutes of filmMinutes) films.long.push(await shelve({ db, media, now }, root, timesFor(minutes)));
    for (let count = 0; count < practiceCount; count += 1) films.short.push(await shelve({ db, media, now }, root, 1));
  }
  await filling.db.write((tx) => tell(tx, filling, films));
  return true;
}
