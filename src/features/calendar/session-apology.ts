import { mayApologiseToSession } from '../../domain/calendar/policy.js';
import { addSessionApology, findSessionApology } from '../../store/session-apology.js';
import { findSession } from '../../store/supervision.js';
import { lockGroup } from '../../store/supervision-group.js';
import { capital } from '../../web/day-words.js';
import { refused } from '../../web/errors.js';
import { whenWords } from '../../web/event-words.js';
import { parseForm, typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { reasonForm } from './forms.js';
import type { OwnSession } from './scope.js';

type Here = Visit<OwnSession>;

async function page(visit: Here, typed = '', errors?: FieldError[]): Promise<void> {
  const { house, record, viewer, t, fmt, now } = visit;
  const { session, enrolmentId } = record;
  const apology = await findSessionApology(house.db, session.id, enrolmentId);
  const title = t('calendar:supervision', { group: session.groupName });
  const view = {
    id: session.id,
    title,
    notice: visit.flash(),
    when: capital(whenWords({ date: session.onDate, from: session.startsAt, to: session.endsAt }, visit)),
    place: session.hostName ?? t('calendar:day.noPlace'),
    supervisor: session.supervisorName,
    cancelled: session.state === 'cancelled',
    may: mayApologiseToSession(viewer, record, now).ok,
    typed,
    told:
      apology &&
      t(apology.reason ? 'calendar:apology.toldFor' : 'calendar:apology.told', {
        date: fmt.date(apology.recordedAt),
        reason: apology.reason,
      }),
  };
  await visit.page('calendar/session-apology', view, { title, status: errors ? 422 : 200, errors });
}

export const show = (visit: Here): Promise<void> => page(visit);

/** The session as it is inside the transaction decides: it may have been moved, written in or cancelled meanwhile. */
async function say(visit: Here, state: 'sent' | 'withdrawn', reason: string): Promise<void> {
  const { house, record, viewer, actor, now, done } = visit;
  const { enrolmentId } = record;
  const { id, groupId } = record.session;
  await house.db.write(async (tx) => {
    await lockGroup(tx, groupId);
    const session = await findSession(tx, id);
    const verdict = mayApologiseToSession(viewer, { ...(session ?? record.session), own: true }, now);
    if (!verdict.ok) throw refused(verdict.reason);
    const told = await findSessionApology(tx, id, enrolmentId);
    const same = state === 'withdrawn' ? told === null : told?.reason === reason;
    if (!same)
      await addSessionApology(
        tx,
        { ...actor, personId: viewer.id },
        { sessionId: id, enrolmentId, onDate: session!.onDate, state, reason },
      );
  });
  done(paths.calendar.sessionApology(id), `calendar:flash.apology.${state === 'sent' ? 'sentToSession' : 'withdrawn'}`);
}

export async function create(visit: Here): Promise<void> {
  const typed = typedText(typedOf(visit.req.body), 'apology');
  const parsed = parseForm(reasonForm, { reason: typed });
  if (parsed.ok) return say(visit, 'sent', parsed.values.reason);
  await page(
    visit,
    typed,
    parsed.errors.map(({ message }) => ({ field: 'apology', message })),
  );
}

export const destroy = (visit: Here): Promise<void> => say(visit, 'withdrawn', '');
