/**
 * Group commit: all records appended while one write and fdatasync run go together into the next.
 *
 * Invariants: records reach the disk in the order of their numbers; a record is durable only after fdatasync returned;
 * after a failed write or sync nothing behind the last durable byte is believed (a kernel may forget dirty pages after a
 * failed fsync), it is cut off or left behind in an abandoned segment, and every record since is written again.
 * Loss policy: none. While the disk refuses, records wait in memory, callers are told `stored: false`, and the write is
 * tried again every `retryMs`.
 */
import { join } from 'node:path';
import { errorCode, type JournalDisk, type OpenSegment } from './disk.ts';
import { formatLine, headerJson, type SegmentHeader } from './line.ts';
import { segmentName } from './segments.ts';

export interface PendingRecord {
  readonly seq: number;
  readonly hash: string;
  readonly line: Buffer;
  settle(stored: boolean): void;
}

/** Where the writing goes on: at the end of a sound segment, or in a new one. */
export interface Resume {
  readonly seq: number;
  readonly hash: string;
  readonly segment: { readonly path: string; readonly bytes: number } | undefined;
  readonly resumesAfter: string | undefined;
}

export interface WriterDeps {
  readonly folder: string;
  readonly disk: JournalDisk;
  readonly segmentBytes: number;
  readonly retryMs: number;
  readonly stallMs: number;
  nowMs(): number;
  /** All records up to this one are on the disk. */
  onDurable(seq: number): void;
  /** The disk refuses (`code`), or takes longer than `stallMs` (`STALLED`). Called again at each failed try. */
  onRefused(code: string): void;
}

/** At most this much in one write, so that hours of waiting records do not become one buffer. */
const BATCH_BYTES = 4 * 1024 * 1024;

interface CurrentSegment {
  readonly path: string;
  durableBytes: number;
  file: OpenSegment | undefined;
}

export class JournalWriter {
  readonly #deps: WriterDeps;
  readonly #waiting: PendingRecord[] = [];
  #segment: CurrentSegment | undefined;
  #resumesAfter: string | undefined;
  #durableSeq: number;
  #durableHash: string;
  #running: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #storing = true;
  #closed = false;
  /** Bytes written in this run. */
  #written = 0;

  constructor(deps: WriterDeps, resume: Resume) {
    this.#deps = deps;
    this.#durableSeq = resume.seq;
    this.#durableHash = resume.hash;
    this.#resumesAfter = resume.resumesAfter;
    if (resume.segment) {
      this.#segment = { path: resume.segment.path, durableBytes: resume.segment.bytes, file: undefined };
    }
  }

  get durable(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#durableSeq, hash: this.#durableHash };
  }
  get storing(): boolean {
    return this.#storing;
  }
  get writtenBytes(): number {
    return this.#written;
  }
  /** Oldest first. */
  get waiting(): readonly PendingRecord[] {
    return this.#waiting;
  }

  push(record: PendingRecord): void {
    this.#waiting.push(record);
    if (!this.#storing) record.settle(false);
    else this.#start();
  }

  /** One last try; @returns how many records could not be stored. */
  async close(): Promise<number> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#running;
    if (this.#waiting.length > 0) await this.#run();
    await this.#closeFile();
    return this.#waiting.length;
  }

  #start(): void {
    if (this.#running || this.#retry || this.#closed) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      // Appended after the last look at the queue and before this line.
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    // Everything appended in this turn of the event loop goes into the first write.
    await Promise.resolve();
    const stall = setTimeout(() => this.#refuse('STALLED'), this.#deps.stallMs);
    try {
      while (this.#waiting.length > 0) {
        await this.#commit(this.#nextBatch());
        stall.refresh();
      }
    } catch (error) {
      await this.#distrust();
      this.#refuse(errorCode(error));
      this.#retryLater();
    } finally {
      clearTimeout(stall);
    }
  }

  #nextBatch(): PendingRecord[] {
    let bytes = 0;
    let count = 0;
    for (const record of this.#waiting) {
      if (count > 0 && bytes + record.line.length > BATCH_BYTES) break;
      bytes += record.line.length;
      count += 1;
    }
    return this.#waiting.slice(0, count);
  }

  async #commit(batch: PendingRecord[]): Promise<void> {
    const first = batch[0] as PendingRecord;
    const last = batch[batch.length - 1] as PendingRecord;
    const bytes = Buffer.concat(batch.map((record) => record.line));
    const segment = await this.#segmentFor(first.seq);
    const file = (segment.file ??= await this.#deps.disk.openSegment(segment.path, false));
    await file.append(bytes);
    await file.sync();
    segment.durableBytes += bytes.length;
    this.#written += bytes.length;
    this.#durableSeq = last.seq;
    this.#durableHash = last.hash;
    this.#waiting.splice(0, batch.length);
    this.#storing = true;
    for (const record of batch) record.settle(true);
    this.#deps.onDurable(last.seq);
  }

  /** The segment to append to: the current one while it has room, else a new one with its header durable. */
  async #segmentFor(firstSeq: number): Promise<CurrentSegment> {
    if (this.#segment && this.#segment.durableBytes < this.#deps.segmentBytes) return this.#segment;
    await this.#closeFile();
    this.#segment = undefined;
    await this.#deps.disk.ensureFolder(this.#deps.folder);
    const { path, file } = await this.#createFile(firstSeq);
    const header: SegmentHeader = {
      journal: 'signalbox',
      format: 1,
      firstSeq,
      createdAtMs: this.#deps.nowMs(),
      ...(this.#resumesAfter === undefined ? {} : { resumesAfter: this.#resumesAfter }),
    };
    const line = formatLine(this.#durableHash, headerJson(header));
    try {
      await file.append(line);
      await file.sync();
      await this.#deps.disk.syncFolder(this.#deps.folder);
    } catch (error) {
      await this.#discard(path, file);
      throw error;
    }
    this.#resumesAfter = undefined;
    this.#written += line.length;
    this.#segment = { path, durableBytes: line.length, file };
    return this.#segment;
  }

  async #createFile(firstSeq: number): Promise<{ path: string; file: OpenSegment }> {
    for (let attempt = 0; ; attempt += 1) {
      const path = join(this.#deps.folder, segmentName(firstSeq, attempt));
      try {
        return { path, file: await this.#deps.disk.openSegment(path, true) };
      } catch (error) {
        // An abandoned segment of that name stays as it is; nothing is ever written over.
        if (errorCode(error) !== 'EEXIST') throw error;
      }
    }
  }

  /** A segment whose header never became durable holds nothing: its name is given back. */
  async #discard(path: string, file: OpenSegment): Promise<void> {
    try {
      await file.close();
      await this.#deps.disk.remove(path);
    } catch (error) {
      this.#deps.onRefused(errorCode(error));
    }
  }

  /** Cuts the current segment back to what is durable; where even that fails it is abandoned as it is. */
  async #distrust(): Promise<void> {
    const segment = this.#segment;
    if (!segment) return;
    try {
      await this.#closeFile();
      await this.#deps.disk.truncate(segment.path, segment.durableBytes);
    } catch (error) {
      this.#deps.onRefused(errorCode(error));
      this.#segment = undefined;
    }
  }

  async #closeFile(): Promise<void> {
    const file = this.#segment?.file;
    if (!this.#segment || !file) return;
    this.#segment.file = undefined;
    await file.close();
  }

  #refuse(code: string): void {
    this.#storing = false;
    for (const record of this.#waiting) record.settle(false);
    this.#deps.onRefused(code);
  }

  #retryLater(): void {
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#start();
    }, this.#deps.retryMs);
  }
}
