import { rightNow } from '../../domain/certification/right-now.js';
import { standing } from '../../domain/certification/states.js';
import { findMunicipalityName, listMunicipalTrainees } from '../../store/coordination.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { paths } from '../../web/paths.js';
import { countSentence, seenState } from '../../web/right-now-words.js';
import { answerTasks } from './answers.js';
import { waits, type Here, type Task } from './task.js';

const kinds = { certified: 'done', not_yet: 'under-way', stopped: 'locked' } as const;

/** What only the workplace can give: time for a first meeting, time for the days. */
const theirs = ['first_meeting', 'days'];

/** A municipality's own people: done or not done, and what the workplace has to make room for. No figures, nothing on films. */
export async function municipalShare(here: Here) {
  const { house, viewer, today, t } = here;
  if (viewer.municipalityId === null) return { tasks: [] as Task[], municipality: null };
  const [name, trainees] = await Promise.all([
    findMunicipalityName(house.db, viewer.municipalityId),
    listMunicipalTrainees(house.db, viewer.municipalityId),
  ]);
  const facts = await factsFor(
    house.db,
    trainees.map(({ enrolmentId }) => enrolmentId),
  );
  const people = trainees.map((trainee) => {
    const known = facts.get(trainee.enrolmentId)!;
    return { ...trainee, now: rightNow(known, today), standing: standing(seenState(known, today)) };
  });
  const count = (word: string) => people.filter((one) => one.standing === word).length;
  const answers = await answerTasks(here);
  const tasks = people
    .filter(({ now }) => now.stuck && theirs.includes(now.what))
    .map(({ name: person, now }): Task => {
      const since = now.since ?? today;
      return {
        since,
        status: waits(here, since),
        title: t(`today:municipal.${now.what}.title`, { name: person }),
        href: paths.coordination.municipality(),
        text: t(`today:municipal.${now.what}.text`),
        action: { label: t('today:municipal.action'), href: paths.coordination.municipality() },
      };
    });
  return {
    tasks: [...answers, ...tasks],
    municipality: {
      name,
      text: countSentence(t, { certified: count('certified'), not_yet: count('not_yet'), stopped: count('stopped') }),
      rows: people.map((one) => ({
        status: { kind: kinds[one.standing], text: t(`today:municipal.${one.standing}`) },
        strong: one.name,
        note: one.cohortName,
      })),
      href: paths.coordination.municipality(),
    },
  };
}
