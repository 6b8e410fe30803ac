import { differences } from '../../domain/agreement/agreement.js';
import { outcomeOf } from '../../domain/certification/outcome.js';
import { p12 } from '../../domain/rubric/p12.js';
import { readRatings } from '../../store/rating.js';
import { refused } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { stageFor, startOf } from './film.js';
import { keepRating, typedStanding } from './keep-rating.js';
import { anchorOf, partsOf } from './rating-merge.js';
import type { Asked } from './rating-typed.js';
import { ratingView, type Drawn } from './rating-view.js';
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

async function form(visit: Visit<CaseFile>, drawn: Drawn, errors: FieldError[] = [], status = 200): Promise<void> {
  const { record } = visit;
  const stage = await stageFor(visit);
  const view = ratingView({
    visit,
    drawn,
    asked: askedOf(record),
    stage,
    apart: apartOf(record),
    notice: visit.flash(),
    savedNow: errors.length > 0,
  });
  await visit.page(record.case.route === 'film' ? 'certification/rating-film' : 'certification/rating-observed', view, {
    title: view.title,
    layout: record.case.route === 'film' ? 'room' : 'page',
    status,
    errors,
    scripts: view.hasFilm ? ['rating'] : [],
  });
}

/** The rating as far as it is. The other assessor's is never read here. */
export async function editForm(visit: Visit<CaseFile>): Promise<void> {
  const { house, record } = visit;
  const [saved] = await readRatings(house.db, record.case, record.seat!.id);
  const standing = typedStanding(visit, saved!, record.case);
  await form(visit, { shown: standing, standing, conflicts: [], unsaved: false });
}

/** The page again where somebody was: the element, and the second of the film. */
function placeAfter(visit: Visit<CaseFile>, typed: Typed, asked: Asked, changed: string[]): string {
  const page = (asked.adjudicates ? paths.certification.adjudication : paths.certification.rating)(visit.record.case.id);
  const anchors = partsOf(asked).map(({ name }) => anchorOf(name));
  const given = typedText(typed, 'shownAt');
  const anchor = anchors.includes(given) ? given : anchorOf(changed.at(-1) ?? '');
  const second = startOf(visit);
  const query = new URLSearchParams({ ...(second ? { t: String(second) } : {}), ...(anchor ? { at: anchor } : {}) }).toString();
  return `${page}${query && `?${query}`}${anchor ? `#${anchor}` : ''}`;
}

/** Saves what can be saved; what cannot be read, or was changed elsewhere meanwhile, is told, and stands as it was typed. */
async function keep(visit: Visit<CaseFile>, lock: boolean): Promise<void> {
  const typed = typedOf(visit.req.body);
  const asked = askedOf(visit.record);
  const kept = await keepRating(visit, { typed, asked, lock });
  if (kept.errors.length > 0) return form(visit, kept, kept.errors, kept.conflicts.length > 0 ? 409 : 422);
  if (lock) return visit.done(paths.certification.case(visit.record.case.id), 'certification:flash.ratingLocked');
  visit.done(placeAfter(visit, typed, asked, kept.changed), 'certification:flash.ratingSaved');
}

export const update = (visit: Visit<CaseFile>): Promise<void> => keep(visit, false);

/** Saves, and locks when nothing is missing. */
export const lock = (visit: Visit<CaseFile>): Promise<void> => keep(visit, true);
