import { demoPassphrase, demoPeople, subjectOf } from '../../../src/demo/people.js';
import { assignSeat, findCase, type Slot } from '../../../src/store/assessment.js';
import { lockRating, saveRating } from '../../../src/store/rating.js';
import { openTestApp, type Client, type TestApp } from '../app.js';
import { demoTold } from '../demo-database.js';

export interface Story extends TestApp {
  /** Signed in as the invented person with this code. */
  be: (code: string) => Promise<Client>;
  personId: (code: string) => Promise<number>;
  enrolmentId: (code: string) => Promise<number>;
  /** The trainee's latest case. */
  caseId: (code: string) => Promise<number>;
  /** Posts and answers with the page that follows. */
  send: (
    client: Client,
    path: string,
    fields?: Record<string, string | string[]>,
  ) => Promise<{ status: number; text: string; location: string }>;
}

/** The fictional adult cohort as it stands on 30 September 2026: M11 waits for two assessors, M09 works on a plan, M13's consent was taken back. */
export async function openStory(now = '2026-09-30T10:00:00.000Z'): Promise<Story> {
  const app = await openTestApp({ now, template: demoTold });
  const signedIn = new Map<string, Client>();
  const subject = (code: string) => subjectOf(demoPeople.find((one) => one.code === code)!);
  const idOf = async (sql: string, bind: unknown[]) => (await app.db.row<{ id: number }>(sql, bind))!.id;
  const personId = (code: string) => idOf('SELECT person_id AS id FROM identity WHERE subject = $1', [subject(code)]);
  const enrolmentId = async (code: string) => idOf('SELECT id FROM enrolment WHERE person_id = $1', [await personId(code)]);
  return {
    ...app,
    personId,
    enrolmentId,
    caseId: async (code) => idOf('SELECT MAX(id) AS id FROM assessment_case WHERE enrolment_id = $1', [await enrolmentId(code)]),
    be: async (code) => {
      const known = signedIn.get(code);
      if (known) return known;
      const client = app.anonymous();
      const answer = await client.post('/sign-in', { subject: subject(code), secret: demoPassphrase });
      if (answer.status !== 303) throw new Error(`sign-in of ${code} answered ${answer.status}`);
      signedIn.set(code, client);
      return client;
    },
    send: async (client, path, fields) => {
      const answer = await client.post(path, fields);
      const location = answer.headers['location'] ?? '';
      return { status: answer.status, text: location ? (await client.get(location)).text : answer.text, location };
    },
  };
}

const elements = Array.from({ length: 12 }, (_, index) => index + 1);

/** A whole rating form: these levels, each citing a moment and with a comment. */
export const ratingFields = (levels: (number | 'nr')[], more: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(
    elements.flatMap((element) => {
      const level = levels[element - 1]!;
      return [
        [`e${element}-level`, String(level)],
        [`e${element}-reason`, level === 'nr' ? 'sound' : ''],
        [`e${element}-moments`, level === 'nr' ? '' : `${element}.04`],
        [`e${element}-note`, `Om element ${element}.`],
      ];
    }),
  ),
  overall: '3',
  worked: 'Du venter, og du bruger deres ord.',
  next: 'Giv refleksionen mere tid.',
  ...more,
});

export const levelsOf = (text: string): number[] => text.split(' ').map(Number);

/** Two assessors (or an adjudicator) who have locked their ratings of the trainee's latest case. */
export async function lockedBy(
  story: Story,
  trainee: string,
  seats: { code: string; slot: Slot; levels: (number | null)[] }[],
  at = '2026-09-29T09:00:00.000Z',
) {
  const found = (await findCase(story.db, await story.caseId(trainee)))!;
  for (const { code, slot, levels } of seats) {
    const personId = await story.personId(code);
    const actor = { personId, requestId: null, now: new Date(at) };
    await story.db.write(async (tx) => {
      const seatId = await assignSeat(tx, actor, { caseId: found.id, personId, slot, rubric: 'P-12 v1' });
      await saveRating(tx, actor, found, seatId, {
        overall: 3,
        feedback: { worked: `Styrker set af ${code}.`, next: `Næste skridt set af ${code}.` },
        ratings: levels.map((level, index) => ({
          element: index + 1,
          level,
          notRatable: level === null ? ('sound' as const) : null,
          moments: level === null ? [] : [{ startMs: 60_000, endMs: null }],
          wholeMeeting: false,
          note: `Note af ${code}.`,
        })),
      });
      await lockRating(tx, actor, seatId);
    });
  }
  return found.id;
}
