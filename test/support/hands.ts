import type { Visitor } from './browser.js';

/** Presses keys one at a time and counts them. */
export function hands({ page }: Visitor) {
  let count = 0;
  const press = async (key: string, times = 1) => {
    for (let each = 0; each < times; each += 1) await page.keyboard.press(key);
    count += times;
  };
  return {
    press,
    type: async (text: string) => {
      for (const key of text) await press(key);
    },
    /** Tab until the control with this id has the focus. */
    tabTo: async (id: string) => {
      for (let each = 0; each < 60; each += 1) {
        await press('Tab');
        if ((await page.evaluate('document.activeElement?.id')) === id) return;
      }
      throw new Error(`Tab does not reach ${id}`);
    },
    count: () => count,
  };
}
