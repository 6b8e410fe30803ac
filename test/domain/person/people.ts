import type { Person, Role } from '../../../src/domain/person/person.js';

/** A person with these roles and nothing else said. */
export const person = (id: number, ...roles: Role[]): Person => ({
  id,
  name: 'Navn Efternavn',
  roles,
  municipalityId: null,
  organisation: '',
  language: 'da',
  assessor: false,
  accountState: 'open',
  filmHold: false,
});

export const everyRole: Role[] = ['trainee', 'supervisor', 'coordinator', 'manager', 'administrator'];
