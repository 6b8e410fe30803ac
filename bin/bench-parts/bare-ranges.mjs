// The reference where there is no nginx: byte ranges of one plain file, without a question.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';

const file = process.argv[2];
const { size } = statSync(file);
const server = createServer((req, res) => {
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(req.headers.range ?? '') ?? [];
  const [start, end] = [Number(from), Number(to)];
  res.writeHead(206, { 'content-type': 'video/mp4', 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}` });
  createReadStream(file, { start, end, highWaterMark: 1 << 18 }).pipe(res);
}).listen(0, '127.0.0.1', () => console.log(`Polyfoni is ready on http://127.0.0.1:${server.address().port}`));
