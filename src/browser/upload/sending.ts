import { Upload, type DetailedError } from 'tus-js-client';
import { refusalIn, type Refused } from './house.js';

/** Whole chunks of the sealed file; every piece is answered for when it is on disk. */
const pieceBytes = 16 * 1024 ** 2;
const retryDelays = [0, 1_000, 2_000, 5_000, 10_000];

export interface Sending {
  go: (token: string) => void;
  rest: () => Promise<void>;
}

interface Told {
  /** Given to the line; how much of it arrives is not known yet. */
  sent: (bytes: number) => void;
  /** The server has so much. */
  kept: (bytes: number) => void;
  /** A piece got no answer: it is tried again. */
  again: () => void;
  done: () => void;
  /** The file cannot be read any longer. */
  unreadable: () => void;
  broke: (why: Refused) => void;
}

/** Status 0 when no answer came. */
const refusalOf = (error: Error | DetailedError): Refused => {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  return refusalIn(answer?.getStatus() ?? 0, answer?.getBody());
};

const isReadable = (film: File, at: number): Promise<boolean> =>
  film
    .slice(at, at + 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

/** Sends what is missing, piece by piece, from where the server says. */
export function sending(film: File, address: string, told: Told): Sending {
  let kept = 0;
  const upload = new Upload(film, {
    uploadUrl: address,
    chunkSize: pieceBytes,
    retryDelays,
    storeFingerprintForResuming: false,
    onProgress: (sent) => told.sent(sent),
    onAfterResponse: (_request, answer) => {
      const offset = answer.getStatus() < 300 ? Number(answer.getHeader('Upload-Offset')) : NaN;
      if (!Number.isNaN(offset)) told.kept((kept = offset));
    },
    onSuccess: () => told.done(),
    onError: (error) => told.broke(refusalOf(error)),
    onShouldRetry: (error) => {
      const { status } = refusalOf(error);
      // To the browser a file that is gone looks like a line that is gone.
      if (status === 0) void isReadable(film, Math.min(kept, film.size - 1)).then((can) => can || told.unreadable());
      if (!navigator.onLine) return false;
      const again = status === 0 || status === 423 || (status >= 500 && status !== 507);
      if (again) told.again();
      return again;
    },
  });
  return {
    go: (token) => {
      upload.options.headers = { Accept: 'application/json', 'X-CSRF-Token': token };
      upload.start();
    },
    rest: () => upload.abort(),
  };
}
