import { maySign, mayTypeIn } from '../../domain/supervision/policy.js';
import { listSessionApologies, type SessionApology } from '../../store/session-apology.js';
import { listSessionLines } from '../../store/supervision-line.js';
import { listObjectionsIn } from '../../store/supervision-objection.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { byMember, correctionNotes, presenceWords } from './line-views.js';
import { answerLink, objectionNotes, withoutContent } from './objection-words.js';
import type { SessionRecord } from './scope.js';
import { deadlineNote, isHeld, kindWords, sentenceStart, sessionStatus, timeAndPlace, waitsForSignature } from './views.js';

type Here = Visit<SessionRecord>;

/** The one thing to do about a session that is not signed. */
function nextAct({ record, viewer, t, fmt, today }: Here) {
  const { session } = record;
  if (!waitsForSignature(session, today)) return null;
  const draft = session.state === 'draft';
  const may = maySign(viewer, record).ok;
  const key = may ? (draft ? 'sign' : 'write') : draft ? 'wait' : 'type';
  return {
    status: sessionStatus(session, may, { t, fmt, today }),
    title: t(`supervision:next.${key}.title`, { name: session.supervisorName }),
    text: t(`supervision:next.${key}.text`, { name: session.supervisorName }),
    meta: deadlineNote(session, { t, fmt, today }),
    action: mayTypeIn(viewer, record).ok
      ? { label: t(`supervision:next.${key}.act`), href: paths.supervision.entry(session.id) }
      : undefined,
    outlined: !may,
    mark: may,
  };
}

/** Who is not coming; why is for the supervisor alone. */
function apologyNames({ record, viewer, fmt }: Here, apologies: SessionApology[]): string {
  const names = apologies.map(({ enrolmentId, reason }) => {
    const name = record.members.find((one) => one.enrolmentId === enrolmentId)?.name ?? '';
    return reason !== '' && record.supervisorId === viewer.id ? `${name} (${reason})` : name;
  });
  return fmt.list(names);
}

export async function show(visit: Here): Promise<void> {
  const { house, record, viewer, t, fmt, today } = visit;
  const { session, group } = record;
  const [lines, objections, apologies] = await Promise.all([
    listSessionLines(house.db, session.id),
    listObjectionsIn(house.db, session.id),
    session.state === 'signed' ? [] : listSessionApologies(house.db, session.id),
  ]);
  const content = session.supervisorId === viewer.id;
  const of = (enrolmentId: number) => objections.filter((one) => one.enrolmentId === enrolmentId);
  const members = byMember(lines).map((one) => (content ? one : withoutContent(one, of(one.enrolmentId), t)));
  const may = maySign(viewer, record).ok;
  const certified = new Set(record.members.filter(({ certifiedOn }) => certifiedOn !== null).map(({ enrolmentId }) => enrolmentId));
  const title = t('supervision:session.title', { date: fmt.date(session.onDate) });
  const view = {
    id: session.id,
    title,
    group: { id: group.id, name: group.name },
    notice: visit.flash(),
    lead: sentenceStart([timeAndPlace(session, visit), kindWords(session, visit)].filter(Boolean).join(', ')),
    status: sessionStatus(session, may, visit),
    next: nextAct(visit),
    typedBy:
      session.typedByName && session.typedBy !== record.supervisorId
        ? t(session.state === 'signed' ? 'supervision:entry.typedFromPaper' : 'supervision:entry.typedBy', { name: session.typedByName })
        : null,
    signedBy: session.signedAt && t('supervision:session.signedBy', { name: session.supervisorName, date: fmt.date(session.signedAt) }),
    topics: session.topics,
    apologies: apologyNames(visit, apologies),
    breaks: t('supervision:session.breaks', { minutes: session.breakMinutes }),
    rows: members.map((one) => ({
      name: one.current.name,
      municipality: one.current.municipalityName,
      presence: presenceWords(one.current, visit),
      remark: one.former.length === 0 ? one.current.reason : '',
      corrections: [...correctionNotes(one, visit), ...objectionNotes(of(one.enrolmentId), session.supervisorName, content, visit)],
      kind: kindWords(one.current, visit),
      answer: may ? answerLink(of(one.enrolmentId), visit) : null,
      minutes: fmt.duration(one.current.minutes),
      correct: may && !certified.has(one.enrolmentId) ? paths.supervision.correction(one.current.id) : null,
      locked: certified.has(one.enrolmentId),
    })),
    sum: fmt.duration(session.minutes),
    can: {
      cancel: session.state === 'planned' && mayTypeIn(viewer, record).ok,
      signed: session.state === 'signed',
      correct: may && members.length > 0,
    },
    held: isHeld(session, today),
  };
  await visit.page('supervision/session', view, { title });
}
