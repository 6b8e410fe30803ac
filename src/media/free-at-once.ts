type Transfer = (this: ArrayBuffer, length: number) => ArrayBuffer;

/** In the language since ECMAScript 2024; Node 20 has it when started with `--harmony-rab-gsab-transfer`. Without it the collector does the work. */
const { transfer } = ArrayBuffer.prototype as { transfer?: Transfer };

/**
 * Gives back the memory of a buffer nobody will look at again; it is empty afterwards. Sixteen megabytes of opened chunks a few times a second
 * otherwise make the collector go through everything the server holds. A buffer that shares its memory is left alone.
 */
export function freeAtOnce({ buffer, byteLength }: Buffer): void {
  if (transfer && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) transfer.call(buffer, 0);
}
