import type { Request, Response } from 'express';
import multer from 'multer';
import { badRequest, refused } from './errors.js';
import { carriesToken } from './security.js';
import { readOn } from './uploads.js';

/**
 * One small file of a multipart form, in memory; null when none was chosen, `too-large` when it is more than `most` bytes. What is over the
 * limit is never kept, however large the file is.
 */
export async function smallFile(
  { req, res }: { req: Request; res: Response },
  { field, most }: { field: string; most: number },
): Promise<Buffer | 'too-large' | null> {
  if (!req.is('multipart/form-data')) throw badRequest('web:badUpload');
  const receive = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: most, files: 1, fields: 2, parts: 4, fieldSize: 2048, fieldNameSize: 100, headerPairs: 32, fieldNestingDepth: 0 },
    // The token is the form's first field: at another site's form the file is never read.
    fileFilter: (_req, _file, accept) => (carriesToken(req) ? accept(null, true) : accept(refused('web:expired'))),
  }).single(field);
  const error = await new Promise<unknown>((resolve) => receive(req, res, resolve));
  if (error) await readOn(req);
  if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE') return 'too-large';
  if (error) throw error as Error;
  if (!carriesToken(req)) throw refused('web:expired');
  return req.file?.buffer ?? null;
}
