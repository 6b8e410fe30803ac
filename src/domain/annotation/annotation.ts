export const annotationKinds = ['strength', 'growth', 'question'] as const;
export type AnnotationKind = (typeof annotationKinds)[number];
export type Pass = 'reflection' | 'supervision' | 'assessment';

/** A comment on a point or a stretch of a recording. Times are whole milliseconds of the recording. */
export interface Annotation {
  id: number;
  recordingId: number;
  authorId: number;
  pass: Pass;
  startMs: number;
  endMs: number | null;
  element: number | null;
  kind: AnnotationKind | null;
  version: number;
  sharedAt: string | null;
  removedAt: string | null;
}

export const textLimit = 10_000;
