/**
 * After-action reports. Public door of the room.
 *
 * Owns: which report of an incident was sealed last, and the files. Invariants: what is shown as sealed is what the journal's
 * record names; a report is sealed by itself when its incident is closed here, again when the last of its work orders is finished,
 * and at the next start where the program died before that. Loss policy: the acts are the truth; a report that is lost or damaged is
 * written again from them, and it is said.
 */
import { createHash } from 'node:crypto';
import { assert } from '#shared/base/assert.ts';
import type { Clock, EpochMs } from '#shared/base/brand.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { Story } from '#shared/domain/incident/timeline.ts';
import { readStamp } from '#shared/domain/record/stamp.ts';
import { buildReport } from '#shared/domain/report/build.ts';
import { isOrderOf } from '#shared/domain/report/order-rows.ts';
import { REPORT_FORMAT, type IncidentReport } from '#shared/domain/report/report.ts';
import {
  REPORT_SEALED_KIND,
  reportHashOf,
  sealFlaw,
  type ReportSeal,
  type ReportSealedBody,
} from '#shared/domain/report/seal.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isFinished, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { ChainLink, Journal } from '#engine/journal/journal.ts';
import { createFileStore, type FileStore } from '#engine/files/file-store.ts';

export interface ReportsDeps {
  readonly site: Site;
  readonly incidents: {
    get(id: string): Incident | undefined;
    story(id: string): Story | undefined;
    ids(): readonly string[];
    onChange(listener: (id: string) => void): () => void;
  };
  readonly orders: () => readonly WorkOrder[];
  readonly journal: Pick<Journal, 'append' | 'link'>;
  readonly folder: string;
  readonly stationId: string;
  readonly clock: Clock;
  readonly log: Log;
}

export type ReportFailure = 'unknown-incident' | 'still-open' | 'not-stored' | 'unreadable';

export interface Reports {
  /** Once, after the incidents were restored. @param sealed from `readReportEntries`. */
  start(sealed: Iterable<JournalEntry>): void;
  read(id: string): Promise<Result<ReportRead, 'unknown-incident' | 'unreadable'>>;
  seal(id: string, by: string): Promise<Result<ReportRead, ReportFailure>>;
  /** What is being sealed by itself is sealed, or has failed: before the journal is closed. */
  settled(): Promise<void>;
}

const ENGINE = 'engine';

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** More than a site has incidents in the years that its journal is read back for. */
const MOST_SEALS = 5_000;

export function readReportEntries(
  journal: Pick<Journal, 'latest'>,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  return journal.latest({ kind: REPORT_SEALED_KIND, limit: MOST_SEALS });
}

export function createReports(deps: ReportsDeps): Reports {
  return new KeptReports(deps, createFileStore(deps));
}

/** What the journal says of the last time that an incident's report was sealed. */
interface Sealed {
  readonly seq: number;
  readonly atMs: EpochMs;
  readonly body: ReportSealedBody;
  /** Of this run: it may still wait for the disk. */
  readonly link: ChainLink | undefined;
}

class KeptReports implements Reports {
  readonly #deps: ReportsDeps;
  readonly #files: FileStore;
  readonly #sealed = new Map<string, Sealed>();
  /** Incidents that are being sealed by themselves. */
  readonly #sealing = new Map<string, Promise<void>>();

  constructor(deps: ReportsDeps, files: FileStore) {
    this.#deps = deps;
    this.#files = files;
  }

