/** The name people sign in with, as it is kept: an e-mail address in lower case. */
export const signInName = (typed: string): string => typed.trim().normalize('NFC').toLowerCase();
