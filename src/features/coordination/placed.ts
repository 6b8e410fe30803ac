import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { outsiderView } from '../../domain/certification/outsider-view.js';
import { aloneInUnit, concentration, strengthOf, type Placed, type Strength } from '../../domain/desk/strength.js';
import type { TraineeLine } from '../../store/coordination.js';

export interface PlacedTrainee extends Placed {
  name: string;
  sortKey: string;
  municipalityName: string;
  municipalityKey: string;
}

/** Where somebody works and where they stand. A workplace that only repeats the municipality says nothing. */
export const placed = (line: TraineeLine, facts: EnrolmentFacts, on: string): PlacedTrainee => ({
  enrolmentId: line.enrolmentId,
  municipalityId: line.municipalityId,
  unit: line.organisation === line.municipalityName ? '' : line.organisation,
  state: outsiderView(facts, on).state,
  gone: line.accountState === 'disabled',
  name: line.name,
  sortKey: line.sortKey,
  municipalityName: line.municipalityName,
  municipalityKey: line.municipalityKey,
});

/** A certification day has been held: from now on a municipality could have somebody certified. */
const isCertifying = (facts: EnrolmentFacts[], on: string): boolean =>
  facts.some(({ days }) => days.some(({ kind, onDate }) => kind === 'certification' && onDate <= on));

export interface PlaceStrength extends Strength {
  municipalityId: number;
  name: string;
  /** The largest workplace's share in percent, or null. */
  share: number | null;
  alone: PlacedTrainee[];
}

/** Each municipality in Danish order, with how many it can lean on and who stands alone. */
export function strengths(people: { line: TraineeLine; facts: EnrolmentFacts }[], on: string): PlaceStrength[] {
  const all = people.map(({ line, facts }) => ({ facts, at: placed(line, facts, on) }));
  const places = [...new Map(all.map(({ at }) => [at.municipalityId, at])).values()].sort((a, b) =>
    a.municipalityKey < b.municipalityKey ? -1 : 1,
  );
  return places.map(({ municipalityId, municipalityName }) => {
    const own = all.filter(({ at }) => at.municipalityId === municipalityId);
    const of = own.map(({ at }) => at);
    const certifying = isCertifying(
      own.map(({ facts }) => facts),
      on,
    );
    return { municipalityId, name: municipalityName, ...strengthOf(of, certifying), share: concentration(of), alone: aloneInUnit(of) };
  });
}
