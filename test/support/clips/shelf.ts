import { type FileHandle, open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { namelessFile } from '../../../src/media/nameless.js';

/** The open files of one test file, all closed at its end. */
export class Shelf {
  private readonly files: FileHandle[] = [];

  /** An empty file without a name. */
  async fresh(): Promise<FileHandle> {
    const file = await namelessFile(tmpdir());
    this.files.push(file);
    return file;
  }

  async open(path: string): Promise<FileHandle> {
    const file = await open(path, 'r');
    this.files.push(file);
    return file;
  }

  async close(): Promise<void> {
    await Promise.all(this.files.splice(0).map((file) => file.close()));
  }
}

/** Where this process reaches an open file by a path, for tools started in a test. */
export const pathOf = (file: FileHandle): string => `/proc/${process.pid}/fd/${file.fd}`;

export const contentOf = (file: FileHandle): Promise<Buffer> => readFile(pathOf(file));
