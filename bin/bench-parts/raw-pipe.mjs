// The baseline of uploads: a bare server that pipes what comes into a file and answers when it is closed.
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const folder = process.argv[2];
const server = createServer(async (req, res) => {
  await pipeline(req, createWriteStream(path.join(folder, 'raw'), { flags: req.headers['x-first'] ? 'w' : 'a' }));
  res.writeHead(204).end();
}).listen(0, '127.0.0.1', () => console.log(`Polyfoni is ready on http://127.0.0.1:${server.address().port}`));
