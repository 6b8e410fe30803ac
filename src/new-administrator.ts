import { z } from 'zod';
import { configOrEnd } from './config.js';
import { type NoAdministrator, newAdministrator } from './store/administrator.js';
import { reached, readyKeys } from './key-file.js';
import { openDatabase } from './store/database.js';
import { migrateUp } from './store/migrate.js';
import { paths } from './web/paths.js';

const usage = `bin/new-administrator NAME E-MAIL   makes an administrator and shows the link that opens the account, once
for example: bin/new-administrator 'Anna Holm' anna.holm@kommune.dk`;

const why: Record<NoAdministrator, string> = {
  open: 'has an open account. A forgotten passphrase: ask on the sign-in page; another administrator gives a link.',
  disabled: 'has an account that is closed. An administrator can open it again on its page.',
  another: 'has an account of another kind, not opened yet. Use another e-mail.',
};

function stop(words: string): never {
  console.error(words);
  process.exit(1);
}

const [name = '', address = '', ...rest] = process.argv.slice(2).map((word) => word.trim());
if (!name || name.length > 200 || !address || rest.length > 0) stop(usage);
if (address.length > 200 || !z.email().safeParse(address).success) stop(`${address} is no e-mail.\n${usage}`);

const config = configOrEnd();
await reached(config.databaseUrl);
const db = openDatabase(config.databaseUrl, await readyKeys(config));
try {
  await migrateUp(db);
  const made = await newAdministrator(db, { name, signInName: address, now: new Date() });
  if ('no' in made) stop(`${address} ${why[made.no]}`);
  console.log(`${config.origin}${paths.accounts.opening(made.token)}

Whoever has this link can open the account. It can be used once and is good for seven days.`);
} finally {
  await db.close();
}
