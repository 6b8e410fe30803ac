// The baseline: Express and EJS with the same layout size, no session, no database.
import { createServer } from 'node:http';
import ejs from 'ejs';
import express from 'express';

const template = `<!doctype html><html lang="da"><head><title><%= title %></title></head><body><header><a href="/">Polyfoni</a></header>
<main><h1><%= title %></h1><% for (const item of items) { %><p><a href="/<%= item.id %>"><%= item.name %></a></p><% } %></main><footer></footer></body></html>`;
const page = ejs.compile(template);
const items = Array.from({ length: 5 }, (_, id) => ({ id, name: `Navn ${id}` }));
const app = express();
app.disable('x-powered-by');
app.set('etag', false);
app.get('/', (_req, res) => void res.type('html').send(page({ title: 'Bare', items })));
const server = createServer(app).listen(0, '127.0.0.1', () =>
  console.log(`Polyfoni is ready on http://127.0.0.1:${server.address().port}`),
);
