import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStory, type Story } from '../support/build/certification.js';

const to = {
  enrolment: (id: number) => `/certification/enrolments/${id}`,
  decision: (id: number) => `/certification/enrolments/${id}/decision`,
  case: (id: number) => `/certification/cases/${id}`,
};

describe('the way to a certificate', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(() => story.close());

  const page = async (code: string, path: string) => (await story.be(code)).get(path);

  test.each(['M11', 'RS', 'UD', 'LR', 'EH', 'HL', 'TA'])('the overview answers %s', async (code) => {
    const answer = await page(code, '/certification');
    expect([200, 303]).toContain(answer.status);
    expect(answer.text).not.toMatch(/certification:|requirements:/);
  });

  test.each(['M01', 'M04', 'M05', 'M06', 'M07', 'M09', 'M10', 'M11', 'M13', 'M17', 'M18', 'M21'])(
    'the list of %s is a whole page for the trainee, the supervisor, the coordinator and the manager',
    async (code) => {
      const path = to.enrolment(await story.enrolmentId(code));
      for (const reader of [code, 'RS', 'UD', 'LR', 'DV', 'HL', 'SF', 'KB']) {
        const answer = await page(reader, path);
        expect([200, 404]).toContain(answer.status);
        expect(answer.text).not.toMatch(/certification:[a-z]|requirements:[A-Za-z]|\{\{|undefined|\[object/);
      }
    },
  );
});
