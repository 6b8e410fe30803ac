import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBrowserWorld, type BrowserWorld } from '../support/browser.js';

const who = {
  coordinator: 'lise.roenhave@dialogvaerkstedet.example',
  manager: 'karl.bang@oehavn.example',
  trainee: 'esma.yuksel@oehavn.example',
};

describe('journey: a seat is offered and taken, a programme gets a new version, and a file puts people on a cohort', () => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await openBrowserWorld();
  }, 180_000);
  afterAll(() => world.close());

  test('the manager takes the seat that was offered and nominates one more', async () => {
    const manager = await world.as(who.manager);
    await manager.go('/applications');
    await manager.says(/Mikkel Ågaard/);
    await manager.follow('Mikkel Ågaard');
    await manager.page.getByLabel('Ja, vi tager imod').check();
    await manager.press('Gem svaret');
    await manager.says(/Mikkel Ågaard er på holdet/);
    await manager.go('/applications');
    await manager.follow(/Indstil en medarbejder/);
    await manager.press('Indstil til holdet');
    await manager.says(/Skriv navnet/);
    await manager.page.getByLabel('Navn').fill('Nanna Øster');
    await manager.page.getByLabel('E-mail').fill('nanna.oester@oehavn.example');
    await manager.press('Indstil til holdet');
    await manager.says(/Nr\. 1 på ventelisten i Øhavn/);
    await manager.close();
  }, 120_000);

  test('the coordinator reads a file in and writes a new version, in both languages and without script', async () => {
    const coordinator = await world.as(who.coordinator);
    await coordinator.go('/applications/cohorts/2');
    await coordinator.says(/Kasper Vindelev/);
    await coordinator.follow(/Læs mødeledere ind fra en fil/);
    const csv = 'Navn;E-mail;Kommune\r\nVibe Å;vibe@aavang.example;Aavang\r\nBo;bo@nowhere.example;Ukendt\r\n';
    await coordinator.page.setInputFiles('#file', { name: 'hold.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await coordinator.press('Se, hvad filen vil gøre');
    await coordinator.says(/1 linje bliver ikke læst ind\. 1 kommer på holdet\./);
    await coordinator.press('Læs 1 linje ind');
    await coordinator.says(/1 er uændret/);
    for (const language of ['English', 'Dansk']) {
      for (const address of [
        '/applications/cohorts/2',
        '/applications/cohorts/2/new',
        '/intake/cohorts/2',
        '/training/programmes/1',
        '/training/enrolments/23/employer',
      ])
        await coordinator.go(address);
      await coordinator.press(language);
    }
    await coordinator.close();
    const plain = await world.as(who.coordinator, { script: false });
    await plain.go('/training/programmes/1');
    await plain.press('Skriv en ny version');
    await plain.page.getByLabel('Ledede møder', { exact: true }).last().fill('8');
    await plain.press('Gem kladden, og se, hvad der ændrer sig');
    await plain.says(/går over på den nye version/);
    await plain.close();
    const seen = await world.as(who.coordinator);
    await seen.go('/training/drafts/1');
    await seen.go('/training/drafts/1/preview');
    await seen.page.getByLabel('Hvorfor').fill('Flere når det');
    await seen.press(/Sæt version 2 i kraft/);
    await seen.says(/Version 2 gælder fra/);
    await seen.close();
  }, 180_000);

  test('the trainee sees her own seat', async () => {
    const trainee = await world.as(who.trainee);
    await trainee.go('/applications/seat');
    await trainee.says(/Din plads/);
    await trainee.says(/Uddannelsen slutter/);
    expect(trainee.seen.length).toBeGreaterThan(1);
    await trainee.close();
  }, 60_000);
});
