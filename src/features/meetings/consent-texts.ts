/** The text people are given now. A new wording gets a new version and its own block in the locales; the old one stays, for the answers given to it. */
export const currentTextVersion = '1';
