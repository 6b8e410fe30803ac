import express, { type RequestHandler } from 'express';
import { badRequest } from './errors.js';

const holdsNul = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(holdsNul) : typeof value === 'string' && value.includes('\0');

/** PostgreSQL cannot keep NUL, and nobody types it. */
const withoutNul: RequestHandler = (req, _res, next) => {
  req.body ??= {};
  const body = req.body as Record<string, unknown>;
  next(Object.entries(body).some(([name, value]) => holdsNul(name) || holdsNul(value)) ? badRequest() : undefined);
};

/** Forms as flat fields: no nesting, at most 2,000 of them and 1 MB. Any other body is left unread. */
export const formBodies: RequestHandler[] = [express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 2000 }), withoutNul];
