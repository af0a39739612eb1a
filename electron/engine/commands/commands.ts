/**
 * Runs the life of every command to a device. Public door of the room; see its README for other rooms.
 *
 * Owns: open commands, their deadlines, who waits for which feedback. Invariants: nothing is sent that is not on disk
 * first; nothing is sent twice; `proved` comes from a sample that arrived after the sending and from nothing else.
 * Loss policy: none. A command that cannot be sent now is refused now.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { readAskedValue, type AskedValue } from '#shared/domain/command/asked-value.ts';
import type { CommandElsewhere } from '#shared/domain/command/elsewhere.ts';
import { CONFIRM_WITHIN_MS, isOpen, type Command, type CommandId } from '#shared/domain/command/command.ts';
import { violationsOf, type Readings } from '#shared/domain/command/interlock.ts';
import { mayConfirm, type CommandEvent } from '#shared/domain/command/machine.ts';
import { commandPayload, responseTopic } from '#shared/domain/command/message.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { readAnswer } from './answers.ts';
import type { FeedbackWatch } from './feedback-watch.ts';
import { CommandLedger, type CommandJournal, type CommandListener } from './ledger.ts';

export { createFeedbackWatch, type FeedbackWatch } from './feedback-watch.ts';
export { commandHistory, readCommandEntries } from './history.ts';

/** What the room says to the broker. */
export interface Outgoing {
  readonly brokerId: string;
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly timeoutMs: number;
  readonly expiryMs: number;
  readonly response: { readonly topic: string; readonly correlation: string } | undefined;
}

/** `unsure`: it may have left. `not-sent`: it certainly did not. */
export type Sent = 'taken' | 'written' | 'refused' | 'not-sent' | 'unsure';

export interface CommandsDeps {
  readonly site: Site;
  readonly stationId: string;
  readonly journal: CommandJournal;
  readonly clock: Clock;
  readonly log: Log;
  /** The live table. */
  readonly readings: Readings;
  readonly watch: FeedbackWatch;
  /** The command that another station has open at this point, by all that is known. */
  elsewhere(pointId: string): CommandElsewhere | undefined;
  newId(): string;
  online(brokerId: string): boolean;
  send(message: Outgoing): Promise<Sent>;
}

export interface AskCommand {
  readonly pointId: string;
  /** Id of a choice, a number, or words, as the site file allows for the point. */
  readonly value: string | number;
  /** Name of the person who asks. */
  readonly by: string;
  readonly because?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly drill?: boolean | undefined;
}

/** `busy`: the same is under way already; `busy-elsewhere`: at another station. */
export type AskFailure = 'unknown-command' | 'not-allowed' | 'busy' | 'busy-elsewhere';
/** `gone`: it does not wait for that any more. `same-person`: somebody else has to confirm it. */
export type ConfirmFailure = 'gone' | 'same-person';

export interface Commands {
  /** Once, before the first `ask`. What was open when the last run ended is closed: it is never sent again. */
  restore(entriesNewestFirst: readonly JournalEntry[]): void;
  /** Resolves once it waits for a confirmation, was sent, or was refused. */
  ask(ask: AskCommand): Promise<Result<Command, AskFailure>>;
  /** Resolves once it was sent or refused. */
  confirm(id: string, by: string): Promise<Result<Command, ConfirmFailure>>;
  withdraw(id: string, by: string): Promise<Result<Command, 'gone'>>;
  get(id: string): Command | undefined;
  /** Every open one, and the last of each point. */
  all(): readonly Command[];
  onChange(listener: CommandListener): () => void;
  /** Where devices answer this station. */
  responseTopics(): readonly { readonly brokerId: string; readonly topic: string }[];
  /** @param correlation data of MQTT 5, where there are any. */
  answer(topic: string, payload: Uint8Array, correlation: Uint8Array | undefined): void;
  /** Lets deadlines pass; every 100 ms. */
  tick(): void;
}

/** A disk that takes longer than this does not hold a door shut: the command is refused. */
const STORE_WITHIN_MS = 2_000;
/** The broker's own answer is waited for this long at most. */
const SEND_WITHIN_MS = 5_000;
/** `by` in records of what the process itself did. */
const ENGINE = 'engine';

export function createCommands(deps: CommandsDeps): Commands {
  return new RunningCommands(deps);
}

interface Open {
  readonly spec: PointCommand;
  readonly asked: AskedValue;
  /** Monotonic: of the confirmation while it waits for one, of the feedback once it was sent. */
  dueAt: number;
  sentAt: number;
  unwatch: () => void;
}

class RunningCommands implements Commands {
  readonly #deps: CommandsDeps;
  readonly #ledger: CommandLedger;
  readonly #open = new Map<CommandId, Open>();

