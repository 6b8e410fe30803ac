export type Role = 'trainee' | 'supervisor' | 'coordinator' | 'manager' | 'administrator';
export type AccountState = 'invited' | 'open' | 'disabled';

export interface Person {
  id: number;
  name: string;
  roles: Role[];
  municipalityId: number | null;
  organisation: string;
  language: 'da' | 'en';
  /** Qualified to assess. Assessor is a relation to a case, not a role. */
  assessor: boolean;
  accountState: AccountState;
  /** The account was opened again and nobody else has confirmed it: no film is shown. */
  filmHold: boolean;
}
