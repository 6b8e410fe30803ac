import type { RequestHandler } from 'express';
import { takesPieces } from './paths.js';

/** Version of the protocol (tus 1.0, https://tus.io/protocols/resumable-upload). */
export const protocolVersion = '1.0.0';

const overrides = new Set(['PATCH', 'DELETE', 'HEAD']);

/** Every answer at an address of resumable uploads names the version. Clients that can only POST name the method they mean in a header. */
export const resumable: RequestHandler = (req, res, next) => {
  if (!takesPieces(req.path)) return next();
  if (req.method !== 'OPTIONS') res.set('Tus-Resumable', protocolVersion);
  const meant = req.get('x-http-method-override')?.toUpperCase();
  if (req.method === 'POST' && meant !== undefined && overrides.has(meant)) req.method = meant;
  next();
};
