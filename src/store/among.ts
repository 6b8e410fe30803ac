/** Numbered places for a list of values, `$from` first, to stand within `IN (…)`. */
export const among = (values: unknown[], from = 1): string => values.map((_, index) => `$${index + from}`).join(', ');
