import { applications } from './012-applications.js';
import { calendarAttendance } from './013-calendar-attendance.js';
import { certificateWithdrawal } from './015-certificate-withdrawal.js';
import { certification } from './006-certification.js';
import { cohortRevision } from './019-cohort-revision.js';
import { erasableReason } from './020-erasable-reason.js';
import { desk } from './014-desk.js';
import { cut } from './017-cut.js';
import { dataKeys } from './007-data-keys.js';
import type { Migration } from './dialect.js';
import { meetings } from './004-meetings.js';
import { recordingFiles } from './009-recording-files.js';
import { people } from './001-people.js';
import { review } from './005-review.js';
import { sealing } from './016-sealing.js';
import { takingBack } from './018-taking-back.js';
import { supervision } from './003-supervision.js';
import { supervisionLedger } from './011-supervision-ledger.js';
import { training } from './002-training.js';
import { uploads } from './008-uploads.js';
import { viewing } from './010-viewing.js';

export { stepFor, type Migration } from './dialect.js';

/** Every change of the schema, in order. A landed file is never edited; a change is a new file. */
export const migrations: Migration[] = [
  people,
  training,
  supervision,
  meetings,
  review,
  certification,
  dataKeys,
  uploads,
  recordingFiles,
  viewing,
  supervisionLedger,
  applications,
  calendarAttendance,
  desk,
  certificateWithdrawal,
  sealing,
  cut,
  takingBack,
  cohortRevision,
  erasableReason,
];
