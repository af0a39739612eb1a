/** The small site with something to command: every kind of input, confirmation, interlock and response. */
import {
  siteDocumentSchema,
  type SiteDocument,
  type SiteDocumentInput,
} from '#shared/domain/site/document.ts';
import { smallSite } from './site.ts';

const text = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });
type ClassInput = SiteDocumentInput['assetClasses'][string];
type PointInput = ClassInput['points'][string];
type CommandInput = NonNullable<PointInput['command']>;

const binary = (name: string, expectedPeriodS = 300): PointInput => ({
  name: text(name, name),
  kind: 'binary',
  quantity: name,
  expectedPeriodS,
  states: { '0': text('否', 'No'), '1': text('是', 'Yes') },
});

const onOff = (on: number): CommandInput['input'] => ({
  type: 'choice',
  choices: [
    { id: 'on', name: text('开', 'On'), send: 'ON', expect: on },
    { id: 'off', name: text('关', 'Off'), send: 'OFF', expect: 1 - on },
  ],
});

/** Changes to the commands below; deadlines are short where tests wait for them in real time. */
export interface CommandSiteOptions {
  readonly deadlineS?: number;
  readonly expiryS?: number;
  readonly brokers?: SiteDocumentInput['brokers'];
}

/**
 * Besides the small site: `LOCK-1.locked` (no confirmation, raw payload), `FAN-1.running` (two steps; damper open and no
 * test under way), `GAS-1.open` (two people; opening needs no gas), `DIM-1.level` (0 to 100), `PA-1.announcing` (text, JSON
 * payload with a response). Values come raw on the alarm lane at `small/alarm/{asset}/{point}`; commands go to
 * `small/command/{asset}/{point}`.
 */
export function commandSite({ deadlineS = 10, expiryS, brokers }: CommandSiteOptions = {}): SiteDocument {
  const small = smallSite();
  const common = {
    topic: 'small/command/{asset}/{point}',
    deadlineS,
    ...(expiryS === undefined ? {} : { expiryS }),
  };
  const classes: Record<string, ClassInput> = {
    lock: {
      name: text('锁', 'Lock'),
      discipline: 'security',
      points: {
        locked: { ...binary('locked'), command: { ...common, input: onOff(1), confirmation: 'none' } },
      },
    },
    fan: {
      name: text('风机', 'Fan'),
      discipline: 'fire',
      points: {
        running: {
          ...binary('running'),
          command: {
            ...common,
            input: onOff(1),
            interlocks: [
              { point: 'damper', must: 'in', codes: [1], for: ['on'], why: text('风阀须开', 'Damper open') },
              { point: 'L-1.state', must: 'not-in', codes: [2], why: text('电梯无人被困', 'Nobody trapped') },
            ],
          },
        },
        damper: binary('damper'),
      },
    },
    valve: {
      name: text('阀', 'Valve'),
      discipline: 'fire',
      points: {
        open: {
          ...binary('open'),
          command: {
            ...common,
            input: onOff(1),
            confirmation: 'two-people',
            interlocks: [
              { point: 'gas', must: 'at-most', limit: 5, for: ['on'], why: text('无燃气', 'No gas') },
            ],
          },
        },
        gas: { name: text('浓度', 'Gas'), kind: 'analog', quantity: 'gas', unit: '%', expectedPeriodS: 300 },
      },
    },
    dimmer: {
      name: text('调光', 'Dimmer'),
      discipline: 'energy',
      points: {
        level: {
          name: text('亮度', 'Level'),
          kind: 'analog',
          quantity: 'level',
          unit: '%',
          decimals: 0,
          expectedPeriodS: 300,
          command: {
            ...common,
            input: { type: 'range', min: 0, max: 100, tolerance: 2 },
            confirmation: 'none',
            payload: { brightness: '{value}', of: ['{asset}', '{zone}/{point}'] },
          },
        },
      },
    },
    speaker: {
      name: text('广播', 'Public address'),
      discipline: 'other',
      points: {
        announcing: {
          ...binary('announcing'),
          command: {
            ...common,
            input: { type: 'text', maxLength: 40, expect: 1 },
            confirmation: 'none',
            payload: { text: '{value}', id: '{correlation}', reply: '{response}' },
            response: { correlation: 'id', refused: { path: 'ok', in: [false] } },
          },
        },
      },
    },
  };
  const places = ['lock', 'fan', 'valve', 'dimmer', 'speaker'] as const;
  const ids = { lock: 'LOCK-1', fan: 'FAN-1', valve: 'GAS-1', dimmer: 'DIM-1', speaker: 'PA-1' };
  return siteDocumentSchema.parse({
    ...small,
    ...(brokers ? { brokers } : {}),
    assetClasses: { ...small.assetClasses, ...classes },
    assets: [
      ...small.assets,
      ...places.map((name, row) => ({
        id: ids[name],
        class: name,
        zone: '1F-W1',
        position: [1 + row, 2] as [number, number],
      })),
    ],
  } satisfies SiteDocumentInput);
}
