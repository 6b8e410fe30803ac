/** Every address of the house. Numbers are ids; what a person may not see does not exist for them. */
const id = (value: number | ':id' | string) => String(value);
type Id = number | ':id';

export const paths = {
  today: () => '/',
  static: '/static',
  health: '/healthz',
  ready: '/readyz',
  language: () => '/language',
  about: {
    help: () => '/help',
    accessibility: () => '/accessibility',
    privacy: () => '/privacy',
    contact: () => '/contact',
  },
  accounts: {
    signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
    signOut: () => '/sign-out',
    /** The one-time link: choose a passphrase. */
    opening: (token: string) => `/accounts/opening/${token}`,
    /** Ask for the account to be opened again. */
    reopening: () => '/accounts/reopening',
    list: () => '/accounts',
    new: () => '/accounts/new',
    show: (account: Id) => `/accounts/${id(account)}`,
    links: (account: Id) => `/accounts/${id(account)}/links`,
    disabling: (account: Id) => `/accounts/${id(account)}/disabling`,
    enabling: (account: Id) => `/accounts/${id(account)}/enabling`,
    request: (reopening: Id) => `/accounts/reopenings/${id(reopening)}`,
    approval: (reopening: Id) => `/accounts/reopenings/${id(reopening)}/approval`,
    refusal: (reopening: Id) => `/accounts/reopenings/${id(reopening)}/refusal`,
    confirmation: (reopening: Id) => `/accounts/reopenings/${id(reopening)}/confirmation`,
    municipalities: () => '/accounts/municipalities',
    municipality: (municipality: Id) => `/accounts/municipalities/${id(municipality)}`,
    municipalityRemoval: (municipality: Id) => `/accounts/municipalities/${id(municipality)}/removal`,
    me: () => '/accounts/me',
    passphrase: () => '/accounts/me/passphrase',
    otherSessions: () => '/accounts/me/other-sessions',
  },
  training: {
    cohorts: () => '/training',
    newCohort: () => '/training/cohorts/new',
    createCohort: () => '/training/cohorts',
    cohort: (cohort: Id) => `/training/cohorts/${id(cohort)}`,
    days: (cohort: Id) => `/training/cohorts/${id(cohort)}/days`,
    newEnrolment: (cohort: Id) => `/training/cohorts/${id(cohort)}/enrolments/new`,
    enrolments: (cohort: Id) => `/training/cohorts/${id(cohort)}/enrolments`,
    stopping: (enrolment: Id) => `/training/enrolments/${id(enrolment)}/stopping`,
    leave: (enrolment: Id) => `/training/enrolments/${id(enrolment)}/leave`,
    employer: (enrolment: Id) => `/training/enrolments/${id(enrolment)}/employer`,
    enrolment: (enrolment: Id) => `/training/enrolments/${id(enrolment)}`,
    attendance: (day: Id) => `/training/days/${id(day)}/attendance`,
    /** A4, to be signed by hand. */
    sheet: (day: Id) => `/training/days/${id(day)}/sign-in-sheet`,
    programmes: () => '/training/programmes',
    programme: (programme: Id) => `/training/programmes/${id(programme)}`,
    /** The next version of a programme, from draft to in force. */
    newVersion: (programme: Id) => `/training/programmes/${id(programme)}/drafts`,
    withdrawal: (programme: Id) => `/training/programmes/${id(programme)}/withdrawal`,
    draft: (draft: Id) => `/training/drafts/${id(draft)}`,
    preview: (draft: Id) => `/training/drafts/${id(draft)}/preview`,
    version: (draft: Id) => `/training/drafts/${id(draft)}/version`,
    draftRemoval: (draft: Id) => `/training/drafts/${id(draft)}/removal`,
  },
  calendar: {
    /** `cohort` and `group` narrow it to one; `from` opens it at a date. */
    list: (query?: string) => `/calendar${query ? `?${query}` : ''}`,
    day: (day: Id) => `/calendar/days/${id(day)}`,
    dayCancellation: (day: Id) => `/calendar/days/${id(day)}/cancellation`,
    apology: (day: Id) => `/calendar/days/${id(day)}/apology`,
    apologyWithdrawal: (day: Id) => `/calendar/days/${id(day)}/apology/withdrawal`,
    session: (session: Id) => `/calendar/sessions/${id(session)}`,
    sessionApology: (session: Id) => `/calendar/sessions/${id(session)}/apology`,
    sessionApologyEnd: (session: Id) => `/calendar/sessions/${id(session)}/apology/end`,
    seen: (change: Id) => `/calendar/changes/${id(change)}/seen`,
    makeUps: (enrolment: Id) => `/calendar/make-ups/${id(enrolment)}`,
    seat: (enrolment: Id) => `/calendar/make-ups/${id(enrolment)}/seats`,
    decision: (makeUp: Id) => `/calendar/make-ups/requests/${id(makeUp)}`,
    feed: () => '/calendar/feed',
    feedEnd: () => '/calendar/feed/end',
    /** The secret address itself, without a session. */
    file: (token: string) => `/calendar/feeds/${token}.ics`,
  },
  applications: {
    /** A municipality's own seats, for its manager. */
    places: () => '/applications',
    /** One's own seat, for a trainee. */
    ownSeat: () => '/applications/seat',
    cohort: (cohort: Id) => `/applications/cohorts/${id(cohort)}`,
    new: (cohort: Id) => `/applications/cohorts/${id(cohort)}/new`,
    show: (application: Id) => `/applications/${id(application)}`,
    answer: (application: Id) => `/applications/${id(application)}/answer`,
    offer: (application: Id) => `/applications/${id(application)}/offer`,
    seat: (application: Id) => `/applications/${id(application)}/seat`,
    withdrawal: (application: Id) => `/applications/${id(application)}/withdrawal`,
  },
  intake: {
    /** People of a cohort from a file: first shown, then put in. */
    new: (cohort: Id) => `/intake/cohorts/${id(cohort)}`,
    people: (cohort: Id) => `/intake/cohorts/${id(cohort)}/people.csv`,
    show: (intake: Id) => `/intake/${id(intake)}`,
    removal: (intake: Id) => `/intake/${id(intake)}/removal`,
  },
  supervision: {
    index: () => '/supervision',
    /** Several drafts, looked through and signed together. */
    signing: () => '/supervision/signing',
    newGroup: (cohort: Id) => `/supervision/cohorts/${id(cohort)}/groups/new`,
    groups: (cohort: Id) => `/supervision/cohorts/${id(cohort)}/groups`,
    group: (group: Id) => `/supervision/groups/${id(group)}`,
    newSession: (group: Id) => `/supervision/groups/${id(group)}/sessions/new`,
    sessions: (group: Id) => `/supervision/groups/${id(group)}/sessions`,
    members: (group: Id) => `/supervision/groups/${id(group)}/members`,
    planning: (group: Id) => `/supervision/groups/${id(group)}/plans`,
    /** A group's quarter: everyone's hours, signed together by the supervisor. */
    groupQuarter: (group: Id, quarter: string) => `/supervision/groups/${id(group)}/quarters/${quarter}`,
    session: (session: Id) => `/supervision/sessions/${id(session)}`,
    entry: (session: Id) => `/supervision/sessions/${id(session)}/entry`,
    signature: (session: Id) => `/supervision/sessions/${id(session)}/signature`,
    cancellation: (session: Id) => `/supervision/sessions/${id(session)}/cancellation`,
    correction: (line: Id) => `/supervision/lines/${id(line)}/correction`,
    hours: (enrolment: Id) => `/supervision/hours/${id(enrolment)}`,
    /** The trainee's own objection to a line. */
    objection: (line: Id) => `/supervision/lines/${id(line)}/objection`,
    answer: (objection: Id) => `/supervision/objections/${id(objection)}/answer`,
    /** One trainee's quarter, signed by both sides; `quarter` as 2025-3. */
    attestation: (enrolment: Id, quarter: string) => `/supervision/hours/${id(enrolment)}/quarters/${quarter}`,
  },
  meetings: {
    list: () => '/meetings',
    new: () => '/meetings/new',
    show: (meeting: Id) => `/meetings/${id(meeting)}`,
    edit: (meeting: Id) => `/meetings/${id(meeting)}/edit`,
    removal: (meeting: Id) => `/meetings/${id(meeting)}/removal`,
    attendees: (meeting: Id) => `/meetings/${id(meeting)}/attendees`,
    answers: (meeting: Id) => `/meetings/${id(meeting)}/answers`,
    withdrawal: (attendee: Id) => `/meetings/attendees/${id(attendee)}/withdrawal`,
  },
  recordings: {
    list: () => '/recordings',
    new: (meeting: Id) => `/meetings/${id(meeting)}/recording/new`,
    create: (meeting: Id) => `/meetings/${id(meeting)}/recording`,
    show: (recording: Id) => `/recordings/${id(recording)}`,
    status: (recording: Id) => `/recordings/${id(recording)}/status`,
    film: (recording: Id) => `/recordings/${id(recording)}/film`,
    poster: (recording: Id) => `/recordings/${id(recording)}/poster`,
    sprite: (recording: Id) => `/recordings/${id(recording)}/sprite`,
    wave: (recording: Id) => `/recordings/${id(recording)}/wave`,
    /** Whether an open player may go on, and with which file. */
    playing: (recording: Id) => `/recordings/${id(recording)}/playing`,
    /** Where a player tells what was played. */
    viewing: (recording: Id) => `/recordings/${id(recording)}/viewing`,
    removal: (recording: Id) => `/recordings/${id(recording)}/removal`,
  },
  uploads: {
    /** Where a resumable upload is begun. */
    create: (meeting: Id) => `/meetings/${id(meeting)}/uploads`,
    /** `:upload` is random and made here. */
    show: (upload: string) => `/uploads/${upload}`,
    /** Everything is sent: here is its fingerprint. */
    completion: (upload: string) => `/uploads/${upload}/completion`,
    /** From–to: what of it is kept. */
    cut: (upload: string) => `/uploads/${upload}/cut`,
    removal: (upload: string) => `/uploads/${upload}/removal`,
    /** The copy on the phone is gone. */
    phoneCopy: (recording: Id) => `/uploads/phone-copies/${id(recording)}`,
  },
  review: {
    /** `t` opens the film at that second. */
    show: (recording: Id, t?: number) => `/review/${id(recording)}${t === undefined ? '' : `?t=${t}`}`,
    annotations: (recording: Id) => `/review/${id(recording)}/annotations`,
    annotation: (annotation: Id) => `/review/annotations/${id(annotation)}`,
    removal: (annotation: Id) => `/review/annotations/${id(annotation)}/removal`,
    /** Brings a removed comment back. */
    restoration: (annotation: Id) => `/review/annotations/${id(annotation)}/restoration`,
    replies: (annotation: Id) => `/review/annotations/${id(annotation)}/replies`,
    reflection: (recording: Id) => `/review/${id(recording)}/reflection`,
    sharing: (recording: Id) => `/review/${id(recording)}/sharing`,
    closing: (recording: Id) => `/review/${id(recording)}/closing`,
  },
  certification: {
    index: () => '/certification',
    /** One trainee's way to the certificate: the requirements. */
    enrolment: (enrolment: Id) => `/certification/enrolments/${id(enrolment)}`,
    selfAssessment: (enrolment: Id) => `/certification/enrolments/${id(enrolment)}/self-assessment`,
    request: (enrolment: Id) => `/certification/enrolments/${id(enrolment)}/request`,
    planDone: (enrolment: Id) => `/certification/enrolments/${id(enrolment)}/plan`,
    decision: (enrolment: Id) => `/certification/enrolments/${id(enrolment)}/decision`,
    case: (assessmentCase: Id) => `/certification/cases/${id(assessmentCase)}`,
    assessors: (assessmentCase: Id) => `/certification/cases/${id(assessmentCase)}/assessors`,
    rating: (assessmentCase: Id) => `/certification/cases/${id(assessmentCase)}/rating`,
    lock: (assessmentCase: Id) => `/certification/cases/${id(assessmentCase)}/lock`,
    adjudication: (assessmentCase: Id) => `/certification/cases/${id(assessmentCase)}/adjudication`,
    certificate: (certificate: Id) => `/certification/certificates/${id(certificate)}`,
    withdrawal: (certificate: Id) => `/certification/certificates/${id(certificate)}/withdrawal`,
    /** Public: anyone with the certificate in hand. */
    check: (code: string) => `/check/${code}`,
    checkForm: () => '/check',
    rubric: () => '/certification/rubric',
  },
  coordination: {
    cohort: (cohort: Id) => `/coordination/cohorts/${id(cohort)}`,
    csv: (cohort: Id) => `/coordination/cohorts/${id(cohort)}.csv`,
    trainee: (enrolment: Id) => `/coordination/trainees/${id(enrolment)}`,
    municipality: () => '/coordination/municipality',
    /** Everything that waits for the coordinator, over all her cohorts. */
    desk: () => '/coordination',
    deskFile: (end: 'csv' | 'xlsx') => `/coordination/desk.${end}`,
    sheet: (cohort: Id) => `/coordination/cohorts/${id(cohort)}.xlsx`,
    charts: (cohort: Id) => `/coordination/cohorts/${id(cohort)}/charts`,
    municipalityFile: (end: 'csv' | 'xlsx') => `/coordination/municipality.${end}`,
    /** How soon people get started, and where a leader stands alone. */
    started: () => '/coordination/started',
    startedFile: (end: 'csv' | 'xlsx') => `/coordination/started.${end}`,
    reports: () => '/coordination/reports',
    report: (municipality: Id) => `/coordination/municipalities/${id(municipality)}/report.pdf`,
    ownReport: () => '/coordination/municipality/report.pdf',
    traineeReminders: (enrolment: Id) => `/coordination/trainees/${id(enrolment)}/reminders`,
    sessionReminders: (session: Id) => `/coordination/sessions/${id(session)}/reminders`,
    objectionReminders: (session: Id) => `/coordination/sessions/${id(session)}/answer-reminders`,
    /** The quarter whose last session this is. */
    quarterReminders: (session: Id) => `/coordination/sessions/${id(session)}/quarter-reminders`,
    reminderWithdrawal: (reminder: Id) => `/coordination/reminders/${id(reminder)}/withdrawal`,
  },
  operation: {
    show: () => '/operation',
    retry: (job: Id) => `/operation/jobs/${id(job)}/retry`,
    letGo: (job: Id) => `/operation/jobs/${id(job)}/letting-go`,
  },
};

/** The addresses that take a film, or a file of people, as multipart form. */
export const takesFile = (path: string): boolean => /^\/(meetings\/[1-9]\d*\/recording|intake\/cohorts\/[1-9]\d*)\/?$/.test(path);

/** The page where a film is chosen, also when it comes back with a refusal. */
export const choosesFile = (path: string): boolean => /^\/meetings\/[1-9]\d*\/recording(\/new)?\/?$/.test(path);

/** The addresses that speak the protocol of resumable uploads (tus 1.0). */
export const takesPieces = (path: string): boolean => /^\/(uploads\/[^/]+|meetings\/[1-9]\d*\/uploads)(\/completion)?\/?$/.test(path);

/** The address of a film, as a player asks for it again and again. */
export const playsFilm = (url: string): boolean => /^\/recordings\/[1-9]\d*\/film(\?|$)/.test(url);

/** Only a path on this site: `//host`, `/\host`, `https:` and `javascript:` are refused. */
export const ownPath = (value: unknown): string | null =>
  typeof value === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(value) && value.length < 2000 ? value : null;
