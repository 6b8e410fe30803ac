/** The texts people were given, by version. A new wording gets a new version; the old one stays, for the answers given to it. */
export const textVersions = ['1'] as const;
export const currentTextVersion = '1';
