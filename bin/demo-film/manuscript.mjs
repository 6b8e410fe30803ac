/** The fictional meeting: who is there, what they say, how long nobody speaks before it, and where they look. */

export const title = 'Fiktivt netværksmøde';

/** Voice: a variant of espeak-ng's Danish with its pitch (0–99), speed (words a minute) and gap between words (10 ms). */
export const people = {
  leader: { role: 'meeting_leader', label: 'Mødeleder', voice: { variant: 'f3', pitch: 42, speed: 149, gap: 2 } },
  colleague: { role: 'meeting_participant', label: 'Mødedeltager', name: 'Jens', voice: { variant: 'm3', pitch: 30, speed: 148, gap: 2 } },
  citizen: { role: 'citizen', label: 'Borger', name: 'Emil', voice: { variant: 'm1', pitch: 56, speed: 134, gap: 3 } },
  mother: { role: 'relative', label: 'Mor', name: 'Karen', voice: { variant: 'f2', pitch: 30, speed: 144, gap: 2 } },
  caseworker: { role: 'job_centre', label: 'Jobcenter', name: 'Lene', voice: { variant: 'f4', pitch: 66, speed: 158, gap: 1 } },
};

/** `pause` is the quiet in ms before the line. `to` is whom the speaker looks at. `down` are those who look at the floor. */
export const lines = [
  {
    who: 'leader',
    to: 'mother',
    pause: 2000,
    text: 'Velkommen. Mødet bliver optaget, og det har I alle sagt ja til. Siger én stop, så slukker vi.',
  },
  { who: 'leader', to: 'citizen', pause: 700, text: 'Vi har ingen dagsorden. Hvordan opstod tanken om, at vi skulle mødes i dag?' },
  {
    who: 'mother',
    to: 'leader',
    pause: 2200,
    text: 'Det var nok mig. Emil holdt op med at tage telefonen. Så ringede jeg til Lene på jobcentret.',
  },
  { who: 'leader', to: 'citizen', pause: 1300, text: 'Han holdt op med at tage telefonen. Emil, hvad tænkte du, da du hørte om mødet?' },
  {
    who: 'citizen',
    to: 'floor',
    pause: 2400,
    text: 'Jeg tænkte: Nu skal de snakke om mig igen. Men jeg måtte selv vælge, hvem der skulle med.',
  },
  { who: 'leader', to: 'citizen', pause: 1200, text: 'Hvordan kunne du tænke dig at bruge tiden?' },
  {
    who: 'citizen',
    to: 'leader',
    pause: 2400,
    text: 'Jeg vil gerne have, at I forstår, hvordan det er, når mørket kommer.',
    down: ['mother'],
  },
  { who: 'leader', to: 'citizen', pause: 2200, text: 'Mørket.', still: true, down: ['citizen'] },
  { who: 'leader', to: 'citizen', pause: 1800, text: 'Vil du fortælle om mørket?', still: true, down: ['citizen'] },
  {
    who: 'citizen',
    to: 'floor',
    pause: 9000,
    text: 'Det kommer om eftermiddagen. Så bliver alting langsomt. Jeg kan godt høre telefonen. Men der er så langt hen til den.',
  },
  { who: 'leader', to: 'mother', pause: 2100, text: 'Så langt hen til den. Karen, hvordan er det for dig at høre?', down: ['citizen'] },
  { who: 'mother', to: 'citizen', pause: 1800, text: 'Jeg bliver ked af det. Jeg troede, at han var vred på mig.', down: ['citizen'] },
  { who: 'citizen', to: 'mother', pause: 2200, text: 'Jeg er ikke vred, mor.', still: true },
  { who: 'leader', to: 'caseworker', pause: 3800, text: 'Lene, hvad lægger du mærke til, mens du lytter?' },
  {
    who: 'caseworker',
    to: 'citizen',
    pause: 1200,
    text: 'At jeg ikke vidste det. Jeg har sendt breve. Og loven siger, at vi to skal holde kontakt. Det kan vi tage til sidst.',
  },
  { who: 'leader', to: 'citizen', pause: 1100, text: 'Tak, fordi du siger det højt. Hvem savner vi ellers her i rummet?' },
  { who: 'citizen', to: 'mother', pause: 1800, text: 'Morfar. Han ville sige: Kom med ud i haven.' },
  { who: 'mother', to: 'citizen', pause: 700, text: 'Ja. Det ville han.' },
  { who: 'leader', to: 'colleague', pause: 1400, text: 'Jens, skal vi to tale lidt sammen, mens I andre lytter?' },
  {
    who: 'colleague',
    to: 'leader',
    pause: 1200,
    text: 'Ja. Jeg tænker på vejen hen til telefonen. Måske er den kort for os og meget lang for Emil.',
    talk: true,
  },
  {
    who: 'leader',
    to: 'colleague',
    pause: 1100,
    text: 'Jeg ser to mennesker, der venter på hinanden. Hver på sin side af en telefon.',
    talk: true,
  },
  {
    who: 'colleague',
    to: 'leader',
    pause: 1500,
    text: 'Mon mørket beder om noget? Måske om ro. Jeg er ikke sikker.',
    talk: true,
    down: ['citizen'],
  },
  {
    who: 'leader',
    to: 'colleague',
    pause: 1200,
    text: 'Heller ikke jeg. Jeg får lyst til at skynde mig. Det vil jeg lade være med.',
    talk: true,
  },
  { who: 'leader', to: 'citizen', pause: 1300, text: 'Hvad hørte I? Og hvad passede slet ikke?' },
  { who: 'citizen', to: 'colleague', pause: 2000, text: 'Det med ro. Det passer. Men ikke at I skal gå.' },
  { who: 'mother', to: 'citizen', pause: 1500, text: 'Hver på sin side af en telefon. Sådan var det.' },
  { who: 'caseworker', to: 'citizen', pause: 1300, text: 'Så vil jeg hellere ringe end skrive. Hvornår passer det dig?' },
  { who: 'citizen', to: 'caseworker', pause: 1700, text: 'Om formiddagen. Der er mørket ikke kommet endnu.' },
  { who: 'leader', to: 'mother', pause: 1500, text: 'Hvad skal vi aftale i dag?' },
  { who: 'citizen', to: 'leader', pause: 1600, text: 'At vi mødes igen. De samme. Og morfar.' },
  { who: 'mother', to: 'citizen', pause: 900, text: 'Jeg ringer tirsdag formiddag.' },
  { who: 'caseworker', to: 'citizen', pause: 900, text: 'Og jeg ringer torsdag. Det, jeg skriver ned, læser du først.' },
  { who: 'leader', to: 'citizen', pause: 1300, text: 'Så mødes vi om to uger, med morfar. Resten lader vi stå åbent. Tak for i dag.' },
];

/** Quiet after the last line, and the step the whole length is rounded up to (both ms). */
export const ending = 1900;

/** 4 s holds whole keyframe intervals (2 s) and whole AAC packets (32 ms), so that the film loops without a seam. */
export const lengthStep = 4000;
