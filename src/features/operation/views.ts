export interface Check {
  status: { kind: 'done' | 'under-way' | 'waiting' | 'missing'; text?: string };
  strong: string;
  rest: string;
  note?: string;
}

export interface StoppedRow {
  title: string;
  text: string;
  reason: string;
  retry: string | null;
  letGo: string;
}

export interface OperationView {
  notice: string | null;
  lead: string;
  asked: string;
  again: string;
  checks: Check[];
  stopped: StoppedRow[];
  older: string | null;
}
