import { table } from './table.js';

/** The whole schema as the code sees it. Instants: ISO-8601 UTC text. Dates: YYYY-MM-DD. Times of day: minutes since midnight. */

export const municipalities = table('municipality', { id: 'key', code: 'text', name: 'text', sortKey: 'text', demo: 'flag' });
export const people = table('person', {
  id: 'key', name: 'text', sortKey: 'text', municipalityId: 'number?', organisation: 'text', language: 'text', assessor: 'flag',
  accountState: 'text', firstSignedInAt: 'text?', filmHold: 'flag', createdAt: 'text',
});
export const personRoles = table('person_role', { personId: 'number', role: 'text' }, ['personId', 'role']);
export const identities = table('identity', { id: 'key', personId: 'number', issuer: 'text', subject: 'text', secretHash: 'text?' });
export const accountLinks = table('account_link', {
  id: 'key', personId: 'number', tokenHash: 'text', purpose: 'text', madeBy: 'number', createdAt: 'text', expiresAt: 'text',
  usedAt: 'text?',
});
export const reopenings = table('reopening', {
  id: 'key', personId: 'number', askedAt: 'text', approvedBy: 'number?', approvedAt: 'text?', refusedAt: 'text?', linkId: 'number?',
  toldAt: 'text?', confirmedBy: 'number?', confirmedAt: 'text?',
});
export const sessions = table(
  'session',
  { idHash: 'text', personId: 'number?', payload: 'text', startedAt: 'text', seenAt: 'text', expiresAt: 'text' },
  ['idHash'],
);
export const auditEntries = table('audit_entry', {
  id: 'key', at: 'text', actorId: 'number?', action: 'text', objectKind: 'text', objectId: 'number?', municipalityId: 'number?',
  requestId: 'text?',
});

export const programmeVersions = table('programme_version', {
  id: 'key', code: 'text', version: 'number', inForceFrom: 'text', body: 'json',
});
export const programmeWithdrawals = table('programme_withdrawal', {
  id: 'key', versionId: 'number', reason: 'text', withdrawnBy: 'number', withdrawnAt: 'text',
});
export const programmeDrafts = table('programme_draft', {
  id: 'key', code: 'text', basedOn: 'number', body: 'json', reason: 'text', revision: 'number', madeBy: 'number', changedBy: 'number',
  changedAt: 'text', closedAt: 'text?', versionId: 'number?',
});
export const cohorts = table('cohort', {
  id: 'key', programmeVersionId: 'number', name: 'text', startsOn: 'text', endsOn: 'text', demo: 'flag',
});
export const cohortMunicipalities = table('cohort_municipality', { cohortId: 'number', municipalityId: 'number' }, [
  'cohortId',
  'municipalityId',
]);
export const appointments = table('appointment', { personId: 'number', cohortId: 'number' }, ['personId', 'cohortId']);
export const enrolments = table('enrolment', {
  id: 'key', personId: 'number', cohortId: 'number', municipalityId: 'number', programmeVersionId: 'number', enrolledOn: 'text',
});
export const enrolmentEvents = table('enrolment_event', {
  id: 'key', enrolmentId: 'number', kind: 'text', onDate: 'text', reason: 'text', recordedBy: 'number', recordedAt: 'text',
});
export const enrolmentMoves = table('enrolment_move', {
  id: 'key', enrolmentId: 'number', fromMunicipalityId: 'number', toMunicipalityId: 'number?', onDate: 'text', recordedBy: 'number',
  recordedAt: 'text',
});
export const applications = table('application', {
  id: 'key', cohortId: 'number', municipalityId: 'number', name: 'text', signInName: 'text', workplace: 'text', onPaper: 'flag',
  madeBy: 'number', madeAt: 'text', erasedAt: 'text?',
});
export const applicationEvents = table('application_event', {
  id: 'key', applicationId: 'number', kind: 'text', reason: 'text', enrolmentId: 'number?', recordedBy: 'number', recordedAt: 'text',
});
export const intakes = table('intake', {
  id: 'key', cohortId: 'number', madeBy: 'number', madeAt: 'text', lines: 'json', appliedAt: 'text?',
});
export const trainingDays = table('training_day', {
  id: 'key', cohortId: 'number', kind: 'text', code: 'text', day: 'number', onDate: 'text', title: 'text', place: 'text',
  startsAt: 'number', endsAt: 'number', breaks: 'json', seats: 'number?', sequence: 'number', cancelledAt: 'text?',
});
export const attendances = table('attendance', {
  id: 'key', trainingDayId: 'number', enrolmentId: 'number', presence: 'text', conversation: 'text?', note: 'text',
  recordedBy: 'number', recordedAt: 'text', apology: 'flag', presentFrom: 'number?', presentTo: 'number?', minutes: 'number?',
  plannedMinutes: 'number?', heldDayId: 'number?',
});
export const calendarChanges = table('calendar_change', {
  id: 'key', trainingDayId: 'number?', sessionId: 'number?', kind: 'text', formerDate: 'text', formerFrom: 'number', formerTo: 'number',
  formerPlace: 'text', newDate: 'text', newFrom: 'number', newTo: 'number', newPlace: 'text', reason: 'text', changedBy: 'number',
  changedAt: 'text',
});
export const apologies = table('apology', {
  id: 'key', trainingDayId: 'number', enrolmentId: 'number', state: 'text', reason: 'text', recordedBy: 'number', recordedAt: 'text',
});
export const sessionApologies = table('session_apology', {
  id: 'key', sessionId: 'number', enrolmentId: 'number', onDate: 'text', state: 'text', reason: 'text', recordedBy: 'number', recordedAt: 'text',
});
export const makeUps = table('make_up', {
  id: 'key', enrolmentId: 'number', missedDayId: 'number', seatDayId: 'number', state: 'text', askedBy: 'number', askedAt: 'text',
  decidedBy: 'number?', decidedAt: 'text?',
});
export const calendarFeeds = table('calendar_feed', {
  id: 'key', personId: 'number', tokenHash: 'text', madeAt: 'text', revokedAt: 'text?',
});

