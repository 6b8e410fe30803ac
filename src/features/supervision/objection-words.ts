import { addDays, localDate } from '../../domain/calendar/dates.js';
import { objectWithinDays } from '../../domain/supervision/objection.js';
import type { LineRecord } from '../../store/supervision-line.js';
import type { ObjectionRecord } from '../../store/supervision-objection.js';
import { paths } from '../../web/paths.js';
import type { Words } from './views.js';
import type { MemberLines } from './line-views.js';

type Need = Pick<Words, 't' | 'fmt'>;

/** Both sides of an objection, or only that it waits and for whom: what was written is not for a coordinator. */
export function objectionNotes(objections: ObjectionRecord[], supervisorName: string, content: boolean, { t, fmt }: Need): string[] {
  return objections.flatMap((one) => {
    const open = one.state === 'open';
    if (!content)
      return [
        t(`supervision:objection.${open ? 'waits' : 'answered'}`, { name: supervisorName, date: fmt.date(one.answeredAt ?? one.raisedAt) }),
      ];
    const wrote = t('supervision:objection.wrote', { name: one.raisedByName, date: fmt.date(one.raisedAt), text: one.text });
    const reply = open
      ? t('supervision:objection.waits', { name: supervisorName, date: fmt.date(one.raisedAt) })
      : t(`supervision:objection.${one.state}`, { name: one.answeredByName, date: fmt.date(one.answeredAt!), reason: one.reason });
    return [wrote, reply];
  });
}

/** The trainee's way in, as long as there is one. */
export function objectionLink(line: LineRecord, objections: ObjectionRecord[], { t, today }: Pick<Words, 't' | 'today'>) {
  const objected = objections.some(({ lineId }) => lineId === line.id);
  if (objected || today > addDays(localDate(new Date(line.recordedAt)), objectWithinDays)) return undefined;
  return { href: paths.supervision.objection(line.id), label: t('supervision:objection.link') };
}

/** Where the supervisor answers what is open. */
export function answerLink(objections: ObjectionRecord[], { t }: Pick<Words, 't'>) {
  const open = objections.find(({ state }) => state === 'open');
  return open ? { href: paths.supervision.answer(open.id), label: t('supervision:answer.link') } : null;
}

/** A correction's reason may repeat what was objected, so that it is not for a coordinator either. */
export const withoutContent = (lines: MemberLines, objections: ObjectionRecord[], t: Words['t']): MemberLines => {
  const hide = (line: LineRecord, before: LineRecord | undefined) =>
    before && objections.some(({ lineId }) => lineId === before.id) ? { ...line, reason: t('supervision:objection.afterOne') } : line;
  const all = [...lines.former, lines.current].map((line, index, own) => hide(line, own[index - 1]));
  return { ...lines, former: all.slice(0, -1), current: all.at(-1)! };
};
