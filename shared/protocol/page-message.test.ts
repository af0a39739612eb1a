import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPageMessage } from './page-message.ts';

describe('readPageMessage', () => {
  it.each([
    { type: 'hello', protocol: 1, role: 'window' },
    { type: 'hello', protocol: 1, role: 'recorder', siteRevision: 'abc' },
    { type: 'frame-ack', seq: 3 },
    { type: 'stream-ack', engineRun: 'r', number: 0 },
    { type: 'request', id: 1, name: 'station.info', params: {} },
    { type: 'ping', id: 9 },
  ])('takes $type', (message) => {
    expect(readPageMessage(message)).toBe(message);
  });

  it.each([
    null,
    7,
    'hello',
    [],
    {},
    { type: 'toString' },
    { type: 'hello', protocol: 1, role: 'root' },
    { type: 'hello', protocol: '1', role: 'window' },
    { type: 'frame-ack', seq: -1 },
    { type: 'frame-ack', seq: NaN },
    { type: 'stream-ack', engineRun: 'x'.repeat(200), number: 1 },
    { type: 'request', id: 1, name: 5 },
  ])('refuses %j', (message) => {
    expect(readPageMessage(message)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readPageMessage(value)));
  });
});
