import type { Logger } from 'pino';
import type { Database } from '../store/database.js';
import type { Media } from '../media/index.js';

/** What every room above is handed: nothing below reads the environment. */
export interface House {
  db: Database;
  media: Media;
  clock: () => Date;
  log: Logger;
  settings: {
    origin: string;
    production: boolean;
    demo: boolean;
    dataDir: string;
    /** The largest film that comes in pieces. */
    maxUploadBytes: number;
    /** The largest film that comes in one piece, by a plain form. */
    maxFormBytes: number;
    sessionSecret: string;
    frameAncestors: string[];
    trustProxy: number;
    operator: { name: string; email: string };
  };
}
