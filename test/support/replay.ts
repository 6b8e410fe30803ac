import { demoMunicipalities, demoPeople, subjectOf, type MunicipalityCode } from '../../src/demo/people.js';
import { recordingJobs } from '../../src/features/recordings/jobs.js';
import { listToErase } from '../../src/store/recording-life.js';
import { ensureProgrammes } from '../../src/store/programme.js';
import { openTestApp, type Client, type TestApp } from './app.js';
import { buildMunicipality, buildPerson } from './build/person.js';
import { fillIn, type Sent } from './form.js';

export interface Replay extends TestApp {
  /** Moves the clock to a date; everyone is signed out by the days that passed. */
  on: (date: string) => void;
  today: () => string;
  be: (code: string) => Promise<Client>;
  personId: (code: string) => number;
  municipalityId: (code: MunicipalityCode) => number;
  /** Known once they are enrolled. */
  enrolment: (code: string) => Promise<number>;
  /** Fills in a page's own form as somebody and expects it to be taken. */
  fill: (code: string, page: string, action: string, changes?: Record<string, string | string[] | null>) => Promise<Sent>;
  /** What the nightly jobs do. */
  night: () => Promise<void>;
}

const errorsIn = (html: string): string =>
  [...html.matchAll(/form-error-message[\s\S]*?<\/span>|error-summary[\s\S]{0,900}/g)]
    .map(([found]) => found.replaceAll(/<[^>]+>/g, ' '))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 400);

/** An empty house with the people of the story and nothing that has happened yet. Accounts are made by builders: opening one is another story. */
export async function openReplay(start: string): Promise<Replay> {
  const app = await openTestApp({ now: `${start}T08:00:00.000Z` });
  await app.db.write((tx) => ensureProgrammes(tx));
  const places = new Map<string, number>();
  for (const { code, name } of demoMunicipalities) places.set(code, (await buildMunicipality(app.db, { code, name })).id);
  const people = new Map<string, number>();
  for (const person of demoPeople) {
    const { code, name, roles, municipality, organisation = '', assessor = false } = person;
    const built = await buildPerson(app.db, {
      name,
      roles,
      organisation,
      assessor,
      municipalityId: municipality ? places.get(municipality)! : null,
      subject: subjectOf(person),
    });
    people.set(code, built.id);
  }
  const signedIn = new Map<string, Client>();
  const today = () => app.clock.now().toISOString().slice(0, 10);
  const be = async (code: string): Promise<Client> => {
    const key = `${code} ${today()}`;
    const client = signedIn.get(key) ?? (await app.as(people.get(code)!));
    signedIn.set(key, client);
    return client;
  };
  const jobs = recordingJobs(app.house);
  const run = {
    jobId: 0,
    attempt: 1,
    maxAttempts: 1,
    signal: new AbortController().signal,
    now: app.house.clock,
    rememberChild: () => Promise.resolve(),
  };
  return {
    ...app,
    today,
    be,
    on: (date) => {
      app.clock.set(`${date}T10:00:00.000Z`);
      signedIn.clear();
    },
    personId: (code) => people.get(code)!,
    municipalityId: (code) => places.get(code)!,
    enrolment: async (code) => (await app.db.row<{ id: number }>('SELECT id FROM enrolment WHERE person_id = $1', [people.get(code)!]))!.id,
    fill: async (code, page, action, changes) => {
      const sent = await fillIn(await be(code), page, action, changes);
      if (sent.status !== 303) throw new Error(`${today()} ${code} ${action} answered ${sent.status}: ${errorsIn(sent.text)}`);
      return sent;
    },
    night: async () => {
      await jobs.handlers['sweep-retention']({}, run);
      for (const { id } of await listToErase(app.db)) await jobs.handlers['erase-recording']({ recordingId: id }, run);
    },
  };
}

/** «4.2.2025», as it is typed. */
export const typed = (date: string): string => date.split('-').reverse().map(Number).join('.');
