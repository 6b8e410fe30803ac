/** Of nothing, nothing is done. */
export const percentOf = (done: number, whole: number): number => (whole > 0 ? Math.floor((done / whole) * 100) : 0);