  constructor(deps: CommandsDeps) {
    this.#deps = deps;
    this.#ledger = new CommandLedger(deps.journal);
    this.#ledger.onChange((command) => {
      if (!isOpen(command)) this.#close(command.id);
    });
  }

  restore(entriesNewestFirst: readonly JournalEntry[]): void {
    const commands = this.#ledger.restore(entriesNewestFirst);
    const open = commands.filter(isOpen);
    for (const { id } of open) void this.#apply(id, { type: 'restart', atMs: this.#deps.clock.nowMs() });
    this.#deps.log('info', 'commands restored', { known: commands.length, wereOpen: open.length });
  }

  async ask(ask: AskCommand): Promise<Result<Command, AskFailure>> {
    const { clock, site } = this.#deps;
    const spec = site.commandById.get(ask.pointId);
    if (!spec) return fail('unknown-command', `no command of a point ${JSON.stringify(ask.pointId)}`);
    const asked = readAskedValue(spec, ask.value);
    if (!asked.ok) return asked;
    const other = ask.drill === true ? undefined : this.#deps.elsewhere(ask.pointId);
    if (other?.phase === 'sent' && other.value === asked.value.value)
      return fail('busy-elsewhere', `${ask.pointId}: ${other.by} has it under way at ${other.stationId}`);
    const before = this.#ledger.latest(ask.pointId, ask.drill === true);
    if (before && isOpen(before)) {
      if (before.value === asked.value.value)
        return fail('busy', `${ask.pointId}: ${before.value} is under way as ${before.id}`);
      void this.#apply(before.id, { type: 'supersede', atMs: clock.nowMs() }, ask.by);
    }
    const command = newCommand(this.#deps, spec, asked.value, ask);
    const { id } = command;
    this.#open.set(id, {
      spec,
      asked: asked.value,
      dueAt: clock.monotonicMs() + CONFIRM_WITHIN_MS[command.confirmation],
      sentAt: NaN,
      unwatch: () => undefined,
    });
    const stored = this.#ledger.open(command);
    if (this.#refused(id)) return ok(this.#now(command));
    if (command.confirmation === 'none')
      return ok(await this.#confirmed(command, { type: 'confirm', atMs: clock.nowMs(), by: ask.by }));
    if (!(await this.#isStored(stored))) this.#refuse(id, 'not-stored');
    return ok(this.#now(command));
  }

  async confirm(id: string, by: string): Promise<Result<Command, ConfirmFailure>> {
    const command = this.#ledger.get(id);
    if (command?.phase !== 'asked') return fail('gone', `no command ${id} waits for a confirmation`);
    if (!mayConfirm(command, by))
      return fail('same-person', `${id} was asked by ${command.origin.by}: another person must confirm`);
    return ok(await this.#confirmed(command, { type: 'confirm', atMs: this.#deps.clock.nowMs(), by }));
  }

  async withdraw(id: string, by: string): Promise<Result<Command, 'gone'>> {
    const command = this.#ledger.get(id);
    const stored =
      command && this.#apply(command.id, { type: 'withdraw', atMs: this.#deps.clock.nowMs() }, by);
    if (!command || !stored) return fail('gone', `${id} cannot be taken back`);
    await this.#isStored(stored);
    return ok(this.#now(command));
  }

  get(id: string): Command | undefined {
    return this.#ledger.get(id);
  }
  all(): readonly Command[] {
    return this.#ledger.all();
  }
  onChange(listener: CommandListener): () => void {
    return this.#ledger.onChange(listener);
  }

  responseTopics(): readonly { readonly brokerId: string; readonly topic: string }[] {
    const topics = new Map<string, { brokerId: string; topic: string }>();
    for (const command of this.#deps.site.commands) {
      const topic = responseTopic(command, this.#deps.stationId);
      if (topic !== undefined)
        topics.set(`${command.brokerId} ${topic}`, { brokerId: command.brokerId, topic });
    }
    return [...topics.values()];
  }

  answer(topic: string, payload: Uint8Array, correlation: Uint8Array | undefined): void {
    const atMs = this.#deps.clock.nowMs();
    for (const [id, { spec }] of [...this.#open]) {
      if (!spec.response || responseTopic(spec, this.#deps.stationId) !== topic) continue;
      const answer = readAnswer(spec.response, payload, correlation);
      if (answer?.correlation !== id) continue;
      this.#deps.log('info', 'a device answered a command', { id, took: answer.took });
      void this.#apply(
        id,
        answer.took
          ? { type: 'accept', atMs, by: 'device' }
          : { type: 'fail', atMs, reason: 'device-refused' },
      );
    }
  }

  tick(): void {
    const now = this.#deps.clock.monotonicMs();
    for (const [id, { dueAt }] of [...this.#open]) {
      const command = this.#ledger.get(id);
      // Between confirmation and sending the disk has a deadline of its own.
      if (!command || command.phase === 'confirmed' || now < dueAt) continue;
      void this.#apply(id, { type: 'deadline', atMs: this.#deps.clock.nowMs() });
    }
  }

  async #confirmed(command: Command, event: Extract<CommandEvent, { type: 'confirm' }>): Promise<Command> {
    const { id } = command;
    const stored = this.#apply(id, event, event.by);
    const onDisk = stored !== undefined && (await this.#isStored(stored));
    // Withdrawn or superseded meanwhile.
    if (this.#ledger.get(id)?.phase !== 'confirmed') return this.#now(command);
    if (!onDisk) this.#refuse(id, 'not-stored');
    else if (!this.#refused(id)) this.#send(id);
    return this.#now(command);
  }

  /** Judges what may have changed since it was asked. */
  #refused(id: CommandId): boolean {
    const command = this.#ledger.get(id);
    const open = this.#open.get(id);
    if (!command || !open) return true;
    // Without a connection the points of its interlocks are silent too; that is not the reason.
    if (!command.drill && !this.#deps.online(open.spec.brokerId)) {
      this.#refuse(id, 'offline');
      return true;
    }
    const other = command.drill ? undefined : this.#deps.elsewhere(command.pointId);
    if (other?.phase === 'sent' && other.value === command.value) {
      this.#refuse(id, 'elsewhere');
      return true;
    }
    const violations = violationsOf(open.spec, command.value, this.#deps.readings);
    if (violations.length === 0) return false;
    const atMs = this.#deps.clock.nowMs();
    void this.#apply(id, { type: 'refuse', atMs, reason: 'interlock', violations });
    return true;
  }

  #refuse(id: CommandId, reason: 'offline' | 'not-stored' | 'elsewhere'): void {
    void this.#apply(id, { type: 'refuse', atMs: this.#deps.clock.nowMs(), reason });
  }

  #send(id: CommandId): void {
    const { clock, watch, site, stationId } = this.#deps;
    const open = this.#open.get(id);
    const command = this.#ledger.get(id);
    if (!open || !command) return;
    if (command.drill) return void this.#apply(id, { type: 'rehearse', atMs: clock.nowMs() });
    const { spec, asked } = open;
    open.sentAt = clock.monotonicMs();
    open.dueAt = open.sentAt + spec.deadlineMs;
    open.unwatch = watch.add(spec.feedback.index, (value, quality) => {
      const sinceSentMs = clock.monotonicMs() - open.sentAt;
      void this.#apply(id, { type: 'feedback', atMs: clock.nowMs(), value, quality, sinceSentMs });
    });
    void this.#apply(id, { type: 'send', atMs: clock.nowMs() });
    const answerAt = responseTopic(spec, stationId);
    void this.#deps
      .send({
        brokerId: spec.brokerId,
        topic: spec.topic,
        payload: commandPayload(spec, site.id, stationId, id, asked),
        qos: spec.qos,
        timeoutMs: Math.min(SEND_WITHIN_MS, spec.deadlineMs),
        expiryMs: spec.expiryMs,
        response: answerAt === undefined ? undefined : { topic: answerAt, correlation: id },
      })
      .then((sent) => this.#wasSent(id, sent));
  }

  #wasSent(id: CommandId, sent: Sent): void {
    const atMs = this.#deps.clock.nowMs();
    switch (sent) {
      case 'taken':
        return void this.#apply(id, { type: 'accept', atMs, by: 'broker' });
      case 'refused':
        return void this.#apply(id, { type: 'fail', atMs, reason: 'broker-refused' });
      case 'not-sent':
        return void this.#apply(id, { type: 'fail', atMs, reason: 'not-sent' });
      case 'written':
      case 'unsure':
        // The feedback may still prove it; else the deadline calls it unanswered.
        return undefined;
    }
  }

  #apply(id: CommandId, event: CommandEvent, by: string = ENGINE): Promise<boolean> | undefined {
    return this.#ledger.apply(id, event, by);
  }

  #close(id: CommandId): void {
    this.#open.get(id)?.unwatch();
    this.#open.delete(id);
  }

  /** As it stands by now; the last that was known where another took its place. */
  #now(command: Command): Command {
    return this.#ledger.get(command.id) ?? command;
  }

  async #isStored(stored: Promise<boolean>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, STORE_WITHIN_MS, false);
    });
    try {
      return await Promise.race([stored, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function newCommand(
  { clock, newId, elsewhere }: CommandsDeps,
  { point, name, feedback, deadlineMs }: PointCommand,
  { value, name: valueName, expectation, confirmation }: AskedValue,
  { by, because, incidentId, drill }: AskCommand,
): Command {
  const { asset } = point;
  // Somebody else is at the device: what would go at one press wants a second one.
  const crowded = confirmation === 'none' && drill !== true && elsewhere(point.id) !== undefined;
  return {
    id: newId() as CommandId,
    pointId: point.id,
    assetId: asset.id,
    zoneId: asset.zone.id,
    storeyId: asset.zone.storey.id,
    name,
    assetName: asset.name,
    value,
    valueName,
    feedbackId: feedback.id,
    expectation,
    confirmation: crowded ? 'two-step' : confirmation,
    deadlineMs,
    drill: drill === true,
    origin: { by, because, incidentId },
    phase: 'asked',
    reason: undefined,
    violations: [],
    askedAtMs: clock.nowMs(),
    confirmedAtMs: undefined,
    confirmedBy: undefined,
    sentAtMs: undefined,
    acceptedAtMs: undefined,
    acceptedBy: undefined,
    endedAtMs: undefined,
    feedback: undefined,
    storedSeq: 0,
  };
}
