import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Transfer = (this: ArrayBuffer, length: number) => ArrayBuffer;

/** In the language since ECMAScript 2024. Node 20 has it finished but hidden; where it is not found, the collector does the work. */
function findTransfer(): Transfer | undefined {
  const known = (ArrayBuffer.prototype as { transfer?: Transfer }).transfer;
  if (known) return known;
  // Only what a context begun after this finds on its prototypes is changed; a flag that is not known is passed over.
  setFlagsFromString('--harmony-rab-gsab-transfer');
  return runInNewContext('ArrayBuffer.prototype.transfer') as Transfer | undefined;
}

const transfer = findTransfer();

/**
 * Gives back the memory of a buffer nobody will look at again; it is empty afterwards. Sixteen megabytes of opened chunks a few times a second
 * otherwise make the collector go through everything the server holds. A buffer that shares its memory is left alone.
 */
export function freeAtOnce({ buffer, byteLength }: Buffer): void {
  if (transfer && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) transfer.call(buffer, 0);
}
