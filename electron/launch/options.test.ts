import { describe, expect, it } from 'vitest';
import { DEFAULT_PORT, parseOptions, USAGE } from './options.ts';

const refusal = (...args: string[]): string => {
  const outcome = parseOptions(args);
  if (outcome.ok) throw new Error(`accepted ${args.join(' ')}`);
  return outcome.error.detail;
};

describe('parseOptions', () => {
  it('takes nothing', () => {
    expect(parseOptions([])).toEqual({
      ok: true,
      value: {
        help: false,
        headless: false,
        open: true,
        port: DEFAULT_PORT,
        siteFolder: undefined,
        dataFolder: undefined,
        brokerUrl: undefined,
        scenario: undefined,
      },
    });
  });

  it('takes everything', () => {
    const outcome = parseOptions([
      '--headless',
      '--no-open',
      '--port=0',
      '--site',
      'a',
      '--data',
      'b',
      '--scenario',
      'fire',
    ]);
    expect(outcome).toMatchObject({
      ok: true,
      value: { headless: true, open: false, port: 0, siteFolder: 'a', dataFolder: 'b', scenario: 'fire' },
    });
    expect(parseOptions(['--broker', 'mqtts://broker.example:8883'])).toMatchObject({
      ok: true,
      value: { brokerUrl: 'mqtts://broker.example:8883' },
    });
  });

  it.each([
    [['--colour'], /^Unknown option '--colour' \(see --help\)$/],
    [['site'], /^Unexpected argument 'site'/],
    [['--site'], /'--site <value>' argument missing/],
    [['--headless=yes'], /--headless/],
    [['--site', ''], /--site is empty/],
    [['--port', '70000'], /--port 70000: expected a number from 0 to 65535/],
    [['--port', '4600x'], /--port 4600x/],
    [['--port', ''], /--port/],
    [['--port', '1.5'], /--port 1.5/],
    [['--broker', 'broker.example'], /--broker expects an address/],
    [['--broker', 'http://broker.example'], /expected mqtt:/],
    [['--scenario', 'flood'], /--scenario flood: expected one of fire/],
    [['--broker', 'mqtt://b', '--scenario', 'fire'], /--scenario needs the simulated building/],
  ] as const)('refuses %j in one line', (args, words) => {
    const line = refusal(...args);
    expect(line).toMatch(words);
    expect(line).not.toContain('\n');
  });

  it('never repeats a password', () => {
    expect(refusal('--broker', 'mqtt://admin:hunter2@broker.example')).not.toContain('hunter2');
    expect(refusal('--broker', 'http://admin:hunter2@broker.example')).not.toContain('hunter2');
  });

  it('takes a user in the address of the broker', () => {
    expect(parseOptions(['--broker', 'mqtts://station@broker.example'])).toMatchObject({
      ok: true,
      value: { brokerUrl: 'mqtts://station@broker.example' },
    });
  });

  it('explains every option', () => {
    for (const name of ['headless', 'port', 'no-open', 'site', 'broker', 'data', 'scenario', 'help'])
      expect(USAGE).toContain(`--${name}`);
  });
});
