import type { Response } from 'supertest';

/** The path of the one-time link that an answer shows. */
export const linkIn = (answer: Response): string => {
  const path = /value="https?:\/\/[^/"]+(\/accounts\/opening\/[^"]+)"/.exec(answer.text)?.[1];
  if (!path) throw new Error(`no link in an answer of status ${answer.status}`);
  return path;
};
