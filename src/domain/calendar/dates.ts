const danish = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The date in Denmark of an instant, YYYY-MM-DD. */
export const localDate = (instant: Date): string => danish.format(instant);
