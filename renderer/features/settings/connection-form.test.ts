import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf, problemsOf, profileOf, type ConnectionForm } from './connection-form.ts';

const profile = {
  url: 'mqtts://broker.example:8884',
  protocol: 'auto',
  username: 'station',
  caFile: '/etc/ca.pem',
  certFile: undefined,
  keyFile: undefined,
  serverName: undefined,
} as const;

describe('connection form', () => {
  it.each([
    'mqtt://a',
    'mqtts://a.b:1',
    'ws://h:80/mqtt',
    'wss://h/deep/path',
    'mqtt://[::1]:1883',
    'mqtt://10.0.0.1',
  ])('keeps %s as it was', (url) => {
    expect(profileOf(formOf({ ...profile, url })).url).toBe(url);
  });

  it('keeps what it does not show of a secure connection, and drops it from a plain one', () => {
    const form = formOf(profile);
    expect(profileOf(form)).toEqual(profile);
    expect(profileOf({ ...form, scheme: 'mqtt' }).caFile).toBeUndefined();
  });

  it.each<[Partial<ConnectionForm>, ReturnType<typeof problemsOf>]>([
    [{ host: '' }, { host: 'host-missing' }],
    [{ host: 'user@host' }, { host: 'host-wrong' }],
    [{ host: 'host:1883' }, { host: 'host-wrong' }],
    [{ port: '0' }, { port: 'port-wrong' }],
    [{ port: '70000' }, { port: 'port-wrong' }],
    [{ port: 'x' }, { port: 'port-wrong' }],
    [{ certFile: 'c.pem' }, { keyFile: 'key-missing' }],
    [{ keyFile: 'k.pem' }, { certFile: 'cert-missing' }],
    [{}, {}],
  ])('finds what is wrong: %j', (change, problems) => {
    expect(problemsOf({ ...formOf(profile), ...change })).toEqual(problems);
  });

  it('makes an address that can be parsed from every form without problems', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom('mqtt', 'mqtts', 'ws', 'wss'), text, text, (scheme, host, port) => {
        const form = { ...formOf(profile), scheme, host, port } as ConnectionForm;
        fc.pre(
          Object.keys(problemsOf(form)).length === 0 &&
            /^[\w.-]+$/.test(host.trim()) &&
            !/^[\d.]+$|\.\.|^[.-]/.test(host.trim()),
        );
        expect(profileOf(form).url.startsWith(`${scheme}://${host.trim()}`)).toBe(true);
      }),
    );
  });
});
