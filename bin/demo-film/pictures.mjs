import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { browserDriver, chromiumPath } from './programs.mjs';
import { height, width } from './room.mjs';
import { sheet } from './sheet.mjs';

const plex = fileURLToPath(
  new URL('../../node_modules/dkfds/src/fonts/IBMPlexSans/split/woff2/IBMPlexSans-Medium-Latin1.woff2', import.meta.url),
);

/** The product's own typeface when the project is installed, else what Debian has. */
function typeface() {
  const font = existsSync(plex) ? `@font-face{font-family:Plex;src:url(data:font/woff2;base64,${readFileSync(plex, 'base64')})}` : '';
  return `<style>${font}body{margin:0}svg{display:block}text{font:500 13.5px Plex,"DejaVu Sans",sans-serif;fill:#23211c;text-anchor:middle}</style>`;
}

/** Draws each different state once and gives, in order, one PNG per state of the film. */
export async function draw(states, progress) {
  const driver = await browserDriver();
  const browser = await driver.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.setContent(`${typeface()}<main></main>`);
    const drawn = new Map();
    const keys = states.map((state) => JSON.stringify(state));
    for (const [index, key] of keys.entries()) {
      if (!drawn.has(key)) drawn.set(key, await photograph(page, states[index]));
      progress(index + 1, drawn.size);
    }
    return keys.map((key) => drawn.get(key));
  } finally {
    await browser.close();
  }
}

async function photograph(page, state) {
  await page.evaluate(async (svg) => {
    document.querySelector('main').innerHTML = svg;
    await document.fonts.ready;
  }, sheet(state));
  return page.screenshot();
}
