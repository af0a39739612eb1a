/**
 * Takes PUBLISH packets out of the broker's byte stream before the MQTT library sees them; every other packet goes on to
 * the library untouched and in order. Why: the library spends several times the work of the parse itself on each message
 * (packet object, events, one turn of the tick queue) and cannot hold a PUBACK back without holding the stream back.
 *
 * Layout: OASIS MQTT 5.0 section 3.3 and MQTT 3.1.1 section 3.3. QoS 2 is not ours (the feed never asks for it) and goes on.
 * Memory is bounded: a packet over `PACKET_LIMIT` is cut, not collected, and arrives with a payload over every payload limit.
 */
import type { TopicReader } from './topics.ts';

/** Packets up to this size are delivered whole. Bytes. */
export const PACKET_LIMIT = 1 << 20;

export interface TapSink {
  /**
   * @param payload a view on the receive buffer: valid during the call only.
   * @param packetId 0 for QoS 0, else the id that a PUBACK must carry.
   * @param retained the broker had kept it, nobody knows for how long.
   * @param properties of MQTT 5 as they came, where there are any; a view as well. See `properties.ts`.
   */
  message(
    topic: string,
    payload: Buffer,
    packetId: number,
    retained: boolean,
    properties: Buffer | undefined,
  ): void;
  /** For the station's own topics. */
  own(topic: string, payload: Buffer, packetId: number): void;
  /** Whole packets, or parts of one in order. */
  rest(bytes: Buffer): void;
  /** Called once; the tap reads nothing afterwards. */
  broken(detail: string): void;
}

export interface TapOptions {
  readonly topics: TopicReader;
  /** MQTT 5 puts properties between topic and payload. */
  readonly properties: boolean;
  readonly sink: TapSink;
}

const PUBLISH = 3;
const QOS_BITS = 0b0110;
const QOS_2 = 0b0100;
const RETAIN_BIT = 0b0001;
const MORE = 0x80;

/** One a connection: it keeps the beginning of a packet whose end has not come yet. */
export class PublishTap {
  /** PUBLISH packets taken so far, the station's own included. */
  taken = 0;
  private readonly topic: TopicReader;
  private readonly properties: boolean;
  private readonly sink: TapSink;
  private parts: Buffer[] = [];
  private partsBytes = 0;
  /** Bytes from the start of the packet in `parts` before it can be read on; 0 while its length is unknown. */
  private needed = 0;
  /** Bytes of a packet that was too large, still to come. */
  private skip = 0;
  private broken = false;
  /** Where `length` found the end of the number it read. */
  private lengthEnd = 0;

  constructor({ topics, properties, sink }: TapOptions) {
    this.topic = topics;
    this.properties = properties;
    this.sink = sink;
  }

  write(chunk: Buffer): void {
    if (this.broken) return;
    let data = chunk;
    if (this.skip > 0) {
      const skipped = Math.min(this.skip, chunk.length);
      this.skip -= skipped;
      data = chunk.subarray(skipped);
    }
    if (this.parts.length > 0) {
      this.parts.push(data);
      this.partsBytes += data.length;
      if (this.partsBytes < this.needed) return;
      data = Buffer.concat(this.parts, this.partsBytes);
      this.parts = [];
    }
    if (data.length > 0) this.scan(data);
  }

  private scan(data: Buffer): void {
    const end = data.length;
    let at = 0;
    /** Start of the packets that are not ours and not handed on yet. */
    let restAt = 0;
    while (at < end) {
      const first = data[at] as number;
      const length = this.length(data, at + 1, end);
      if (length === -2) return this.fail(`remaining length of more than 4 bytes, packet type ${first >> 4}`);
      const ours = first >> 4 === PUBLISH && (first & QOS_BITS) < QOS_2;
      const whole = this.lengthEnd - at + length;
      const taken = length === -1 ? 0 : Math.min(whole, PACKET_LIMIT);
      const complete = taken > 0 && at + taken <= end;
      if ((ours || !complete) && restAt < at) this.sink.rest(data.subarray(restAt, at));
      if (!complete) return this.keep(data.subarray(at), taken);
      if (ours) {
        if (!this.publish(data, first, at + taken)) return this.fail(`malformed PUBLISH of ${whole} bytes`);
        restAt = at + taken;
      } else if (taken < whole) return this.fail(`packet of type ${first >> 4} and ${whole} bytes`);
      at += taken;
      if (taken < whole) {
        this.skip = whole - taken;
        const skipped = Math.min(this.skip, end - at);
        this.skip -= skipped;
        at += skipped;
        restAt = at;
      }
    }
    if (restAt < end) this.sink.rest(data.subarray(restAt, end));
  }

  /** @returns false when the packet is not what it says. `end` lies before its true end when it was cut. */
  private publish(data: Buffer, first: number, end: number): boolean {
    const topicAt = this.lengthEnd + 2;
    if (topicAt > end) return false;
    const topicLength = ((data[topicAt - 2] as number) << 8) | (data[topicAt - 1] as number);
    let at = topicAt + topicLength;
    if (topicLength === 0 || at > end) return false;
    const topic = this.topic(data, topicAt, at);
    let packetId = 0;
    if ((first & QOS_BITS) !== 0) {
      if (at + 2 > end) return false;
      packetId = ((data[at] as number) << 8) | (data[at + 1] as number);
      if (packetId === 0) return false;
      at += 2;
    }
    let properties: Buffer | undefined;
    if (this.properties) {
      const length = this.length(data, at, end);
      if (length < 0) return false;
      at = this.lengthEnd + length;
      if (at > end) return false;
      if (length > 0) properties = data.subarray(this.lengthEnd, at);
    }
    const payload = data.subarray(at, end);
    this.taken += 1;
    if (topic.own) this.sink.own(topic.text, payload, packetId);
    else this.sink.message(topic.text, payload, packetId, (first & RETAIN_BIT) !== 0, properties);
    return true;
  }

  /** Variable byte integer (MQTT 5.0, 1.5.5); sets `lengthEnd`. @returns −1 when its end is not in `data` yet, −2 when malformed. */
  private length(data: Buffer, start: number, end: number): number {
    let value = 0;
    let shift = 0;
    for (let at = start; at < end; at += 1) {
      const byte = data[at] as number;
      value |= (byte & ~MORE) << shift;
      if (byte < MORE) {
        this.lengthEnd = at + 1;
        return value;
      }
      shift += 7;
      if (shift > 21) return -2;
    }
    return -1;
  }

  private keep(start: Buffer, needed: number): void {
    this.parts = [start];
    this.partsBytes = start.length;
    this.needed = needed;
  }

  private fail(detail: string): void {
    this.broken = true;
    this.parts = [];
    this.sink.broken(detail);
  }
}
