const isUnsaved = (text: HTMLTextAreaElement): boolean =>
  text.value !== text.defaultValue || (text.value !== '' && Boolean(text.form?.querySelector('.form-error-message')));

/** Fields whose words are kept nowhere yet. */
export const unsavedIn = (part: Element | null): HTMLTextAreaElement[] => [...(part?.querySelectorAll('textarea') ?? [])].filter(isUnsaved);

export const holdsUnsaved = (part: HTMLElement): boolean => unsavedIn(part).length > 0;

/** Ctrl+Enter (Cmd+Enter) saves from a text field, and leaving with unsaved words is asked about first. */
export function guardWords(main: HTMLElement): void {
  let sent: HTMLFormElement | null = null;
  main.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    const form = event.target.form;
    form?.requestSubmit(form.querySelector<HTMLButtonElement>('[data-save]'));
  });
  main.addEventListener('submit', (event) => {
    if (!event.defaultPrevented) sent = event.target as HTMLFormElement;
  });
  window.addEventListener('beforeunload', (event) => {
    const left = unsavedIn(main).some(({ form }) => form !== sent);
    sent = null;
    if (left) event.preventDefault();
  });
}
