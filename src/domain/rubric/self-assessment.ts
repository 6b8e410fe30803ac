/** How many of the twelve elements a self-assessment takes a stand on at least: as many as a rating must (our choice). */
export const leastElements = 10;

/** One level per element in order; null where the trainee takes no stand. */
export type OwnLevels = (number | null)[];

export const taken = (levels: OwnLevels): number => levels.filter((level) => level !== null).length;

/** How many elements are still wanted before the self-assessment can be delivered. */
export const elementsWanted = (levels: OwnLevels): number => Math.max(0, leastElements - taken(levels));
