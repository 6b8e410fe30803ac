/** An expected refusal. `reason` is a locale key whose sentence the person reads. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 429 | 503 | 507,
    readonly reason: string,
    readonly params: Record<string, unknown> = {},
  ) {
    super(reason);
  }
}

/** What a viewer may not see does not exist for them: the same answer as for an unknown id. */
export const notFound = () => new Refusal(404, 'web:notFound');
/** Seen but not allowed, with a reason in words. */
export const refused = (reason: string, params?: Record<string, unknown>) => new Refusal(403, reason, params);
/** The session ran out while something was under way. */
export const signedOut = () => new Refusal(401, 'web:signedOut');
/** Something else happened meanwhile. */
export const conflict = (reason: string, params?: Record<string, unknown>) => new Refusal(409, reason, params);
export const badRequest = (reason = 'web:badRequest', params?: Record<string, unknown>) => new Refusal(400, reason, params);

interface Carried {
  name?: string;
  code?: string;
  status?: number;
  statusCode?: number;
  type?: string;
  message?: string;
}

const plainClientFaults = [
  /^Unexpected end of (form|multipart data)/,
  /^Request aborted/,
  /^Malformed part header/,
  /^Multipart: Boundary not found/,
  /^Request closed/,
];

/** Turns whatever was thrown into a refusal, or null when it is our own fault. */
export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return null;
  const carried = error as Carried;
  if (carried.name === 'MulterError')
    return carried.code === 'LIMIT_FILE_SIZE' ? new Refusal(413, 'web:tooLarge') : badRequest('web:badUpload');
  if (plainClientFaults.some((known) => known.test(error.message))) return badRequest('web:badUpload');
  if (error instanceof URIError) return badRequest();
  const status = carried.status ?? carried.statusCode;
  if (status === 413) return new Refusal(413, 'web:tooLarge');
  if (status === 415) return new Refusal(415, 'web:badRequest');
  if (status !== undefined && status >= 400 && status < 500) return badRequest();
  return null;
}

/** Name and place of a fault, without its message: messages of databases and parsers can hold what people typed. */
export const placeOf = (error: unknown) =>
  error instanceof Error
    ? {
        name: error.name,
        at: (error.stack ?? '')
          .split('\n')
          .filter((line) => line.trim().startsWith('at '))
          .slice(0, 6),
      }
    : { name: 'unknown', at: [] };
