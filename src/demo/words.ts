/** What people wrote, all of it invented. No name, no place. */
export const reflectionText =
  'Jeg lagde mærke til, at jeg ventede længere, end jeg plejer, da der blev stille. Det var godt at blive i ordet, der lige var sagt. Næste gang vil jeg invitere min kollega tidligere ind.';

export const assessorFeedback = {
  worked: 'Du bliver i det sagte. Du siger højt, hvad I skal bruge mødet til.',
  next: 'Giv den fælles refleksion mere tid, og spørg netværket, hvad de hørte.',
};

const seen = [
  'I er to, og I ser til hinanden undervejs.',
  'Du spørger, hvem der mangler i rummet.',
  'Du begynder med at spørge, hvordan ideen om mødet opstod.',
  'Du svarer med det ord, der lige er sagt, før du spørger videre.',
  'Der bliver stille, og du lader stilheden være.',
  'Alle bliver spurgt om, hvad de tænkte, mens de lyttede.',
  'Du spørger, hvem der først lagde mærke til det.',
  'Du møder det uventede roligt og spørger til mening.',
  'Hverdagsord får lov at stå.',
  'I taler sammen foran netværket, og de svarer bagefter.',
  'Du siger højt, hvem du har talt med før mødet.',
  'Det åbne får lov at være åbent, og næste skridt aftales.',
];

const level: Record<number, string> = {
  1: 'Der var anledning til det flere gange, men det sker ikke.',
  2: 'Det ses et par gange og brydes så af et nyt spørgsmål.',
  3: 'Det ses tydeligt i en del af mødet.',
  4: 'Det ses gennem det meste af mødet.',
  5: 'Det bærer mødet.',
};

export const noteFor = (element: number, given: number): string =>
  `${level[given] ?? ''} ${given >= 3 ? (seen[element - 1] ?? '') : ''}`.trim();

export const growingReflection =
  'Jeg var spændt på, om jeg kunne lade stilheden være. Det lykkedes én gang, og så kom der noget nyt. Jeg vil gerne blive bedre til at spørge dem, der siger mindst.';