  start(entries: Iterable<JournalEntry>): void {
    for (const { seq, atMs, body } of entries) {
      const told = body as ReportSealedBody;
      if (seq > (this.#sealed.get(told.incidentId)?.seq ?? 0))
        this.#sealed.set(told.incidentId, { seq, atMs, body: told, link: undefined });
    }
    const { incidents } = this.#deps;
    incidents.onChange((id) => this.#sealEnded(id));
    for (const id of incidents.ids()) this.#sealEnded(id);
  }

  async read(id: string): Promise<Result<ReportRead, 'unknown-incident' | 'unreadable'>> {
    // Asked in the moment in which it was closed: what is being sealed is sealed in an instant.
    await this.#sealing.get(id);
    const current = this.#current(id);
    if (!current) return fail('unknown-incident', `no incident is called ${id}`);
    const sealed = this.#sealed.get(id);
    if (!sealed) return ok({ report: current, seal: undefined, flaw: undefined, outdated: false });
    const { body, seq } = sealed;
    try {
      const kept = await this.#kept(body.reportHash);
      const link = sealed.link ?? (await this.#linkOf(seq));
      if (!link) return ok({ report: current, seal: undefined, flaw: 'not-in-journal', outdated: true });
      const seal = this.#sealOf(sealed, link);
      const flaw = sealFlaw({ report: kept, seal }, sha256);
      if (flaw) return ok({ report: current, seal: undefined, flaw, outdated: true });
      const report = kept as IncidentReport;
      const outdated = canonicalJson(report) !== canonicalJson(this.#current(id, report.writtenAtMs));
      return ok({ report, seal, flaw: undefined, outdated });
    } catch (error) {
      return fail('unreadable', `the report of ${id} could not be read: ${String(error)}`);
    }
  }

  async seal(id: string, by: string): Promise<Result<ReportRead, ReportFailure>> {
    const report = this.#current(id);
    if (!report) return fail('unknown-incident', `no incident is called ${id}`);
    if (report.incident.phase === 'open') return fail('still-open', `${id} is still running`);
    const openOrders = this.#openOrders(id);
    const reportHash = reportHashOf(report, sha256);
    // Before the journal names it: a seal without its report would be worth nothing.
    const kept = await this.#files.keep(Buffer.from(canonicalJson(report)));
    if (!kept.ok) return fail('not-stored', `the report of ${id}: ${kept.error.detail}`);
    assert(kept.value === reportHash, 'a file is kept under the hash that is sealed');
    const body: ReportSealedBody = {
      incidentId: id,
      acts: report.incident.acts,
      openOrders,
      reportHash,
      by,
    };
    const { seq, link, stored } = this.#deps.journal.append(REPORT_SEALED_KIND, body);
    const sealed: Sealed = { seq, atMs: report.writtenAtMs, body, link };
    this.#sealed.set(id, sealed);
    if (!(await stored)) return fail('not-stored', `the journal did not take the seal of ${id}`);
    return ok({ report, seal: this.#sealOf(sealed, link), flaw: undefined, outdated: false });
  }

  async settled(): Promise<void> {
    await Promise.all(this.#sealing.values());
  }

  #sealOf({ seq, atMs, body }: Sealed, { previousHash, json, hash }: ChainLink): ReportSeal {
    const { reportHash, by } = body;
    return {
      ...{ stationId: this.#deps.stationId, atMs, by, reportHash },
      ...{ seq, previousHash, record: json, hash },
    };
  }

  /** @returns what was kept; undefined where it is gone; what it is instead where it was changed. */
  async #kept(reportHash: string): Promise<unknown> {
    const bytes = await this.#files.read(reportHash);
    if (bytes.ok) return JSON.parse(Buffer.from(bytes.value).toString('utf8')) as unknown;
    return bytes.error.code === 'damaged' ? { format: REPORT_FORMAT } : undefined;
  }

  async #linkOf(seq: number): Promise<ChainLink | undefined> {
    const link = await this.#deps.journal.link(seq);
    if (!link.ok) throw new Error(link.error.detail);
    return link.value;
  }

  /** @param atMs when it is written; the time until which clocks run that have not ended. */
  #current(id: string, atMs = this.#deps.clock.nowMs()): IncidentReport | undefined {
    const { site, incidents, orders, stationId } = this.#deps;
    const incident = incidents.get(id);
    const story = incidents.story(id);
    if (!incident || !story) return undefined;
    const report = buildReport({ site, incident, story, orders: orders(), station: stationId, nowMs: atMs });
    // What is hashed is what is written: without the keys that JSON has no value for.
    return JSON.parse(JSON.stringify(report)) as IncidentReport;
  }

  #openOrders(id: string): number {
    const incident = this.#deps.incidents.get(id);
    if (!incident) return 0;
    return this.#deps.orders().filter((order) => !isFinished(order) && isOrderOf(incident, order)).length;
  }

  /** The station at which it was ended seals it; others would only say the same under another number. */
  #sealEnded(id: string): void {
    const { incidents, stationId, log } = this.#deps;
    if (this.#sealing.has(id) || incidents.get(id)?.phase !== 'closed') return;
    const acts = incidents.story(id)?.record.acts ?? [];
    const ending = acts.findLastIndex(({ kind }) => kind === 'close');
    const sealed = this.#sealed.get(id)?.body;
    // It may have been reopened, and closed again, since; and its orders go on after its end.
    const isWhole = sealed !== undefined && sealed.acts > ending;
    if (isWhole && (sealed.openOrders === 0 || this.#openOrders(id) > 0)) return;
    if (readStamp(acts[ending]?.stamp)?.stationId !== stationId) return;
    const sealing = this.seal(id, ENGINE).then((sealed) => {
      this.#sealing.delete(id);
      if (!sealed.ok) log('error', 'a report was not sealed', { id, ...sealed.error });
    });
    this.#sealing.set(id, sealing);
  }
}
