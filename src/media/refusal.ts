/** Every reason a film can be refused for. The words a person reads are in the locales, one sentence a reason. */
export const refusalReasons = [
  'empty',
  'not-a-film',
  'container-refused',
  'codec-refused',
  'no-picture-or-sound',
  'too-short',
  'too-long',
  'too-many-pixels',
  'too-many-frames',
  'too-many-tracks',
  'too-big',
  'too-heavy',
  'infected',
  'not-scanned',
  'broken',
  'took-too-long',
  'cut-outside',
] as const;

export type MediaRefusal = (typeof refusalReasons)[number];

/** The film itself is the cause; trying again will not help. Anything else that is thrown is ours and may be tried again. */
export class MediaRefused extends Error {
  override readonly name = 'MediaRefused';
  constructor(
    readonly reason: MediaRefusal,
    /** For the log: codec, container or the tool's words. No name of a person or file. */
    readonly detail = '',
  ) {
    super(`film refused: ${reason}${detail && ` (${detail})`}`);
  }
}
