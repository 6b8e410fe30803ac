import type { Translate } from './language.js';
import { paths } from './paths.js';

/** The way to throw away what has been sent of a film. Two steps: it may have taken an hour to send. */
export interface DiscardView {
  summary: string;
  text: string;
  action: string;
  label: string;
}

export const discardView = (t: Translate, upload: string): DiscardView => ({
  summary: t('uploads:discard.summary'),
  text: t('uploads:discard.text'),
  action: paths.uploads.removal(upload),
  label: t('uploads:discard.act'),
});