export const supervisionGroups = table('supervision_group', { id: 'key', cohortId: 'number', name: 'text', supervisorId: 'number' });
export const groupMembers = table('group_member', {
  id: 'key', groupId: 'number', enrolmentId: 'number', fromDate: 'text', toDate: 'text?',
});
export const supervisionSessions = table('supervision_session', {
  id: 'key', groupId: 'number', state: 'text', onDate: 'text', startsAt: 'number', endsAt: 'number', breakMinutes: 'number',
  hostMunicipalityId: 'number?', topics: 'text', draft: 'json?', typedBy: 'number?', signedBy: 'number?', signedAt: 'text?', kind: 'text',
  online: 'text', clockShift: 'number',
});
export const supervisionLines = table('supervision_line', {
  id: 'key', sessionId: 'number', enrolmentId: 'number', presentFrom: 'number', presentTo: 'number', minutes: 'number',
  reversesId: 'number?', reason: 'text', recordedBy: 'number', recordedAt: 'text', kind: 'text', online: 'flag',
});
export const objections = table('supervision_objection', { id: 'key', lineId: 'number', text: 'text', raisedBy: 'number', raisedAt: 'text' });
export const objectionAnswers = table('objection_answer', {
  id: 'key', objectionId: 'number', outcome: 'text', reason: 'text', answeredBy: 'number', answeredAt: 'text',
});
export const attestations = table('attestation', {
  id: 'key', enrolmentId: 'number', quarter: 'text', side: 'text', signedBy: 'number', name: 'text', figures: 'json', lastLineId: 'number',
  signedAt: 'text',
});

export const networkMeetings = table('network_meeting', {
  id: 'key', leaderId: 'number', enrolmentId: 'number', municipalityId: 'number', number: 'number', onDate: 'text', role: 'text',
  course: 'text', citizens: 'number', relatives: 'number', network: 'number', professionals: 'number', createdAt: 'text',
  removedAt: 'text?',
});
export const attendees = table('attendee', {
  id: 'key', meetingId: 'number', kind: 'text', ordinal: 'number', ageGroup: 'text', holders: 'number', addedAt: 'text',
});
export const consentAnswers = table('consent_answer', {
  id: 'key', attendeeId: 'number', givenBy: 'text', purpose: 'text', answer: 'text', method: 'text', textVersion: 'text',
  askedBy: 'number', answeredOn: 'text', recordedAt: 'text',
});
export const recordings = table('recording', {
  id: 'key', meetingId: 'number', ownerId: 'number', processing: 'text', refusal: 'text?', progress: 'number', review: 'text',
  reviewSince: 'text', originalKey: 'text?', playableKey: 'text?', posterKey: 'text?', bytes: 'big?', durationMs: 'number?',
  hasPicture: 'number?', uploadedAt: 'text', readyAt: 'text?', eraseOn: 'text', erasedAt: 'text?', erasedWhy: 'text?',
  step: 'text?', stepSince: 'text?', originalPlays: 'number?', keyframeGapMs: 'number?', missingMs: 'number?', settledAt: 'text?',
  cutFromMs: 'number?', cutToMs: 'number?', cutAt: 'text?', cutStartMs: 'number?', cutEndMs: 'number?',
});
export const recordingFiles = table('recording_file', {
  id: 'key', recordingId: 'number', kind: 'text', blobKey: 'text', bytes: 'big', width: 'number?', height: 'number?', durationMs: 'number?',
  stepMs: 'number?', madeAt: 'text',
});
export const uploads = table('upload', {
  id: 'key', publicId: 'text', personId: 'number', meetingId: 'number', blobKey: 'text?', dataKeyId: 'number?', bytes: 'big', kept: 'big',
  state: 'text', sha256: 'text?', recordingId: 'number?', createdAt: 'text', touchedAt: 'text', endedAt: 'text?',
  cutFromMs: 'number?', cutToMs: 'number?',
});
export const phoneCopies = table('phone_copy', { recordingId: 'number', askedAt: 'text', confirmedBy: 'number?', confirmedAt: 'text?' }, [
  'recordingId',
]);
export const jobs = table('job', {
  id: 'key', kind: 'text', payload: 'json', state: 'text', runAt: 'text', leaseUntil: 'text?', worker: 'text?', attempts: 'number',
  maxAttempts: 'number', lastError: 'text?', child: 'json?', dedupe: 'text?', createdAt: 'text', endedAt: 'text?',
  letGoAt: 'text?', priority: 'number',
});

