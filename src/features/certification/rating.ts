import { differences } from '../../domain/agreement/agreement.js';
import { outcomeOf } from '../../domain/certification/outcome.js';
import { p12 } from '../../domain/rubric/p12.js';
import { readRatings, type SeatRating } from '../../store/rating.js';
import { refused } from '../../web/errors.js';
import { typedOf, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { stageFor } from './film.js';
import { readObservation, typedObservation, type ReadObservation } from './observation.js';
import { inFormOrder, lockErrors, readRating, typedOfSaved, type Asked, type ReadRating } from './rating-typed.js';
import { ratingView } from './rating-view.js';
import { keepRating } from './keep-rating.js';
import type { CaseFile } from './scope.js';

const allElements = p12.elements.map(({ number }) => number);

/** What the two gave on the elements they are too far apart on; only the adjudicator is shown it. */
function apartOf({ candidate, case: file, slot }: CaseFile) {
  if (slot !== 'adjudicator') return [];
  const one = candidate.facts.cases.find(({ id }) => id === file.id);
  const of = (wanted: string) => one?.assessors.find((assessor) => assessor.slot === wanted);
  const [a, b] = [of('A'), of('B')];
  const outcome = one && outcomeOf(one, candidate.facts.rules.K7);
  if (!a || !b || outcome?.kind !== 'adjudication') throw refused('refusals:notAdjudicating');
  return differences(a, b).pairs.filter(({ element }) => outcome.elements.includes(element));
}

function askedOf(record: CaseFile): Asked {
  const adjudicates = record.slot === 'adjudicator';
  return {
    elements: adjudicates ? apartOf(record).map(({ element }) => element) : allElements,
    route: record.case.route,
    lastMs: record.case.durationMs,
    adjudicates,
  };
}

const savedOf = async ({ house, record }: Visit<CaseFile>): Promise<SeatRating> =>
  (await readRatings(house.db, record.case, record.seat!.id))[0]!;

async function form(visit: Visit<CaseFile>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { record } = visit;
  const stage = await stageFor(visit);
  const view = ratingView({
    visit,
    typed,
    asked: askedOf(record),
    stage,
    apart: apartOf(record),
    notice: visit.flash(),
    savedNow: errors.length > 0,
  });
  await visit.page(record.case.route === 'film' ? 'certification/rating-film' : 'certification/rating-observed', view, {
    title: view.title,
    layout: record.case.route === 'film' ? 'room' : 'page',
    status: errors.length > 0 ? 422 : 200,
    errors,
    scripts: view.hasFilm ? ['rating'] : [],
  });
}

/** The rating as far as it is. The other assessor's is never read here. */
export async function editForm(visit: Visit<CaseFile>): Promise<void> {
  const saved = await savedOf(visit);
  await form(visit, { ...typedOfSaved(saved, visit.t('certification:rating.wholeMeeting')), ...typedObservation(visit.record.case) });
}

interface Read extends ReadRating {
  typed: Typed;
  asked: Asked;
  observation: ReadObservation;
}

async function read(visit: Visit<CaseFile>): Promise<Read> {
  const { record, req } = visit;
  const typed = typedOf(req.body);
  const asked = askedOf(record);
  const observation = readObservation(typed, asked, record.candidate.facts.rules.K6.minutes, visit.today);
  const rating = readRating(typed, asked, await savedOf(visit));
  return { ...rating, errors: [...observation.errors, ...rating.errors], typed, asked, observation };
}

/** Saves what can be saved; what cannot be read is told, and stands as it was typed. */
export async function update(visit: Visit<CaseFile>): Promise<void> {
  const { draft, errors, typed, observation, asked } = await read(visit);
  await keepRating(visit, { draft, seen: observation.seen, lock: false });
  if (errors.length > 0) return form(visit, typed, errors);
  const to = asked.adjudicates ? paths.certification.adjudication : paths.certification.rating;
  visit.done(to(visit.record.case.id), 'certification:flash.ratingSaved');
}

/** Saves, and locks when nothing is missing. */
export async function lock(visit: Visit<CaseFile>): Promise<void> {
  const { draft, errors, typed, asked, observation } = await read(visit);
  const all = inFormOrder([...errors, ...observation.missing, ...lockErrors(draft, asked)]);
  await keepRating(visit, { draft, seen: observation.seen, lock: all.length === 0 });
  if (all.length > 0) return form(visit, typed, all);
  visit.done(paths.certification.case(visit.record.case.id), 'certification:flash.ratingLocked');
}
