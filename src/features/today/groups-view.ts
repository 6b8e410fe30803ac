import { inForceOn } from '../../domain/certification/rule-version.js';
import { certificationState } from '../../domain/certification/states.js';
import { hoursOf } from '../../domain/supervision/hours.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listNextSessions, listOwnMembers, type GroupMemberLine, type NextSession } from '../../store/today.js';
import { paths } from '../../web/paths.js';
import { countWord, type Here } from './task.js';
import { capital, weekdayOf } from '../../web/day-words.js';

export const sessionRow = ({ t, fmt, lang }: Here, session: NextSession) => ({
  strong: t('today:next.when', {
    date: capital(weekdayOf(lang, session.onDate)),
    from: fmt.clock(session.startsAt),
    to: fmt.clock(session.endsAt),
  }),
  href: paths.supervision.session(session.id),
  note: t(session.hostName ? 'today:next.at' : 'today:next.group', { group: session.groupName, place: session.hostName ?? '' }),
});

interface Member extends GroupMemberLine {
  state: string;
  hours: ReturnType<typeof hoursOf>;
}

/** Who follows the plan as a number, and each who does not with what it means. */
function paceSentences(here: Here, members: Member[]): string[] {
  const { t, fmt } = here;
  const certified = members.filter(({ state }) => state === 'certified' || state === 'expired');
  const away = members.filter(({ state }) => state === 'on_leave');
  const going = members.filter((one) => !certified.includes(one) && !away.includes(one));
  const behind = going.filter(({ hours }) => hours.pace === 'behind' || hours.pace === 'cannot-reach');
  const fine = going.length - behind.length;
  const said = (key: string, count: number) => t(`today:groups.${key}`, { count, words: countWord(here, count) });
  return [
    ...(certified.length > 0 ? [said('certified', certified.length)] : []),
    ...(fine > 0 ? [said('onTrack', fine)] : []),
    ...away.map(({ name }) => t('today:groups.onLeave', { name })),
    ...behind.map(({ name, hours }) =>
      t(hours.booked > 0 ? 'today:groups.behind' : 'today:groups.behindUnbooked', {
        name,
        done: fmt.durationWords(hours.done),
        offered: fmt.durationWords(hours.offered),
        reach: fmt.durationWords(hours.reach),
      }),
    ),
  ];
}

/** The supervisor's next two sessions, and each group with its pace. */
export async function groupsView(here: Here) {
  const { house, viewer, today, t } = here;
  const [sessions, lines] = await Promise.all([
    listNextSessions(house.db, { supervisorId: viewer.id }, today),
    listOwnMembers(house.db, viewer.id, today),
  ]);
  const facts = await factsFor(
    house.db,
    lines.map(({ enrolmentId }) => enrolmentId),
  );
  const members = lines.map((line): Member => {
    const known = facts.get(line.enrolmentId)!;
    return { ...line, state: certificationState(known, today), hours: hoursOf(inForceOn(known, today), today) };
  });
  const ids = [...new Set(members.map(({ groupId }) => groupId))];
  return {
    sessions: sessions.map((session) => sessionRow(here, session)),
    groups: ids.map((id) => {
      const own = members.filter(({ groupId }) => groupId === id);
      const places = new Set(own.map(({ municipalityId }) => municipalityId)).size;
      return {
        id,
        title: own[0]!.groupName,
        note: t('today:groups.note', {
          members: t('today:members', { count: own.length }),
          places: t('today:municipalities', { count: places }),
          cohort: own[0]!.cohortName,
        }),
        text: paceSentences(here, own).join(' '),
        href: paths.supervision.group(id),
      };
    }),
  };
}
