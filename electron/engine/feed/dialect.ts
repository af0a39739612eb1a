/** What to say to a broker in the next try: protocol version, and whether to hand it a will. Learns from refusals. */
import type { FeedBroker } from './broker.ts';
import type { ProtocolVersion, Stage } from './connection.ts';
import { isRefusal, type FailureReport } from './failure.ts';

export interface Dialect {
  readonly version: ProtocolVersion;
  readonly will: boolean;
  /**
   * @param stage how far the try came.
   * @returns true when the answer was only about the version: ask again at once with the other.
   */
  learn(report: FailureReport, stage: Stage | 'loading'): boolean;
  /** Online with what was said; a reconnect starts from 5 again unless the broker said that it does not speak it. */
  accepted(): void;
}

export function createDialect(protocol: FeedBroker['protocol']): Dialect {
  let version: ProtocolVersion = protocol === '3.1.1' ? '3.1.1' : '5';
  let speaksOnlyOld = false;
  let will = true;

  /** Refused in so many words, hung up on, or left without an answer, once it had read our CONNECT. */
  const aboutVersion = (report: FailureReport): boolean =>
    report.failure === 'protocol-refused' ||
    (report.reasonCode === undefined && ['closed', 'protocol-error', 'timeout'].includes(report.failure));

  return {
    get version() {
      return version;
    },
    get will() {
      return will;
    },
    learn(report, stage) {
      if (stage !== 'greeting') return false;
      // Some brokers refuse the connection of an account that may not publish the will, in the words for a bad
      // password: take turns, so that an account that may only read gets in.
      if (
        isRefusal(report.failure) &&
        report.reasonCode !== undefined &&
        report.failure !== 'protocol-refused'
      ) {
        will = !will;
      }
      if (protocol !== 'auto' || speaksOnlyOld || !aboutVersion(report)) return false;
      const refused = report.failure === 'protocol-refused' && version === '5';
      if (refused) speaksOnlyOld = true;
      version = version === '5' ? '3.1.1' : '5';
      return refused;
    },
    accepted() {
      if (protocol === 'auto' && !speaksOnlyOld) version = '5';
    },
  };
}
