/** What is there to be commanded: smoke exhaust, valves, lighting groups, public address. */
import { choice, commandable, mustBe, onOff } from './command.ts';
import { text } from './plan.ts';
import { analog, binary, fault, type ClassInput, type PointInput } from './point.ts';

const stopped = text('停止', 'Stopped');
const shut = text('关', 'Closed');
const open = text('开', 'Open');

function valveOpen(quantity: string): PointInput {
  return binary(text('阀位', 'Valve'), quantity, shut, open, 30);
}

export const controlClasses: Record<string, ClassInput> = {
  'smoke-exhaust': {
    name: text('排烟风机', 'Smoke exhaust fan'),
    discipline: 'fire',
    marker: 'plant',
    points: {
      running: commandable(
        binary(text('运行', 'Running'), 'exhaust-running', stopped, text('运行', 'Running'), 20),
        {
          name: text('风机', 'Fan'),
          input: onOff(),
          interlocks: [
            mustBe('damper', [1], text('排烟阀须已打开', 'The damper is open'), ['start']),
            mustBe('fault', [0], text('风机须无故障', 'The fan has no fault'), ['start']),
          ],
          deadlineS: 20,
        },
      ),
      damper: commandable(binary(text('排烟阀', 'Damper'), 'damper-open', shut, open, 20), {
        input: {
          type: 'choice',
          choices: [choice('open', text('打开', 'Open'), 1), choice('close', text('关闭', 'Close'), 0)],
        },
        interlocks: [mustBe('running', [0], text('风机须已停止', 'The fan stands still'), ['close'])],
        deadlineS: 20,
      }),
      fault: fault(),
    },
  },
  'gas-valve': {
    name: text('燃气切断阀', 'Gas valve'),
    discipline: 'fire',
    marker: 'dot',
    points: { open: valveOpen('gas-valve-open'), fault: fault() },
  },
  'water-valve': {
    name: text('水阀', 'Water valve'),
    discipline: 'environment',
    marker: 'dot',
    points: { open: valveOpen('water-valve-open'), fault: fault() },
  },
  'lighting-group': {
    name: text('照明回路', 'Lighting group'),
    discipline: 'energy',
    marker: 'dot',
    points: {
      level: commandable(
        analog({
          name: text('亮度', 'Level'),
          quantity: 'lighting-level',
          unit: '%',
          range: [0, 100],
          decimals: 0,
          everyS: 30,
        }),
        { input: { type: 'range', min: 0, max: 100, step: 10, tolerance: 2 }, confirmation: 'none' },
      ),
      fault: fault(),
    },
  },
  'public-address': {
    name: text('广播分区', 'Public address zone'),
    discipline: 'security',
    marker: 'dot',
    points: {
      announcing: commandable(
        binary(
          text('播放', 'Announcing'),
          'announcing',
          text('静音', 'Silent'),
          text('播放中', 'Announcing'),
          20,
        ),
        {
          name: text('语音广播', 'Announcement'),
          input: { type: 'text', maxLength: 120, expect: 1 },
          payload: { text: '{value}', id: '{correlation}', answerTo: '{response}' },
          interlocks: [mustBe('fault', [0], text('功放须无故障', 'The amplifier has no fault'))],
          deadlineS: 15,
          response: {
            topic: 'riverside/answer/{station}',
            correlation: 'id',
            refused: { path: 'taken', in: [false] },
          },
        },
      ),
      fault: fault(),
    },
  },
};
