import { findSession, listUnsigned, type SessionLine } from '../../store/supervision.js';
import { typedIds, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { sentence } from '../../web/render.js';
import { keepEntry } from './entry.js';
import { loadContext, type EntryContext } from './entry-context.js';
import { readEntry, type ReadEntry } from './entry-read.js';
import { startEntry, type TypedEntry } from './entry-typed.js';
import { session as sessionScope, type SessionRecord } from './scope.js';

type Here = Visit<Record<never, never>>;

/** A draft as it would be signed now, checked by the same rules as on its own page. */
interface Draft {
  record: SessionRecord;
  typed: TypedEntry;
  context: EntryContext;
  read: ReadEntry;
}

async function draftOf(visit: Here, line: SessionLine): Promise<Draft | null> {
  const { house, viewer, today, now } = visit;
  const record = await sessionScope(viewer, { id: String(line.id) }, house, now);
  if (record?.session.state !== 'draft' || record.supervisorId !== viewer.id) return null;
  const context = await loadContext(house.db, record.group, record.session.id, record.session.onDate);
  const typed = startEntry(context, record.session, null, visit);
  return { record, typed, context, read: readEntry(typed, context, today) };
}

/** Everything the viewer has written down, or had written down, and not signed; the oldest first. */
async function drafts(visit: Here): Promise<Draft[]> {
  const lines = await listUnsigned(visit.house.db, { supervisorId: visit.viewer.id }, visit.today);
  const found = await Promise.all(lines.filter(({ state }) => state === 'draft').map((line) => draftOf(visit, line)));
  return found.filter((one) => one !== null);
}

const sumField = (id: number) => `sum-${id}`;

function draftView({ t, fmt }: Here, { record: { session, group }, read, context }: Draft) {
  const nameOf = (id: number) => context.members.find(({ member }) => member.enrolmentId === id)?.member;
  const why = read.errors[0];
  return {
    id: session.id,
    title: t('supervision:waiting.title', { date: fmt.date(session.onDate), group: group.name }),
    href: paths.supervision.entry(session.id),
    time: t('supervision:time', { from: fmt.clock(session.startsAt), to: fmt.clock(session.endsAt) }),
    typedBy:
      session.typedByName && session.typedBy !== group.supervisorId ? t('supervision:entry.typedBy', { name: session.typedByName }) : null,
    sum: fmt.duration(read.sum),
    sumField: sumField(session.id),
    sumMinutes: read.sum,
    why: why ? sentence(t, why.message) : null,
    rows: read.rows.map(({ enrolmentId, present, from, to, minutes, changed, remark }) => ({
      name: nameOf(enrolmentId)?.name ?? '',
      place: nameOf(enrolmentId)?.municipalityName ?? '',
      presence: present ? t('supervision:time', { from: fmt.clock(from), to: fmt.clock(to) }) : t('supervision:line.absent'),
      changed,
      remark,
      minutes: fmt.duration(minutes),
    })),
  };
}

type DraftView = ReturnType<typeof draftView>;

interface Shown {
  step: 'choose' | 'check';
  told?: string[];
  status?: number;
}

async function page(visit: Here, shown: DraftView[], { step, told = [], status = 200 }: Shown): Promise<void> {
  const { t, fmt } = visit;
  const ready = shown.filter(({ why }) => why === null);
  const sum = ready.reduce((total, { sumMinutes }) => total + sumMinutes, 0);
  const view = {
    notice: visit.flash(),
    step,
    told,
    steps: (['choose', 'check'] as const).map((one) => ({
      label: t(`supervision:signing.${one}`),
      state: one === step ? 'current' : one === 'choose' ? 'done' : 'next',
    })),
    drafts: shown,
    ready: ready.length,
    action: paths.supervision.signing(),
    sign: t('supervision:signing.sign', { count: ready.length, sum: fmt.duration(sum) }),
  };
  const errors = told.map((message, index) => ({ field: index === 0 ? 'signing' : `signing-${index}`, message }));
  await visit.page('supervision/signing', view, { title: t('supervision:signing.title'), status, errors: status === 200 ? [] : errors });
}

/** What waits for a signature, to choose from. */
export async function newForm(visit: Here): Promise<void> {
  const all = await drafts(visit);
  await page(
    visit,
    all.map((draft) => draftView(visit, draft)),
    { step: 'choose' },
  );
}

/** Two tabs of the same person at once: what the other tab has just signed is done. */
const signedByViewer = async ({ house, viewer }: Here, sessionId: number): Promise<boolean> => {
  const now = await findSession(house.db, sessionId);
  return now?.state === 'signed' && now.signedBy === viewer.id;
};

/** Signs one draft by itself: its own transaction, its own rules, its own audit entry. A sentence when it could not be. */
async function signOne(visit: Here, draft: Draft, shownSum: string): Promise<string | null> {
  const { t, fmt } = visit;
  const { session, group } = draft.record;
  const title = t('supervision:waiting.title', { date: fmt.date(session.onDate), group: group.name });
  if (shownSum !== String(draft.read.sum)) return t('supervision:signing.newSum', { title, sum: fmt.duration(draft.read.sum) });
  const kept = await keepEntry({ ...visit, record: draft.record }, draft.typed, session.onDate, 'sign');
  if (kept.ok || (kept.why === 'late' && (await signedByViewer(visit, session.id)))) return null;
  return t(`supervision:signing.${kept.why === 'late' ? 'late' : 'faults'}`, { title });
}

async function signAll(visit: Here, chosen: Draft[], typed: Typed): Promise<void> {
  const { t, fmt } = visit;
  const told: string[] = [];
  let sum = 0;
  // One after another: each is locked, checked and signed by itself, and the first that fails stops none of the others.
  for (const draft of chosen) {
    const fault = await signOne(visit, draft, typedText(typed, sumField(draft.record.session.id)));
    if (fault === null) sum += draft.read.sum;
    else told.push(fault);
  }
  const signed = chosen.length - told.length;
  if (told.length === 0)
    return visit.done(paths.supervision.index(), 'supervision:signing.done', { count: signed, sum: fmt.duration(sum) });
  const left = (await drafts(visit)).map((draft) => draftView(visit, draft));
  const before = signed > 0 ? [t('supervision:signing.someDone', { count: signed })] : [];
  await page(visit, left, { step: 'choose', told: [...before, ...told], status: 422 });
}

/** First the chosen are shown with their sums; then, from that page, they are signed. */
export async function create(visit: Here): Promise<void> {
  const typed = typedOf(visit.req.body);
  const wanted = typedIds(typed, 'session');
  const all = await drafts(visit);
  const chosen = all.filter(({ record, read }) => wanted.has(record.session.id) && read.written !== null);
  const views = (some: Draft[]) => some.map((draft) => draftView(visit, draft));
  if (typedText(typed, 'act') === 'choose') return page(visit, views(all), { step: 'choose' });
  if (wanted.size === 0 || chosen.length === 0)
    return page(visit, views(all), { step: 'choose', told: [visit.t('supervision:signing.noneChosen')], status: 422 });
  if (typedText(typed, 'act') === 'sign') return signAll(visit, chosen, typed);
  return page(visit, views(chosen), { step: 'check' });
}
