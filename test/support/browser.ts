import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { demoPassphrase } from '../../src/demo/people.js';
import { root } from '../../src/web/root.js';
import { demoFolder, startServer, type RunningServer } from './server.js';

const axe = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/** One person at a browser of their own. Every page they reach is checked with axe, for console errors, and for requests to other hosts. */
export class Visitor {
  readonly seen: string[] = [];
  private readonly troubles: string[] = [];

  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly url: string,
    private readonly script: boolean,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) this.troubles.push(message.text());
    });
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) this.troubles.push(`request to ${request.url()}`);
    });
  }

  /** Forgets what the browser said of a line that the test itself broke. */
  forgiveLostLine(): void {
    this.troubles.splice(0, this.troubles.length, ...this.troubles.filter((one) => !/net::ERR_/.test(one)));
  }

  /** Checks the page that is shown now; where script is off, only that it came. */
  async look(): Promise<void> {
    await this.page.waitForLoadState('load');
    if (!this.script) return;
    await this.page.evaluate(`${axe}; void 0`);
    const violations = (await this.page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then((r) => r.violations)`,
    )) as Violation[];
    const address = this.page.url().replace(this.url, '');
    this.seen.push(address);
    expect({
      address,
      violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`),
    }).toEqual({
      address,
      violations: [],
    });
    expect({ address, troubles: this.troubles }).toEqual({ address, troubles: [] });
    expect(await this.page.locator('h1').count()).toBe(1);
  }

  async go(address: string): Promise<void> {
    await this.page.goto(this.url + address);
    await this.look();
  }

  /** Follows a link by its name. */
  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name }).first().click();
    await this.look();
  }

  /** Presses a button by its name and looks at the page that follows. */
  async press(name: string | RegExp): Promise<void> {
    await Promise.all([this.page.waitForNavigation(), this.page.getByRole('button', { name }).first().click()]);
    await this.look();
  }

  async says(text: string | RegExp): Promise<void> {
    const main = await this.page.locator('body').innerText();
    expect(main.replaceAll('\u00a0', ' ')).toMatch(text);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

export interface BrowserWorld {
  server: RunningServer;
  /** Signs in through the form as a demo person. */
  as: (subject: string, options?: { script?: boolean; width?: number }) => Promise<Visitor>;
  anonymous: () => Promise<Visitor>;
  close: () => Promise<void>;
}

export const browserOptions = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** The built product with its demo, and Chromium before it. */
export async function openBrowserWorld(): Promise<BrowserWorld> {
  const server = await startServer({}, await demoFolder());
  const browser: Browser = await chromium.launch(browserOptions);
  const open = async ({ script = true, width = 1280 } = {}): Promise<Visitor> => {
    const context = await browser.newContext({ locale: 'da-DK', javaScriptEnabled: script, viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return new Visitor(page, context, server.url, script);
  };
  return {
    server,
    anonymous: () => open(),
    as: async (subject, options) => {
      const visitor = await open(options);
      await visitor.go('/sign-in');
      await visitor.page.locator('input[name="subject"]').fill(subject);
      await visitor.page.locator('input[name="secret"]').fill(demoPassphrase);
      await visitor.page.locator('form:has(input[name="secret"]) button[type="submit"]').click();
      await visitor.page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
      await visitor.look();
      return visitor;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
