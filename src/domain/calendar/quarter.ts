export interface Quarter {
  year: number;
  /** 1 to 4. */
  number: number;
  /** First and last date, YYYY-MM-DD. */
  from: string;
  to: string;
}

const ends = ['03-31', '06-30', '09-30', '12-31'];

const quarterAt = (year: number, number: number): Quarter => ({
  year,
  number,
  from: `${year}-${String(number * 3 - 2).padStart(2, '0')}-01`,
  to: `${year}-${ends[number - 1]!}`,
});

/** The quarter a date falls in. */
export const quarterOf = (date: string): Quarter => quarterAt(Number(date.slice(0, 4)), Math.ceil(Number(date.slice(5, 7)) / 3));

/** The same as it stands in an address: «2026-3». */
export const quarterKey = ({ year, number }: Pick<Quarter, 'year' | 'number'>): string => `${year}-${number}`;

/** A quarter of an address, or null when it is none of this century. */
export function parseQuarter(typed: string): Quarter | null {
  const match = /^(20\d{2})-([1-4])$/.exec(typed);
  return match ? quarterAt(Number(match[1]), Number(match[2])) : null;
}

/** This quarter and those before it, the newest first. */
export function lastQuarters(today: string, count: number): Quarter[] {
  const { year, number } = quarterOf(today);
  return Array.from({ length: count }, (_, back) => {
    const index = year * 4 + (number - 1) - back;
    return quarterAt(Math.floor(index / 4), (index % 4) + 1);
  });
}
