/** Meters, chillers, pumps and towers. */
import { commandable, mustBe, pumpMode, pumpModes } from './command.ts';
import { text } from './plan.ts';
import {
  analog,
  counter,
  fault,
  multistate,
  percent,
  running,
  temperature,
  type ClassInput,
  type PointInput,
} from './point.ts';

function power(max: number, everyS: number): PointInput {
  return analog({
    name: text('有功功率', 'Active power'),
    quantity: 'active-power',
    unit: 'kW',
    range: [-200, max],
    decimals: 2,
    everyS,
  });
}

function motorPower(max: number): PointInput {
  return analog({
    name: text('电机功率', 'Motor power'),
    quantity: 'motor-power',
    unit: 'kW',
    range: [0, max],
    decimals: 1,
    everyS: 10,
  });
}

function energy(): PointInput {
  return counter(text('有功电能', 'Active energy'), 'active-energy', 'kWh', 30, 2);
}

function phases(maxA: number): Record<string, PointInput> {
  return Object.fromEntries(
    ['A', 'B', 'C'].flatMap((phase) => [
      [
        `voltage${phase}`,
        analog({
          name: text(`${phase} 相电压`, `Voltage ${phase}`),
          quantity: 'voltage',
          unit: 'V',
          range: [0, 300],
          everyS: 10,
        }),
      ],
      [
        `current${phase}`,
        analog({
          name: text(`${phase} 相电流`, `Current ${phase}`),
          quantity: 'current',
          unit: 'A',
          range: [0, maxA],
          everyS: 10,
        }),
      ],
    ]),
  );
}

const powerFactor = analog({
  name: text('功率因数', 'Power factor'),
  quantity: 'power-factor',
  unit: '',
  range: [-1, 1],
  decimals: 3,
  everyS: 10,
});

function reactivePower(max: number): PointInput {
  return analog({
    name: text('无功功率', 'Reactive power'),
    quantity: 'reactive-power',
    unit: 'kvar',
    range: [-max, max],
    everyS: 10,
  });
}

const plantState = [
  text('停机', 'Off'),
  text('运行', 'Running'),
  text('故障', 'Fault'),
  text('检修', 'Maintenance'),
];

const meters: Record<string, ClassInput> = {
  'main-meter': {
    name: text('总表', 'Main meter'),
    discipline: 'energy',
    marker: 'meter',
    points: {
      activePower: power(2000, 5),
      reactivePower: reactivePower(1000),
      powerFactor,
      ...phases(4000),
      frequency: analog({
        name: text('频率', 'Frequency'),
        quantity: 'frequency',
        unit: 'Hz',
        range: [45, 55],
        decimals: 2,
        everyS: 5,
      }),
      thd: analog({
        name: text('电压谐波', 'Voltage THD'),
        quantity: 'thd',
        unit: '%',
        range: [0, 100],
        decimals: 2,
        everyS: 30,
      }),
      activeEnergy: energy(),
    },
  },
  'storey-meter': {
    name: text('楼层电表', 'Storey meter'),
    discipline: 'energy',
    marker: 'meter',
    points: {
      activePower: power(400, 5),
      reactivePower: reactivePower(300),
      powerFactor,
      ...phases(800),
      activeEnergy: energy(),
    },
  },
  'zone-meter': {
    name: text('分区电表', 'Zone meter'),
    discipline: 'energy',
    marker: 'meter',
    points: {
      activePower: power(100, 5),
      reactivePower: reactivePower(60),
      powerFactor,
      ...phases(200),
      activeEnergy: energy(),
    },
  },
  'pv-inverter': {
    name: text('光伏逆变器', 'PV inverter'),
    discipline: 'energy',
    marker: 'plant',
    points: {
      pvPower: analog({
        name: text('发电功率', 'Output'),
        quantity: 'pv-power',
        unit: 'kW',
        range: [0, 15],
        decimals: 2,
        everyS: 10,
      }),
      pvEnergy: counter(text('发电量', 'Energy produced'), 'pv-energy', 'kWh', 30, 2),
      dcVoltage: analog({
        name: text('直流电压', 'DC voltage'),
        quantity: 'dc-voltage',
        unit: 'V',
        range: [0, 1000],
        decimals: 0,
        everyS: 10,
      }),
      inverterTemperature: temperature(text('机内温度', 'Inverter temperature'), 'inverter-temperature'),
      state: multistate(text('状态', 'State'), 'plant-state', plantState, 20),
    },
  },
};

const cooling: Record<string, ClassInput> = {
  chiller: {
    name: text('冷水机组', 'Chiller'),
    discipline: 'energy',
    marker: 'plant',
    points: {
      state: multistate(text('状态', 'State'), 'plant-state', plantState, 10),
      motorPower: motorPower(250),
      load: percent(text('负荷率', 'Load'), 'plant-load'),
      chilledSupply: temperature(
        text('冷冻水出水', 'Chilled water supply'),
        'chilled-water-supply-temperature',
      ),
      chilledReturn: temperature(
        text('冷冻水回水', 'Chilled water return'),
        'chilled-water-return-temperature',
      ),
      condenserSupply: temperature(
        text('冷却水进水', 'Condenser water in'),
        'condenser-water-supply-temperature',
      ),
      condenserReturn: temperature(
        text('冷却水出水', 'Condenser water out'),
        'condenser-water-return-temperature',
      ),
      flow: analog({
        name: text('冷冻水流量', 'Chilled water flow'),
        quantity: 'plant-flow',
        unit: 'm³/h',
        range: [0, 300],
        everyS: 15,
      }),
      hours: counter(text('运行小时', 'Running hours'), 'running-hours', 'h', 60),
    },
  },
  pump: {
    name: text('水泵', 'Pump'),
    discipline: 'energy',
    marker: 'plant',
    points: {
      running: running(),
      motorPower: motorPower(45),
      speed: percent(text('频率给定', 'Speed'), 'plant-speed'),
      pressure: analog({
        name: text('扬程', 'Pressure rise'),
        quantity: 'pressure-rise',
        unit: 'kPa',
        range: [0, 600],
        decimals: 0,
        everyS: 15,
      }),
      fault: fault(),
      mode: commandable(
        multistate(text('模式', 'Mode'), 'pump-mode', pumpModes, 30),
        pumpMode(mustBe('fault', [0], text('水泵须无故障', 'The pump has no fault'), ['on'])),
      ),
    },
  },
  'cooling-tower': {
    name: text('冷却塔', 'Cooling tower'),
    discipline: 'energy',
    marker: 'plant',
    points: {
      running: running(),
      motorPower: motorPower(22),
      speed: percent(text('风机转速', 'Fan speed'), 'plant-speed'),
      waterTemperature: temperature(text('出水温度', 'Leaving water'), 'condenser-water-supply-temperature'),
      fault: fault(),
    },
  },
};

export const plantClasses: Record<string, ClassInput> = { ...meters, ...cooling };
