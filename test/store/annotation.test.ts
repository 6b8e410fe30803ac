import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  addAnnotation,
  changeAnnotation,
  countDrafts,
  findAnnotation,
  listAuthors,
  listOutlines,
  openAnnotations,
  removeAnnotation,
  restoreAnnotation,
  shareDrafts,
  type NewAnnotation,
} from '../../src/store/annotation.js';
import type { Actor } from '../../src/store/audit.js';
import type { Database } from '../../src/store/database.js';
import { deliverReflection, findReflection, keepReflection } from '../../src/store/reflection.js';
import { addReply, listReplies } from '../../src/store/reply.js';
import { findSupervisorOf, moveReview } from '../../src/store/review.js';
import { annotations, recordings } from '../../src/store/tables.js';
import { buildAnnotation, buildReview, type ReviewSetting } from '../support/build/annotation.js';
import { openTestDatabase, testDialect } from '../support/database.js';

describe(`what is written about a recording (${testDialect})`, () => {
  let db: Database;
  let setting: ReviewSetting;
  let actor: Actor;
  let draft: NewAnnotation;

  beforeAll(async () => {
    db = await openTestDatabase();
  });
  beforeEach(async () => {
    setting = await buildReview(db);
    const { recording, supervisor } = setting;
    actor = { personId: supervisor.id, requestId: null, now: new Date('2026-09-30T08:00:00.000Z') };
    draft = {
      recordingId: recording.id,
      authorId: supervisor.id,
      pass: 'supervision',
      startMs: 724_000,
      endMs: null,
      element: null,
      kind: 'growth',
      text: 'Æblet, "mørket" & én ting til',
      clientKey: randomUUID(),
    };
  });
  afterAll(() => db.close());

  const add = (given: Partial<NewAnnotation> = {}) => db.write((tx) => addAnnotation(tx, actor, { ...draft, ...given }, 1));
  const textOf = async (id: number) => (await openAnnotations(db, setting.recording.id, [id])).get(id);

  test('comes back in the order of the film, without the removed', async () => {
    const late = await add({ startMs: 900_000, clientKey: randomUUID() });
    const early = await add({ startMs: 1000, endMs: 2000, element: 12, clientKey: randomUUID() });
    const gone = await add({ startMs: 5000, clientKey: randomUUID() });
    await db.write((tx) => removeAnnotation(tx, actor, gone.id, 1));
    const rows = await listOutlines(db, setting.recording.id);
    expect(rows.map(({ id }) => id)).toEqual([early.id, late.id]);
    expect(rows[0]).toEqual({
      id: early.id,
      recordingId: setting.recording.id,
      authorId: setting.supervisor.id,
      pass: 'supervision',
      startMs: 1000,
      element: 12,
      kind: 'growth',
      sharedAt: null,
      removedAt: null,
    });
    expect([...(await listAuthors(db, setting.recording.id))]).toEqual([[setting.supervisor.id, 'Birgit Lund']]);
    expect((await findAnnotation(db, gone.id))!.removedAt).toBe('2026-09-30T08:00:00.000Z');
    await db.write((tx) => restoreAnnotation(tx, actor, gone.id, 1));
    expect(await listOutlines(db, setting.recording.id)).toHaveLength(3);
  });

  test('what was shared, changed, moved or taken away is told at the very next reading', async () => {
    const { recording, supervisor } = setting;
    const first = await add();
    const { id } = await add({ startMs: 900_000, clientKey: randomUUID() });
    const now = async () => (await listOutlines(db, recording.id)).map((one) => [one.id, one.startMs, one.sharedAt !== null]);
    const before = [first.id, 724_000, false];
    expect([await now(), await now()]).toEqual(Array(2).fill([before, [id, 900_000, false]]));
    await db.write((tx) => shareDrafts(tx, actor, recording.id, supervisor.id, id));
    expect(await now()).toEqual([before, [id, 900_000, true]]);
    const moved = { startMs: 1000, endMs: null, element: 3, kind: draft.kind, text: 'To', seen: 1, open: true };
    await db.write((tx) => changeAnnotation(tx, actor, { id, recordingId: recording.id }, moved, 1));
    expect(await now()).toEqual([[id, 1000, true], before]);
    await db.write((tx) => removeAnnotation(tx, actor, id, 1));
    expect(await now()).toEqual([before]);
    await db.write((tx) => removeAnnotation(tx, actor, first.id, 1));
    expect(await now()).toEqual([]);
  });

  test('keeps every letter, and none of them where SQL would read them', async () => {
    const { id } = await add();
    expect(await textOf(id)).toEqual({ endMs: null, version: 1, text: draft.text, former: null, editedAt: null });
    expect((await openAnnotations(db, setting.recording.id, [])).size).toBe(0);
  });

  test('ten at once with one key are one', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => add()));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test('another’s key is never taken for one’s own', async () => {
    const { id } = await add();
    const other = await add({ authorId: setting.leader.id, pass: 'reflection' });
    expect(other).toEqual({ id: expect.any(Number), isNew: true });
    expect(other.id).not.toBe(id);
  });

  test('changes only from the version that was seen', async () => {
    const { id } = await add();
    const change = (text: string, seen: number, open: boolean) =>
      db.write((tx) => changeAnnotation(tx, actor, { id, recordingId: setting.recording.id }, { ...draft, text, seen, open }, 1));
    expect(await change('To', 1, false)).toBe(true);
    expect(await change('Forsinket', 1, false)).toBe(false);
    expect(await textOf(id)).toMatchObject({ text: 'To', version: 2, former: null, editedAt: null });
    expect(await change('Tre', 2, true)).toBe(true);
    expect(await textOf(id)).toMatchObject({ text: 'Tre', former: 'To', editedAt: '2026-09-30T08:00:00.000Z' });
    expect((await findAnnotation(db, id))!.version).toBe(3);
  });

  test('of two changes from one version at the same moment one wins', async () => {
    const { id } = await add();
    const change = (text: string) =>
      db.write((tx) => changeAnnotation(tx, actor, { id, recordingId: setting.recording.id }, { ...draft, text, seen: 1, open: false }, 1));
    expect((await Promise.all([change('A'), change('B')])).sort()).toEqual([false, true]);
  });

  test('shares the writer’s own drafts and nothing else', async () => {
    const { recording, supervisor, leader } = setting;
    const on = { recordingId: recording.id, authorId: supervisor.id };
    const one = await buildAnnotation(db, on);
    const two = await buildAnnotation(db, on);
    const removed = await buildAnnotation(db, { ...on, removedAt: '2026-09-29T08:00:00.000Z' });
    const mark = await buildAnnotation(db, { ...on, authorId: leader.id, pass: 'reflection' });
    expect(await countDrafts(db, recording.id, supervisor.id)).toBe(2);
    expect(await db.write((tx) => shareDrafts(tx, actor, recording.id, supervisor.id, two.id))).toBe(1);
    expect(await countDrafts(db, recording.id, supervisor.id)).toBe(1);
    expect(await db.write((tx) => shareDrafts(tx, actor, recording.id, supervisor.id, null))).toBe(1);
    const shared = (await db.all(annotations, { recordingId: recording.id })).filter(({ sharedAt }) => sharedAt !== null);
    expect(shared.map(({ id }) => id).sort((a, b) => a - b)).toEqual([one.id, two.id]);
    expect([removed.id, mark.id].some((id) => shared.some((one) => one.id === id))).toBe(false);
  });

  test('replies stand by their comment, the oldest first', async () => {
    const { recording, leader } = setting;
    const { id } = await add();
    const reply = (text: string, clientKey: string = randomUUID()) =>
      db.write((tx) => addReply(tx, actor, { recordingId: recording.id, annotationId: id, authorId: leader.id, text, clientKey }, 1));
    const key = randomUUID();
    await reply('Første', key);
    expect((await reply('Første', key)).isNew).toBe(false);
    await reply('Anden', key);
    const threads = await listReplies(db, recording.id, [id, 999_999]);
    expect(threads.get(id)!.map(({ text, authorName }) => [text, authorName])).toEqual([
      ['Første', 'Thomas Åstrup'],
      ['Anden', 'Thomas Åstrup'],
    ]);
    expect(threads.get(999_999)).toBeUndefined();
  });

  test('a reflection is one text, kept only over the one that was seen, and fixed once delivered', async () => {
    const { recording, leader } = setting;
    const keep = (text: string, seen: string | null, at: string) =>
      db.write((tx) =>
        keepReflection(tx, { ...actor, now: new Date(at) }, { recordingId: recording.id, authorId: leader.id, text, seen }, 1),
      );
    expect(await keep('En', null, '2026-09-30T08:00:00.000Z')).toBe(true);
    expect(await keep('To', '2026-09-30T08:00:00.000Z', '2026-09-30T09:00:00.000Z')).toBe(true);
    expect(await keep('Forsinket', '2026-09-30T08:00:00.000Z', '2026-09-30T10:00:00.000Z')).toBe(false);
    await db.write((tx) => deliverReflection(tx, actor, recording.id, 1));
    expect(await keep('Efter', '2026-09-30T09:00:00.000Z', '2026-09-30T11:00:00.000Z')).toBe(false);
    expect(await findReflection(db, recording.id)).toMatchObject({ text: 'To', deliveredAt: '2026-09-30T08:00:00.000Z' });
  });

  test('the review moves by the state that stands, once', async () => {
    const { id } = setting.recording;
    const move = (act: 'reflect' | 'open' | 'share') => db.write((tx) => moveReview(tx, actor, id, act, 1));
    expect(await move('reflect')).toBeNull();
    expect(await move('open')).toBe('with_supervisor');
    expect((await db.find(recordings, { id }))!.reviewSince).toBe('2026-09-17T08:00:00.000Z');
    expect(await move('open')).toBeNull();
    expect(await move('share')).toBe('shared');
    expect((await db.find(recordings, { id }))!.reviewSince).toBe('2026-09-30T08:00:00.000Z');
    expect(await db.write((tx) => moveReview(tx, actor, 999_999, 'share', 1))).toBeNull();
  });

  test('the supervisor is the one of the trainee’s group on that day', async () => {
    const meeting = (await db.row<{ enrolmentId: number }>('SELECT enrolment_id AS "enrolmentId" FROM network_meeting WHERE id = $1', [
      setting.recording.meetingId,
    ]))!;
    expect(await findSupervisorOf(db, meeting.enrolmentId, '2026-09-30')).toEqual({ id: setting.supervisor.id, name: 'Birgit Lund' });
    expect(await findSupervisorOf(db, meeting.enrolmentId, '2024-01-01')).toBeNull();
  });
});
