import type { LineRecord } from '../../store/supervision-line.js';
import type { Words } from './views.js';

type Need = Pick<Words, 't' | 'fmt'>;

/** «kl. 10.15–15.00», or that somebody was not there. */
export function presenceWords(line: Pick<LineRecord, 'presentFrom' | 'presentTo'>, { t, fmt }: Need): string {
  if (line.presentTo <= line.presentFrom) return t('supervision:line.absent');
  return t('supervision:time', { from: fmt.clock(line.presentFrom), to: fmt.clock(line.presentTo) });
}

/** «kl. 9.00–15.00, 5 t 00 min». */
export const creditWords = (line: LineRecord, words: Need): string =>
  line.presentTo <= line.presentFrom
    ? presenceWords(line, words)
    : words.t('supervision:line.credit', { time: presenceWords(line, words), minutes: words.fmt.duration(line.minutes) });

/** The line in force of one member, and every line it replaced: both stay visible. */
export interface MemberLines {
  enrolmentId: number;
  current: LineRecord;
  former: LineRecord[];
}

function chains(lines: LineRecord[], of: (line: LineRecord) => number): MemberLines[] {
  const found = new Map<number, LineRecord[]>();
  for (const line of lines) if (line.reversesId === null) found.set(of(line), [...(found.get(of(line)) ?? []), line]);
  return [...found.values()].flatMap((own) => {
    const current = own.find(({ reversed }) => !reversed);
    return current ? [{ enrolmentId: current.enrolmentId, current, former: own.filter(({ reversed }) => reversed) }] : [];
  });
}

/** Of one session's lines, each member's. */
export const byMember = (lines: LineRecord[]): MemberLines[] => chains(lines, ({ enrolmentId }) => enrolmentId);

/** Of one trainee's lines, each session's. */
export const bySession = (lines: LineRecord[]): MemberLines[] => chains(lines, ({ sessionId }) => sessionId);

/** «Før: 9.00–15.00, 5 t 00 min. Rettet 3. marts 2026 af Ragnhild Sværke: toget var forsinket.» The reason stands on the line that came after. */
export function correctionNotes({ current, former }: MemberLines, { t, fmt }: Need): string[] {
  return former.map((line, index) => {
    const after = former[index + 1] ?? current;
    return t('supervision:line.corrected', {
      former: creditWords(line, { t, fmt }),
      date: fmt.date(after.recordedAt),
      name: after.recordedByName,
      reason: after.reason,
    });
  });
}
