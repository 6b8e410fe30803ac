/** What a session was. Peer supervision (kollegial) is written down and never counted. */
export type SupervisionKind = 'group' | 'live' | 'individual' | 'peer';

export const supervisionKinds: SupervisionKind[] = ['group', 'live', 'individual', 'peer'];

/** Who of a session was there by a screen. */
export type OnlineMode = 'nobody' | 'some' | 'everyone';

export const onlineModes: OnlineMode[] = ['nobody', 'some', 'everyone'];

/** Only what the whole group is offered is held against anyone's pace; the other kinds are for those who were there (our choice). */
export const isForEveryone = (kind: SupervisionKind): boolean => kind === 'group';
