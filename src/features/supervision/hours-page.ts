import { inForceOn } from '../../domain/certification/rule-version.js';
import { asks } from '../../domain/certification/rules.js';
import { stoppedOn } from '../../domain/cohort/leave.js';
import { listAttestations, listQuartersOf } from '../../store/attestation.js';
import { listCohortEvents } from '../../store/enrolment.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { findCohortSpan } from '../../store/cohort.js';
import { listApologisedSessions } from '../../store/session-apology.js';
import { dateOfLatest, listSessionsOf } from '../../store/supervision.js';
import { listLinesOf } from '../../store/supervision-line.js';
import { listObjectionsOf } from '../../store/supervision-objection.js';
import { totalsOfGroup } from '../../store/supervision-total.js';
import type { Visit } from '../../web/guard.js';
import { ownHoursChart } from '../../web/chart.js';
import { paths } from '../../web/paths.js';
import { quarterRows } from './attestation-words.js';
import type { HoursRecord } from './scope.js';
import { figureView } from './hours-figure.js';
import { sessionRows } from './hours-views.js';
import { asksForAll, shownHeld, timeAndPlace } from './views.js';

/** Everything one trainee's hours page shows. */
export async function hoursPage(visit: Visit<unknown>, { enrolment, own, content }: HoursRecord) {
  const { house, t, fmt, today } = visit;
  const since = asksForAll(visit) ? '' : await dateOfLatest(house.db, { enrolmentId: enrolment.id }, shownHeld);
  const [found, span, sessions, lines, objections, quarters, attested, apologised] = await Promise.all([
    factsFor(house.db, [enrolment.id]),
    findCohortSpan(house.db, enrolment.cohortId),
    listSessionsOf(house.db, enrolment.id, since),
    listLinesOf(house.db, enrolment.id, since),
    listObjectionsOf(house.db, enrolment.id),
    listQuartersOf(house.db, enrolment.id),
    listAttestations(house.db, enrolment.id),
    own ? listApologisedSessions(house.db, enrolment.personId, today) : null,
  ]);
  const known = inForceOn(found.get(enrolment.id)!, today);
  const stop = stoppedOn(known.events);
  const asked = asks(known.rules, 'K2');
  const next = sessions.find(({ state, onDate }) => state === 'planned' && onDate >= today);
  return {
    own,
    figure: figureView(known, { own, stopped: stop !== null && stop <= today, endsOn: span.to, asked }, visit),
    group: enrolment.groupName,
    next: next
      ? t('supervision:own.next', { date: fmt.weekdayDate(next.onDate), place: timeAndPlace(next, visit), group: next.groupName })
      : null,
    chart: own && asked ? ownHoursChart(visit, known, span, today) : null,
    quarters: quarterRows(visit, { enrolment, own, quarters, attested }),
    all: since === '' ? null : `${own ? paths.supervision.index() : paths.supervision.hours(enrolment.id)}?all=1#held`,
    ...sessionRows(
      sessions,
      {
        ...{ lines, events: known.events, objections, own, content, certified: enrolment.certifiedOn !== null },
        apologised: apologised && new Set(apologised),
      },
      visit,
    ),
  };
}

/** Hours of everyone in a group, from the totals that are kept. */
export async function groupHours({ house }: Visit<unknown>, groupId: number, cohortId: number) {
  const [totals, events] = await Promise.all([totalsOfGroup(house.db, groupId), listCohortEvents(house.db, cohortId)]);
  const asked = [...totals.values()].find(({ totalMinutes }) => totalMinutes !== null);
  return {
    rule: asked ? { offeredMinutes: asked.totalMinutes!, requiredMinutes: asked.requiredMinutes! } : null,
    of: (enrolmentId: number) => ({
      events: events.filter((event) => event.enrolmentId === enrolmentId),
      total: totals.get(enrolmentId) ?? null,
    }),
  };
}
