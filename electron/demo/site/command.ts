/** What may be asked of the equipment of Riverside One. Every controller listens at `riverside/command/…`. */
import type { LocalizedText, SiteDocumentInput } from '#shared/domain/site/document.ts';
import { text } from './plan.ts';
import type { PointInput } from './point.ts';

type CommandInput = NonNullable<PointInput['command']>;
type Spec = Omit<CommandInput, 'topic'>;
type Choice = Extract<CommandInput['input'], { type: 'choice' }>['choices'][number];
type Interlock = NonNullable<CommandInput['interlocks']>[number];

const topic = 'riverside/command/{storey}/{asset}/{point}';
/** The id lets a controller's own log be held against ours. */
const payload = { value: '{value}', id: '{correlation}' };

export function commandable(point: PointInput, command: Spec): PointInput {
  return { ...point, command: { topic, payload, ...command } };
}

/** @param id is sent in capitals. @param expect of the feedback point. */
export function choice(
  id: string,
  name: LocalizedText,
  expect: number,
  confirmation?: Choice['confirmation'],
): Choice {
  return { id, name, send: id.toUpperCase(), expect, ...(confirmation && { confirmation }) };
}

/** A machine that is started and stopped. */
export function onOff(stop?: Choice['confirmation']): CommandInput['input'] {
  return {
    type: 'choice',
    choices: [choice('start', text('启动', 'Start'), 1), choice('stop', text('停止', 'Stop'), 0, stop)],
  };
}

/** @param codes the point must show one of them. @param choices that the interlock is for; default all. */
export function mustBe(
  point: string,
  codes: number[],
  why: LocalizedText,
  choices?: readonly string[],
): Interlock {
  return { point, must: 'in', codes, ...(choices && { for: [...choices] }), why };
}

export const doorLock: Spec = {
  input: {
    type: 'choice',
    choices: [choice('release', text('释放', 'Release'), 0), choice('lock', text('上锁', 'Lock'), 1)],
  },
  payload: '{value}',
};

/** A pump that may be taken from its automatic. */
export function pumpMode(interlock: Interlock): Spec {
  return {
    name: text('运行模式', 'Mode'),
    input: {
      type: 'choice',
      choices: [
        choice('auto', text('自动', 'Automatic'), 0),
        choice('on', text('强制运行', 'Run'), 1),
        choice('off', text('停止', 'Stop'), 2),
      ],
    },
    interlocks: [interlock],
    deadlineS: 15,
  };
}

export const pumpModes = [
  text('自动', 'Automatic'),
  text('手动运行', 'Running by hand'),
  text('停用', 'Off'),
];

type AssetPoints = NonNullable<SiteDocumentInput['assets'][number]['points']>;

/** Reopening a gas valve takes two people and a detector that shows no gas. */
export function gasValvePoints(detectorId: string): AssetPoints {
  const why = text('燃气探测器须无报警', 'The gas detector shows no gas');
  return valvePoints({
    name: text('燃气阀', 'Gas valve'),
    input: {
      type: 'choice',
      choices: [
        choice('close', text('关闭', 'Close'), 0),
        choice('open', text('重新打开', 'Reopen'), 1, 'two-people'),
      ],
    },
    interlocks: [mustBe(`${detectorId}.gas`, [0], why, ['open'])],
  });
}

/** The main valve must not be shut while a fire pump draws from it. */
export function mainValvePoints(firePumpIds: readonly string[]): AssetPoints {
  const why = text('消防泵须未运行', 'The fire pump is not running');
  return valvePoints({
    name: text('总水阀', 'Water main'),
    input: closeOrOpen,
    interlocks: firePumpIds.map((id) => mustBe(`${id}.running`, [0], why, ['close'])),
  });
}

/** Domestic water of one storey: no sprinkler hangs on it. */
export function storeyValvePoints(): AssetPoints {
  return valvePoints({ name: text('楼层水阀', 'Storey water'), input: closeOrOpen });
}

const closeOrOpen: CommandInput['input'] = {
  type: 'choice',
  choices: [choice('close', text('关闭', 'Close'), 0), choice('open', text('打开', 'Open'), 1)],
};

function valvePoints(command: Spec): AssetPoints {
  return { open: { command: { topic, payload, deadlineS: 20, ...command } } };
}
