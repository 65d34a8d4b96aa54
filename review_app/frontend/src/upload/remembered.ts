// Which uploads this browser began and did not finish, so that choosing the same film again goes on
// where it stopped, even after the browser was closed. Only an address, a fingerprint and sizes: the
// film's name and the teacher's words are never left behind on a device that others may use.
import type { PreviousUpload, UrlStorage } from "tus-js-client";

const PREFIX = "lesbeeld.upload.";
// The server sweeps what nobody came back for after a week.
const LONGEST_MS = 7 * 24 * 3600 * 1000;

interface Entry {
  cycle: string;
  fingerprint: string;
  address: string;
  size: number;
  at: number;
}

/** The part of the browser's Storage that is used. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** tus-js-client's memory of uploads, kept to one cycle. */
export class Remembered implements UrlStorage {
  constructor(
    private readonly cycle: string,
    private readonly shelf: Shelf,
    private readonly now: () => number = Date.now,
  ) {}

  /** Whether something was begun here for this cycle, and how large that film was. */
  begun(): { size: number; fingerprint: string } | null {
    return this.entries().at(-1)?.[1] ?? null;
  }

  /** Whether this film was begun here for this cycle. */
  knows(fingerprint: string): boolean {
    return this.entries().some(([, entry]) => entry.fingerprint === fingerprint);
  }

  /** Forget this film, and no other that was begun for this cycle. */
  forget(fingerprint: string): void {
    this.shelf.removeItem(this.keyOf(fingerprint));
  }

  findAllUploads(): Promise<PreviousUpload[]> {
    return Promise.resolve(this.entries().map(([key, entry]) => previous(key, entry)));
  }

  findUploadsByFingerprint(fingerprint: string): Promise<PreviousUpload[]> {
    const same = this.entries().filter(([, entry]) => entry.fingerprint === fingerprint);
    return Promise.resolve(same.reverse().map(([key, entry]) => previous(key, entry)));
  }

  removeUpload(key: string): Promise<void> {
    this.shelf.removeItem(key);
    return Promise.resolve();
  }

  addUpload(fingerprint: string, upload: PreviousUpload): Promise<string> {
    const key = this.keyOf(fingerprint);
    const entry: Entry = {
      cycle: this.cycle,
      fingerprint,
      address: upload.uploadUrl ?? "",
      size: upload.size ?? 0,
      at: this.now(),
    };
    try {
      this.shelf.setItem(key, JSON.stringify(entry));
    } catch {
      // A full or closed shelf costs only the resume after closing the tab, never the upload.
    }
    return Promise.resolve(key);
  }

  private keyOf(fingerprint: string): string {
    return `${PREFIX}${this.cycle}.${fingerprint}`;
  }

  private entries(): [string, Entry][] {
    const keys = Array.from({ length: this.shelf.length }, (_, at) => this.shelf.key(at) ?? "");
    return keys
      .filter((key) => key.startsWith(`${PREFIX}${this.cycle}.`))
      .map((key): [string, Entry | null] => [key, read(this.shelf.getItem(key))])
      .filter((pair): pair is [string, Entry] => pair[1] !== null && this.fresh(pair[1]))
      .sort(([, one], [, other]) => one.at - other.at);
  }

  private fresh(entry: Entry): boolean {
    return this.now() - entry.at < LONGEST_MS;
  }
}

function previous(key: string, entry: Entry): PreviousUpload {
  return {
    size: entry.size,
    metadata: {},
    creationTime: new Date(entry.at).toISOString(),
    urlStorageKey: key,
    uploadUrl: entry.address,
    parallelUploadUrls: null,
  };
}

function read(written: string | null): Entry | null {
  try {
    const entry = JSON.parse(written ?? "null") as Partial<Entry> | null;
    return entry?.fingerprint && entry.address && entry.at ? (entry as Entry) : null;
  } catch {
    return null;
  }
}
