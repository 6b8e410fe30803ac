import type { Role } from '../domain/person/person.js';

/** Everyone here is invented. */
export interface DemoPerson {
  code: string;
  name: string;
  roles: Role[];
  municipality?: MunicipalityCode;
  organisation?: string;
  assessor?: boolean;
}

export const demoMunicipalities = [
  { code: '901', name: 'Åsted' },
  { code: '902', name: 'Birkesund' },
  { code: '903', name: 'Møllevig' },
  { code: '904', name: 'Øhavn' },
  { code: '905', name: 'Aavang' },
] as const;
export type MunicipalityCode = (typeof demoMunicipalities)[number]['code'];

const supplier = 'Dialogværkstedet';

const staff: DemoPerson[] = [
  { code: 'LR', name: 'Lise Rønhave', roles: ['coordinator'], organisation: supplier },
  { code: 'RS', name: 'Ragnhild Sværke', roles: ['supervisor'], organisation: supplier, assessor: true },
  { code: 'UD', name: 'Ulrik Damborg', roles: ['supervisor'], organisation: supplier, assessor: true },
  { code: 'EH', name: 'Ester Hauge', roles: [], organisation: 'Ekstern bedømmer', assessor: true },
  { code: 'MQ', name: 'Mogens Quist', roles: [], organisation: 'Ekstern bedømmer', assessor: true },
  { code: 'YL', name: 'Yrsa Lindegaard', roles: [], organisation: 'Ekstern bedømmer', assessor: true },
  { code: 'PÆ', name: 'Poul Æbelø', roles: [], organisation: 'Ekstern bedømmer', assessor: true },
  { code: 'DV', name: 'Dorthe Vindum', roles: ['manager'], municipality: '901', organisation: 'Akuttilbuddet' },
  { code: 'HL', name: 'Henning Låsby', roles: ['manager'], municipality: '902', organisation: 'Bostøtte Vest' },
  { code: 'SF', name: 'Susanne Ø. Friis', roles: ['manager'], municipality: '903', organisation: 'Socialpsykiatrisk Center' },
  { code: 'KB', name: 'Karl Evald Bang', roles: ['manager'], municipality: '904', organisation: 'Bostøtten' },
  { code: 'TA', name: 'Tove Askgaard', roles: ['administrator'], organisation: supplier },
  { code: 'JK', name: 'Jannik Kvorning', roles: ['administrator'], organisation: supplier },
];

/** Where those of a municipality work, unless it is said otherwise. */
const workplaces: Partial<Record<MunicipalityCode, string>> = {
  '901': 'Akuttilbuddet',
  '902': 'Bostøtte Vest',
  '903': 'Socialpsykiatrisk Center',
};

const trainee = (code: string, name: string, municipality: MunicipalityCode, organisation = workplaces[municipality]): DemoPerson => ({
  code,
  name,
  municipality,
  roles: ['trainee'],
  ...(organisation === undefined ? {} : { organisation }),
});

export const adultTrainees: DemoPerson[] = [
  trainee('M01', 'Anne-Grethe Åkjær', '901'),
  trainee('M02', 'Bilal Rahimi', '901'),
  trainee('M03', 'Charlotte Øllgaard', '901'),
  trainee('M04', 'Dennis Vestermark', '901'),
  trainee('M05', 'Else Marie Thorup', '901'),
  trainee('M06', 'Frederik Sæderup', '901'),
  trainee('M07', 'Gitte Lundsgård', '902'),
  trainee('M08', 'Hassan Yildirim', '902'),
  trainee('M09', 'Inger Aabye', '902'),
  trainee('M10', 'Jørn Kallehave', '902'),
  trainee('M11', 'Kirsten Mølbak', '902'),
  trainee('M12', 'Lars Bjerrehuus', '903'),
  trainee('M13', 'Mette Nørskov', '903'),
  trainee('M14', 'Nadia El-Khatib', '903'),
  trainee('M15', 'Ole Ravnsborg', '903'),
  trainee('M16', 'Pia Søeborg', '903'),
  trainee('M17', 'Rasmus Ejstrup', '903'),
  trainee('M18', 'Sanne Vraa', '904', 'Bostøtten Nord'),
  trainee('M19', 'Thomas Åstrup', '904', 'Bostøtten Havnen'),
  trainee('M20', 'Ulla Kragelund', '904', 'Bostøtten Skoven'),
  trainee('M21', 'Vagn Holmgård', '904', 'Bostøtten Bakken'),
];

export const youngTrainees: DemoPerson[] = [
  trainee('Y1', 'Amina Dyrskov', '901'),
  trainee('Y2', 'Bo Tranegaard', '901'),
  trainee('Y3', 'Cecilie Aarup', '902'),
  trainee('Y4', 'Daniel Krogsbæk', '902'),
  trainee('Y5', 'Esma Yüksel', '904'),
  trainee('Y6', 'Flemming Østerby', '904'),
  trainee('Y7', 'Grethe Åbrink', '905'),
  trainee('Y8', 'Henrik Skovlund', '905'),
];

export const demoPeople: DemoPerson[] = [...staff, ...adultTrainees, ...youngTrainees];

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f.]/g, '');

const hosts: Record<MunicipalityCode, string> = {
  '901': 'aasted.example',
  '902': 'birkesund.example',
  '903': 'moellevig.example',
  '904': 'oehavn.example',
  '905': 'aavang.example',
};

/** «kirsten.moelbak@birkesund.example»: reserved names that never reach anyone. */
export const subjectOf = (person: DemoPerson): string => {
  const [first = '', ...rest] = plain(person.name).split(/\s+/);
  return `${first}.${rest.at(-1) ?? ''}@${person.municipality ? hosts[person.municipality] : 'dialogvaerkstedet.example'}`;
};

/** The passphrase of every demo account. It is printed in the README; the demo is never filled in production. */
export const demoPassphrase = 'stille vand i dyb dialog';
