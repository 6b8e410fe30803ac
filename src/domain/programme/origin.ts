/** Where a rule comes from. The difference is always visible in the product. */
export type Origin = { kind: 'source'; source: string; quote?: string } | { kind: 'ours' };
