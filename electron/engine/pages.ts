/**
 * The pages on the engine's ports. Owns: who is connected, in which role, and the answers to their requests.
 * Invariants: nothing is sent before a valid hello; a page that speaks another protocol is told so and let go; a request
 * always gets exactly one response. Loss policy: that of frames and of the sample stream.
 */
import { assert } from '#shared/base/assert.ts';
import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, type Result } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import {
  PROTOCOL_VERSION,
  type EnginePort,
  type Hello,
  type PageMessage,
  type Request,
} from '#shared/protocol/messages.ts';
import type {
  RequestFailure,
  RequestName,
  RequestParams,
  RequestResult,
  Requests,
} from '#shared/protocol/requests.ts';
import type { FramePublisher } from './publish/frames.ts';
import type { RecorderPort, SampleStream } from './publish/sample-stream.ts';

/** One answer a request; expected failures are results, a throw is a bug and is answered with `internal`. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (
    params: RequestParams<Name>,
  ) =>
    Promise<Result<RequestResult<Name>, Requests[Name][2]>> | Result<RequestResult<Name>, Requests[Name][2]>;
};

export interface PagesDeps {
  readonly site: Site;
  readonly engineRun: string;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly frames: FramePublisher;
  readonly stream: SampleStream;
  readonly handlers: RequestHandlers;
  readonly log: Log;
}

export interface Pages {
  attach(port: EnginePort): void;
  closeAll(): void;
}

export function createPages(deps: PagesDeps): Pages {
  const { site, engineRun, clock, frames, stream, log } = deps;
  const ports = new Set<EnginePort>();

  function welcome(port: EnginePort, hello: Hello): void {
    port.send({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      engineRun,
      siteRevision: site.revision,
      site: hello.siteRevision === site.revision ? undefined : site.document,
      nowMs: clock.nowMs(),
      demo: deps.demo,
    });
  }

  function serveWindow(port: EnginePort): (message: PageMessage) => void {
    const subscriber = frames.attach((frame) => port.send(frame));
    port.onClose(() => subscriber.detach());
    return (message) => {
      if (message.type === 'frame-ack') subscriber.acknowledge(message.seq);
      else if (message.type === 'request') void answer(port, message, deps.handlers, log);
      else log('warn', 'a window sent a message that is not for windows', { type: message.type });
    };
  }

  function serveRecorder(port: EnginePort): (message: PageMessage) => void {
    const recorder: RecorderPort = { send: (batch) => port.send(batch), close: () => port.close() };
    stream.attach(recorder);
    port.onClose(() => stream.detach(recorder));
    return (message) => {
      if (message.type === 'stream-ack') stream.acknowledge(message.engineRun, message.number);
      else log('warn', 'a recorder sent a message that is not for recorders', { type: message.type });
    };
  }

  return {
    attach(port) {
      let serve: ((message: PageMessage) => void) | undefined;
      ports.add(port);
      port.onClose(() => ports.delete(port));
      port.onMessage((message) => {
        if (message.type === 'ping') return port.send({ type: 'pong', id: message.id, nowMs: clock.nowMs() });
        if (serve) return serve(message);
        const refusal = refusalOf(message);
        if (refusal) {
          log('warn', 'refused a page', refusal);
          port.send({ type: 'refusal', ...refusal });
          return port.close();
        }
        assert(message.type === 'hello', 'refusalOf lets only a hello pass');
        welcome(port, message);
        serve = message.role === 'recorder' ? serveRecorder(port) : serveWindow(port);
      });
    },
    closeAll() {
      for (const port of [...ports]) port.close();
    },
  };
}

function refusalOf(
  message: PageMessage,
): { code: 'protocol-mismatch' | 'bad-hello'; detail: string } | undefined {
  if (message.type !== 'hello')
    return { code: 'bad-hello', detail: `first message was ${JSON.stringify(message.type)}` };
  if (message.protocol !== PROTOCOL_VERSION) {
    return {
      code: 'protocol-mismatch',
      detail: `page speaks protocol ${message.protocol}, engine ${PROTOCOL_VERSION}: reload the page`,
    };
  }
  if (message.role !== 'window' && message.role !== 'recorder') {
    return { code: 'bad-hello', detail: `no role is called ${JSON.stringify(message.role)}` };
  }
  return undefined;
}

async function answer(
  port: EnginePort,
  { id, name, params }: Request,
  handlers: RequestHandlers,
  log: Log,
): Promise<void> {
  const respond = (outcome: Result<unknown, RequestFailure<RequestName>>): void =>
    port.send({ type: 'response', id, outcome });
  const handler = Object.hasOwn(handlers, name)
    ? (handlers[name] as (params: unknown) => Promise<Result<unknown, RequestFailure<RequestName>>>)
    : undefined;
  if (!handler) return respond(fail('unknown-request', `no request is called ${JSON.stringify(name)}`));
  try {
    respond(await handler(params));
  } catch (error) {
    log('error', `request ${name} threw`, { error: String(error), stack: (error as Error).stack });
    respond(fail('internal', `${name}: ${String(error)}`));
  }
}
