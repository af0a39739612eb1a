/** What emergency plans ask for besides doors and fans: power, gas exhaust, stair pressurisation, and buttons that call for help. */
import { choice, commandable, mustBe, onOff } from './command.ts';
import { text } from './plan.ts';
import { analog, binary, fault, normal, type ClassInput } from './point.ts';

const stopped = text('停止', 'Stopped');
const runs = text('运行', 'Running');
const noFault = mustBe('fault', [0], text('风机须无故障', 'The fan has no fault'), ['start']);

/** A button with one contact. */
function button(name: ReturnType<typeof text>, quantity: string): ClassInput {
  return {
    name,
    discipline: 'security',
    marker: 'dot',
    points: {
      pressed: binary(text('呼叫', 'Call'), quantity, normal, text('已呼叫', 'Calling'), 60),
      fault: fault(),
    },
  };
}

export const emergencyClasses: Record<string, ClassInput> = {
  'distribution-board': {
    name: text('非消防配电箱', 'Distribution board'),
    discipline: 'energy',
    marker: 'dot',
    points: {
      supply: commandable(
        binary(text('供电', 'Supply'), 'non-fire-power', text('断电', 'Off'), text('供电', 'On'), 30),
        {
          name: text('非消防电源', 'Power not for fire safety'),
          input: {
            type: 'choice',
            choices: [
              choice('off', text('切断', 'Cut'), 0),
              choice('on', text('送电', 'Switch on'), 1, 'two-people'),
            ],
          },
          // A breaker that tripped is not closed again before somebody knows why it did.
          interlocks: [mustBe('fault', [0], text('开关须未跳闸', 'The breaker has not tripped'), ['on'])],
        },
      ),
      fault: fault(),
    },
  },
  generator: {
    name: text('柴油发电机', 'Standby generator'),
    discipline: 'energy',
    marker: 'plant',
    points: {
      running: commandable(binary(text('运行', 'Running'), 'generator-running', stopped, runs, 20), {
        name: text('发电机', 'Generator'),
        input: onOff(),
        interlocks: [
          mustBe('fault', [0], text('机组须无故障', 'The set has no fault'), ['start']),
          {
            point: 'fuel',
            must: 'at-least',
            limit: 10,
            for: ['start'],
            why: text('燃油须不少于 10 %', 'At least 10 % of fuel'),
          },
        ],
        deadlineS: 30,
      }),
      fuel: analog({
        name: text('燃油', 'Fuel'),
        quantity: 'fuel-level',
        unit: '%',
        range: [0, 100],
        decimals: 0,
        everyS: 60,
      }),
      fault: fault(),
    },
  },
  'transfer-switch': {
    name: text('双电源切换柜', 'Transfer switch'),
    discipline: 'energy',
    marker: 'dot',
    points: {
      mains: binary(text('市电', 'Mains'), 'mains-available', text('失电', 'Lost'), normal, 20),
      fault: fault(),
    },
  },
  'gas-exhaust': {
    name: text('事故排风机', 'Gas exhaust fan'),
    discipline: 'fire',
    marker: 'plant',
    points: {
      running: commandable(binary(text('运行', 'Running'), 'gas-exhaust-running', stopped, runs, 20), {
        name: text('防爆风机', 'Explosion-proof fan'),
        input: onOff(),
        interlocks: [noFault],
        deadlineS: 20,
      }),
      fault: fault(),
    },
  },
  'stair-pressurisation': {
    name: text('楼梯加压风机', 'Stair pressurisation fan'),
    discipline: 'fire',
    marker: 'plant',
    points: {
      running: commandable(binary(text('运行', 'Running'), 'pressurisation-running', stopped, runs, 20), {
        name: text('风机', 'Fan'),
        input: onOff(),
        interlocks: [noFault],
        deadlineS: 20,
      }),
      fault: fault(),
    },
  },
  'help-call': button(text('求助按钮', 'Help call'), 'medical-call'),
  'panic-button': button(text('紧急报警按钮', 'Panic button'), 'panic'),
};
