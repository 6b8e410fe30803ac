import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Ends the script with one sentence; for what a person can mend, so no stack trace. */
export function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Refuses in one sentence when a named program cannot be started. */
export function needPrograms(names) {
  const missing = names.filter((name) => spawnSync(name, [name === 'espeak-ng' ? '--version' : '-version']).error);
  if (missing.length > 0) stop(`Missing: ${missing.join(', ')}. Install with: apt-get install ffmpeg espeak-ng`);
}

/** Path of an installed Chromium; refuses in one sentence when there is none. */
export function chromiumPath() {
  return browsers.find((path) => existsSync(path)) ?? stop('Missing: chromium. Install with: apt-get install chromium');
}

/** The browser driver of the project's own development dependencies. */
export async function browserDriver() {
  try {
    return (await import('playwright-core')).chromium;
  } catch {
    return stop('Missing: playwright-core. Install the project first with: npm ci');
  }
}

/** Runs a program to its end and gives its output as bytes; its own error text is shown when it fails. */
export function run(name, args, input) {
  return execFileSync(name, args, { input, maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] });
}
