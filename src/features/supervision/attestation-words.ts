import { lastQuarter, quarterSpan } from '../../domain/supervision/attestation.js';
import type { Attestation, QuarterSum } from '../../store/attestation.js';
import type { EnrolmentLine } from '../../store/enrolment.js';
import type { LineRecord } from '../../store/supervision-line.js';
import { quarterWords } from '../../web/quarter-words.js';
import { paths } from '../../web/paths.js';
import type { Words } from './views.js';

/** The quarter's lines as they were when somebody signed, and those that came later. */
export const lastLineOf = (lines: Pick<LineRecord, 'id'>[]): number => lines.reduce((last, { id }) => Math.max(last, id), 0);

/** Each quarter with hours, the latest first: who has signed it as it stands. */
export function quarterRows(
  words: Words,
  { enrolment, own, quarters, attested }: { enrolment: EnrolmentLine; own: boolean; quarters: QuarterSum[]; attested: Attestation[] },
) {
  const { t, fmt, today } = words;
  return quarters.map(({ quarter, minutes, lastLineId }) => {
    const signed = (side: string) => attested.some((one) => one.quarter === quarter && one.side === side && one.lastLineId === lastLineId);
    const [supervisor, trainee] = [signed('supervisor'), signed('trainee')];
    const over = quarter <= lastQuarter(today);
    const key = !over ? 'runs' : supervisor && trainee ? 'both' : supervisor ? 'supervisor' : trainee ? 'trainee' : 'none';
    const turn = over && own && !trainee;
    const kind = turn
      ? ('your-turn' as const)
      : key === 'both'
        ? ('done' as const)
        : key === 'runs'
          ? ('planned' as const)
          : ('waiting' as const);
    return {
      status: { kind, text: turn ? undefined : t(`supervision:quarter.status.${key}`) },
      strong: quarterWords(quarter, words),
      href: paths.supervision.attestation(enrolment.id, quarter),
      rest: fmt.duration(minutes),
      note: t(`supervision:quarter.${own ? 'ownNote' : 'note'}.${key}`, { date: fmt.date(quarterSpan(quarter).to) }),
    };
  });
}
