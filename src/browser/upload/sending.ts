import { Upload, type DetailedError } from 'tus-js-client';

/** Whole chunks of the sealed file; every piece is answered for when it is on disk. */
const pieceBytes = 16 * 1024 ** 2;
const retryDelays = [0, 1_000, 2_000, 5_000, 10_000];

export interface Sending {
  go: (token: string) => void;
  rest: () => Promise<void>;
}

interface Told {
  sent: (bytes: number) => void;
  done: () => void;
  /** The status of the answer, 0 when none came, and its sentence. */
  broke: (status: number, sentence: string) => void;
}

const sentenceIn = (body: string | undefined): string => {
  try {
    return (JSON.parse(body ?? '') as { error?: string }).error ?? '';
  } catch {
    return '';
  }
};

const answerTo = (error: Error | DetailedError): { status: number; sentence: string } => {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  return { status: answer?.getStatus() ?? 0, sentence: sentenceIn(answer?.getBody()) };
};

/** Sends what is missing, piece by piece, from where the server says. */
export function sending(film: File, address: string, told: Told): Sending {
  const upload = new Upload(film, {
    uploadUrl: address,
    chunkSize: pieceBytes,
    retryDelays,
    storeFingerprintForResuming: false,
    onProgress: (sent) => told.sent(sent),
    onSuccess: () => told.done(),
    onError: (error) => {
      const { status, sentence } = answerTo(error);
      told.broke(status, sentence);
    },
    onShouldRetry: (error) => {
      const { status } = answerTo(error);
      return navigator.onLine && (status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507));
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
