import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express, { Router } from 'express';
import { door } from '../../src/web/door.js';

let server: Server;
const ask = async (path: string) => {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return [answer.status, await answer.text()];
};
const saying = (feature: string, ...routes: string[]) => {
  const router = Router();
  for (const route of routes) router.get(route, (req, res) => void res.send(`${feature} ${JSON.stringify(req.params)}`));
  return router;
};

beforeAll(async () => {
  const app = express();
  app.use(door([saying('today', '/'), saying('films', '/films/:id', '/films/:id/wave'), saying('marks', '/films/:id/marks', '/marks')]));
  app.use((_req, res) => void res.status(404).send('nowhere'));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('an address reaches the feature that has it, also when two share its first word', async () => {
  expect(await ask('/')).toEqual([200, 'today {}']);
  expect(await ask('/films/7/wave?at=2')).toEqual([200, 'films {"id":"7"}']);
  expect(await ask('/films/7/marks')).toEqual([200, 'marks {"id":"7"}']);
  expect(await ask('/marks/')).toEqual([200, 'marks {}']);
});

test('without regard to case, as Express does', async () => {
  expect(await ask('/FILMS/7')).toEqual([200, 'films {"id":"7"}']);
});

test('whatever nobody has goes on', async () => {
  for (const path of ['/films', '/film/7', '//films/7', '/%66ilms/7', '/constructor', '/__proto__'])
    expect([path, ...(await ask(path))]).toEqual([path, 404, 'nowhere']);
});

test('a route that begins with a parameter is told at once', () => {
  expect(() => door([saying('anything', '/:word')])).toThrow('no word');
});
