import type { Element, Words } from './rubric.js';

const w = (da: string, en: string): Words => ({ da, en });

type Row = [short: Words, long: Words, cue: Words, one: Words, three: Words, five: Words];

const rows: Row[] = [
  [
    w('To eller flere', 'Two or more'),
    w('To eller flere fagpersoner i teamet', 'Two or more professionals in the team'),
    w(
      'Mindst én mødeleder og én mødedeltager er til stede og aktive fra start til slut. De deler arbejdet, ser til hinanden og inviterer hinanden ind.',
      'At least one leader and one reflecting colleague are present and active from start to end. They share the work, look to each other and invite each other in.',
    ),
    w('Alene, eller kollegaen er tavs hele mødet.', 'Alone, or the colleague is silent throughout.'),
    w('To til stede; kollegaen inddrages et par gange.', 'Two present; the colleague is brought in a couple of times.'),
    w('Synligt samspil; roller skifter naturligt og siges højt.', 'Visible teamwork; roles shift naturally and are said aloud.'),
  ],
  [
    w('Netværket er med', 'Network takes part'),
    w('Familie og netværk deltager', 'Family and network take part'),
    w(
      'Hvem er her, hvem valgte dem, og hvem mangler? Lederen spørger, hvem der ved, at mødet holdes, og hvordan fraværende stemmer kan komme med. Det trækker ikke ned, at borgeren selv valgte at komme alene, når det er undersøgt.',
      'Who is here, who chose them, who is missing? The leader asks who knows of the meeting and how absent voices can be brought in. It does not count against anyone that the citizen chose to come alone, if that was explored.',
    ),
    w('Netværket er ikke nævnt.', 'The network is not mentioned.'),
    w('Deltagere præsenteres; fravær berøres.', 'Those present are introduced; absence is touched on.'),
    w(
      'Netværkets sammensætning er undersøgt; fraværende stemmer får plads.',
      'Who is in the network has been explored; absent voices are given room.',
    ),
  ],
  [
    w('Åbne spørgsmål', 'Open questions'),
    w('Åbne spørgsmål', 'Open questions'),
    w(
      'Åbningen spørger til, hvordan ideen om mødet opstod, og hvad hver især vil bruge det til. Spørgsmål begynder med «hvordan» og «hvad». Ingen skjult dagsorden.',
      'The opening asks how the idea of meeting came about and how each wants to use it. Questions begin with "how" and "what". No hidden agenda.',
    ),
    w('Lukkede eller ledende spørgsmål; skjult dagsorden.', 'Closed or leading questions; hidden agenda.'),
    w('Blanding; åben start.', 'A mixture; open start.'),
    w('Åbne spørgsmål bærer mødet; deltagerne sætter temaerne.', 'Open questions carry the meeting; those present set the themes.'),
  ],
  [
    w('Svar på det sagte', 'Answering'),
    w('Svar på det, der bliver sagt', 'Answering what is said'),
    w(
      'Bruger talerens egne ord, venter, og svarer på det sidst sagte før et nyt tema. Tager tavshed, gråd, suk og kropssprog op.',
      'Uses the speaker’s own words, waits, and answers the last thing said before a new theme. Picks up silence, tears, sighs and body language.',
    ),
    w('Skifter emne hen over det sagte; afbryder.', 'Changes the subject over what was said; interrupts.'),
    w('Gentager ofte egne ord; springer nogle signaler over.', 'Often repeats own words; passes over some signals.'),
    w(
      'Svarer på det sidst sagte, også tavshed og krop, før nyt tema.',
      'Answers the last thing said, silence and body too, before a new theme.',
    ),
  ],
  [
    w('Her og nu', 'Here and now'),
    w('Nærvær i øjeblikket', 'Presence in the moment'),
    w(
      'Lægger mærke til det, der sker mellem folk nu. Gør plads til følelser, når de kommer, og skynder sig ikke videre til fortid eller plan.',
      'Notices what happens between people now. Makes room for feeling when it comes, and does not hurry on to the past or to plans.',
    ),
    w('Kun fortid, plan eller administration.', 'Only past, plan or administration.'),
    w('Følelser bemærkes, men forlades hurtigt.', 'Feelings are noticed, but soon left.'),
    w('Det, der sker nu, får tid; tempoet følger deltagerne.', 'What happens now is given time; the pace follows those present.'),
  ],
  [
    w('Flere stemmer', 'Many voices'),
    w('Flere stemmer (polyfoni)', 'Many voices (polyphony)'),
    w(
      'Alle taler og bliver bedt om at kommentere det, andre sagde; ingen tager parti. Der spørges til forskellige stemmer i én og samme person og til dem, der ikke er her.',
      'Everyone speaks and is asked to comment on what others said; no side is taken. Different voices within one person, and of those not here, are asked for.',
    ),
    w('En stemme dominerer; én side støttes.', 'One voice dominates; one side is supported.'),
    w('Alle har talt mindst én gang om det vigtige.', 'Everyone has spoken at least once on what matters.'),
    w(
      'Stemmer svarer hinanden; indre og fraværende stemmer hentes frem.',
      'Voices answer each other; inner and absent voices are brought out.',
    ),
  ],
  [
    w('Relationer', 'Relations'),
    w('Relationelt fokus', 'Focus on relations'),
    w(
      'Spørger til forbindelser: hvem lagde mærke til det, hvem er mest bekymret, hvordan var det for de andre. Det svære placeres mellem mennesker, ikke i ét.',
      'Asks about connections: who noticed, who worries most, how was it for the others. What is hard is placed between people, not inside one.',
    ),
    w('Problemet er personens.', 'The problem is the person’s.'),
    w('Enkelte spørgsmål om relationer.', 'A few questions about relations.'),
    w('Forståelsen bygges mellem mennesker gennem mødet.', 'Understanding is built between people through the meeting.'),
  ],
  [
    w('Rolig og nysgerrig', 'Calm and curious'),
    w('Nøgtern og meningssøgende', 'Matter-of-fact and looking for meaning'),
    w(
      'Mærkelige, stærke eller skræmmende ytringer mødes roligt som meningsfulde svar på noget. Ingen rettelser, ingen alarm, men sikkerhed håndteres åbent.',
      'Odd, strong or frightening utterances are met calmly as meaningful answers to something. No correcting, no alarm, but safety is handled openly.',
    ),
    w('Retter, dramatiserer eller undviger.', 'Corrects, dramatises or evades.'),
    w('Rolig, men spørger sjældent til mening.', 'Calm, but seldom asks about meaning.'),
    w('Rolig, nysgerrig på mening, sikkerhed håndteres åbent.', 'Calm, curious about meaning, safety handled openly.'),
  ],
  [
    w('Egne ord', 'Own words'),
    w('Egne ord og historier frem for symptomer', 'Own words and stories rather than symptoms'),
    w(
      'Inviterer til at fortælle, hvad der skete, og oversætter ikke til diagnoser. Når andre bruger et fagord, spørges der, hvad det betyder for dem.',
      'Invites people to tell what happened, and translates nothing into diagnoses. When others use a technical word, asks what it means to them.',
    ),
    w('Symptom- og diagnosesprog styrer.', 'Language of symptoms and diagnoses leads.'),
    w('Egne ord bruges, men oversættes indimellem.', 'Own words are used, but sometimes translated.'),
    w('Egne ord og historier bærer; fagord undersøges.', 'Own words and stories carry; technical words are explored.'),
  ],
  [
    w('Fælles refleksion', 'Reflecting aloud'),
    w('Fagpersonernes reflekterende samtale', 'The professionals’ reflecting talk'),
    w(
      'Mindst én refleksion mellem fagpersoner foran netværket, tøvende og nysgerrig. Netværket bliver spurgt bagefter. Planer og overvejelser luftes her.',
      'At least one reflection between professionals in front of the network, tentative and curious. The network is asked afterwards. Plans and thoughts are aired here.',
    ),
    w('Ingen refleksion.', 'No reflection.'),
    w('Én refleksion; netværket spørges kort bagefter.', 'One reflection; the network is asked briefly afterwards.'),
    w(
      'Flere tøvende refleksioner; netværket svarer, og svaret bruges.',
      'Several tentative reflections; the network answers, and the answer is used.',
    ),
  ],
  [
    w('Åbenhed', 'Openness'),
    w('Åbenhed (ikke noget om jer uden jer)', 'Openness (nothing about you without you)'),
    w(
      'Alt om borgeren siges, mens borgeren er der. Lederen fortæller om egne kontakter, pligter, notater og optagelse. Beslutninger og deres grunde siges højt, også lovens pligter.',
      'Everything about the citizen is said with the citizen present. The leader tells of own contacts, duties, notes and recording. Decisions and their grounds are said aloud, legal duties too.',
    ),
    w('Noget vigtigt aftales eller vides uden om.', 'Something important is agreed or known outside the room.'),
    w('Rammer, optagelse og pligter sagt i starten.', 'Frame, recording and duties said at the start.'),
    w('Alle begrundelser og beslutninger siges højt undervejs.', 'All grounds and decisions are said aloud along the way.'),
  ],
  [
    w('Tåle usikkerhed', 'Bearing uncertainty'),
    w('Tåle usikkerhed', 'Bearing uncertainty'),
    w(
      'Ingen hurtig konklusion og ingen hurtige råd. Langsomt tempo; tryghed først gennem kontakt. Det uafklarede nævnes, og næste skridt aftales, om det så kun er næste møde.',
      'No quick conclusion and no quick advice. Slow pace; safety first through contact. What is open is named, and a next step agreed, even if only the next meeting.',
    ),
    w('Hurtige råd eller konklusioner.', 'Quick advice or conclusions.'),
    w('Holder igen det meste; enkelte råd for tidligt.', 'Mostly holds back; some advice too early.'),
    w('Det uafklarede bæres fælles; næste skridt aftales trygt.', 'What is open is carried together; the next step is agreed in safety.'),
  ],
];

export const elements: Element[] = rows.map(([short, long, cue, one, three, five], index) => ({
  number: index + 1,
  short,
  long,
  cue,
  anchors: { 1: one, 3: three, 5: five },
}));
