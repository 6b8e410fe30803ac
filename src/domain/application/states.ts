/** The life of an application for a seat. The state is derived from its events. */
export const applicationStates = ['nominated', 'waiting', 'offered', 'seated', 'refused', 'declined', 'withdrawn'] as const;
export type ApplicationState = (typeof applicationStates)[number];

export const applicationEventKinds = [
  'nominated',
  'approved',
  'refused',
  'offered',
  'accepted',
  'declined',
  'seated',
  'withdrawn',
] as const;
export type ApplicationEventKind = (typeof applicationEventKinds)[number];

export type ApplicationTurn = 'manager' | 'coordinator' | 'nobody';

/**
 * from → event → to. A nomination on paper waits for the municipality's manager; one by the manager is approved as it is made. A seat that
 * becomes free after training has begun is offered, and the municipality says yes or no (our choice).
 */
export const applicationTransitions: { from: (ApplicationState | null)[]; event: ApplicationEventKind; to: ApplicationState }[] = [
  { from: [null], event: 'nominated', to: 'nominated' },
  { from: ['nominated', null], event: 'approved', to: 'waiting' },
  { from: ['nominated'], event: 'refused', to: 'refused' },
  { from: ['waiting'], event: 'offered', to: 'offered' },
  { from: ['offered'], event: 'accepted', to: 'seated' },
  { from: ['offered'], event: 'declined', to: 'declined' },
  { from: ['nominated', 'waiting', 'offered'], event: 'seated', to: 'seated' },
  { from: ['nominated', 'waiting', 'offered'], event: 'withdrawn', to: 'withdrawn' },
];

/** The state an event leads to, or null when it cannot happen now. */
export const afterApplicationEvent = (state: ApplicationState | null, event: ApplicationEventKind): ApplicationState | null =>
  applicationTransitions.find((one) => one.event === event && one.from.includes(state))?.to ?? null;

/** The state of events in the order they were written; null before the first. An event that cannot happen changes nothing. */
export const applicationState = (events: ApplicationEventKind[]): ApplicationState | null =>
  events.reduce<ApplicationState | null>((state, event) => afterApplicationEvent(state, event) ?? state, null);

/** Nominated, in line or offered: it can still become a seat. */
export const isOpenApplication = (state: ApplicationState | null): boolean =>
  state === 'nominated' || state === 'waiting' || state === 'offered';

/** Whose turn it is. In line it is the coordinator's when a seat is free for this one, and else nobody's. */
export function applicationTurn(state: ApplicationState, seatFree: boolean): ApplicationTurn {
  if (state === 'nominated' || state === 'offered') return 'manager';
  return state === 'waiting' && seatFree ? 'coordinator' : 'nobody';
}