export const viewings = table('viewing', {
  id: 'key', recordingId: 'number', viewerId: 'number', purpose: 'text', startedAt: 'text',
});
export const viewingStretches = table('viewing_stretch', { id: 'key', viewingId: 'number', fromMs: 'number', toMs: 'number', at: 'text' });

/** A key's `wrapped` and `masterVersion` are null once it was destroyed. */
export const dataKeys = table('data_key', {
  id: 'key', purpose: 'text', recordingId: 'number?', caseId: 'number?', wrapped: 'text?', masterVersion: 'number?', createdAt: 'text',
  destroyedAt: 'text?',
});

export const annotations = table('annotation', {
  id: 'key', recordingId: 'number', authorId: 'number', pass: 'text', startMs: 'number', endMs: 'number?', element: 'number?',
  kind: 'text?', textKept: 'text', formerTextKept: 'text?', clientKey: 'text', version: 'number', createdAt: 'text', editedAt: 'text?',
  sharedAt: 'text?', removedAt: 'text?',
});
export const replies = table('reply', {
  id: 'key', annotationId: 'number', authorId: 'number', textKept: 'text', clientKey: 'text', createdAt: 'text',
});
export const reflections = table('reflection', {
  id: 'key', recordingId: 'number', authorId: 'number', textKept: 'text', savedAt: 'text', deliveredAt: 'text?',
});
export const selfAssessments = table('self_assessment', {
  id: 'key', enrolmentId: 'number', rubric: 'text', levels: 'json', deliveredOn: 'text', recordedAt: 'text',
});

export const assessmentCases = table('assessment_case', {
  id: 'key', enrolmentId: 'number', attempt: 'number', route: 'text', recordingId: 'number?', observedOn: 'text?',
  observedMinutes: 'number?', requestedOn: 'text', requestedAt: 'text', closedOn: 'text?', closedWhy: 'text?',
});
export const assessors = table('assessor', {
  id: 'key', caseId: 'number', personId: 'number', slot: 'text', rubric: 'text', assignedBy: 'number', assignedAt: 'text',
  overall: 'number?', feedbackKept: 'text?', savedAt: 'text?', lockedAt: 'text?',
});
export const ratings = table('rating', {
  id: 'key', assessorId: 'number', element: 'number', level: 'number?', notRatable: 'text?', moments: 'json', noteKept: 'text?',
  lockedAt: 'text?',
});
export const certificationDecisions = table('certification_decision', {
  id: 'key', enrolmentId: 'number', caseId: 'number?', decision: 'text', nextSteps: 'text', decidedBy: 'number', decidedOn: 'text',
  recordedAt: 'text',
});
export const certificates = table('certificate', {
  id: 'key', enrolmentId: 'number', decisionId: 'number', namePrinted: 'text', programme: 'text', rulesVersion: 'number',
  issuedOn: 'text', serial: 'text', code: 'text', withdrawnAt: 'text?',
});
export const certificateWithdrawals = table('certificate_withdrawal', {
  id: 'key', certificateId: 'number', step: 'text', personId: 'number', reason: 'text', recordedAt: 'text',
});

export const reminders = table('reminder', {
  id: 'key', what: 'text', enrolmentId: 'number?', sessionId: 'number?', madeBy: 'number', madeAt: 'text', withdrawnBy: 'number?',
  withdrawnAt: 'text?',
});
export const reminderRecipients = table('reminder_recipient', { reminderId: 'number', personId: 'number' }, ['reminderId', 'personId']);
