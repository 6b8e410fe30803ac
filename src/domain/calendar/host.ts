export interface Hosted {
  onDate: string;
  hostMunicipalityId: number | null;
}

/**
 * Who could host the next sessions of a group, so that it goes round (our choice): whoever has hosted least, and of those the one longest
 * ago; those who never did come in the order given. `sessions` are held or planned, cancelled ones left out.
 */
export function nextHosts(municipalityIds: number[], sessions: Hosted[], count: number): number[] {
  const ids = [...new Set(municipalityIds)];
  const hosted = [...sessions].sort((a, b) => a.onDate.localeCompare(b.onDate)).flatMap(({ hostMunicipalityId: id }) => id ?? []);
  const next: number[] = [];
  const turns = (id: number) => [...hosted, ...next].filter((one) => one === id).length;
  const last = (id: number) => [...hosted, ...next].lastIndexOf(id);
  while (next.length < count && ids.length > 0)
    next.push([...ids].sort((a, b) => turns(a) - turns(b) || last(a) - last(b) || ids.indexOf(a) - ids.indexOf(b))[0]!);
  return next;
}
