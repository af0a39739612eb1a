/** Fire, security and lifts. */
import { choice, commandable, doorLock, mustBe, onOff } from './command.ts';
import { text } from './plan.ts';
import {
  analog,
  battery,
  binary,
  counter,
  fault,
  multistate,
  normal,
  running,
  type ClassInput,
} from './point.ts';

const untouched = text('未触发', 'Not activated');

export const safetyClasses: Record<string, ClassInput> = {
  'smoke-detector': {
    name: text('烟感', 'Smoke detector'),
    discipline: 'fire',
    marker: 'detector',
    points: {
      smoke: binary(text('烟雾报警', 'Smoke'), 'smoke', normal, text('有烟', 'Smoke'), 60),
      obscuration: analog({
        name: text('减光率', 'Obscuration'),
        quantity: 'obscuration',
        unit: '%/m',
        range: [0, 30],
        decimals: 2,
        everyS: 30,
      }),
      chamberTemperature: analog({
        name: text('探头温度', 'Detector temperature'),
        quantity: 'detector-temperature',
        unit: '°C',
        range: [-20, 120],
        everyS: 30,
      }),
      contamination: analog({
        name: text('污染度', 'Contamination'),
        quantity: 'contamination',
        unit: '%',
        range: [0, 100],
        decimals: 0,
        everyS: 300,
      }),
      fault: fault(),
    },
  },
  'heat-detector': {
    name: text('温感', 'Heat detector'),
    discipline: 'fire',
    marker: 'detector',
    points: {
      heat: binary(text('感温报警', 'Heat'), 'heat', normal, text('高温', 'Heat'), 60),
      detectorTemperature: analog({
        name: text('探头温度', 'Detector temperature'),
        quantity: 'detector-temperature',
        unit: '°C',
        range: [-20, 120],
        everyS: 30,
      }),
      fault: fault(),
    },
  },
  'manual-call-point': {
    name: text('手动报警按钮', 'Manual call point'),
    discipline: 'fire',
    marker: 'detector',
    points: {
      pressed: binary(text('按下', 'Pressed'), 'manual-call', untouched, text('已按下', 'Pressed'), 60),
      fault: fault(),
    },
  },
  'sprinkler-zone': {
    name: text('喷淋区', 'Sprinkler zone'),
    discipline: 'fire',
    marker: 'dot',
    points: {
      waterFlow: binary(
        text('水流指示', 'Water flow'),
        'sprinkler-flow',
        normal,
        text('有水流', 'Flowing'),
        60,
      ),
      sprinklerPressure: analog({
        name: text('管网压力', 'Pipe pressure'),
        quantity: 'sprinkler-pressure',
        unit: 'kPa',
        range: [0, 1600],
        decimals: 0,
        everyS: 20,
      }),
      valveOpen: binary(
        text('信号阀', 'Zone valve'),
        'valve-open',
        text('关', 'Closed'),
        text('开', 'Open'),
        60,
      ),
    },
  },
  'fire-pump': {
    name: text('消防泵', 'Fire pump'),
    discipline: 'fire',
    marker: 'plant',
    points: {
      running: commandable(
        binary(
          text('运行', 'Running'),
          'fire-pump-running',
          text('待命', 'Standby'),
          text('运行', 'Running'),
          20,
        ),
        {
          name: text('消防泵', 'Fire pump'),
          // Nobody alone takes the water from a sprinkler that flows.
          input: onOff('two-people'),
          interlocks: [
            mustBe('fault', [0], text('水泵须无故障', 'The pump has no fault'), ['start']),
            mustBe('mode', [0, 1], text('水泵须未停用', 'The pump is not switched off'), ['start']),
          ],
          deadlineS: 15,
        },
      ),
      sprinklerPressure: analog({
        name: text('出口压力', 'Outlet pressure'),
        quantity: 'sprinkler-pressure',
        unit: 'kPa',
        range: [0, 1600],
        decimals: 0,
        everyS: 20,
      }),
      mode: multistate(
        text('模式', 'Mode'),
        'control-mode',
        [text('自动', 'Automatic'), text('手动', 'Manual'), text('停用', 'Off')],
        60,
      ),
      fault: fault(),
    },
  },
  'access-door': {
    name: text('门禁', 'Access door'),
    discipline: 'security',
    marker: 'door',
    points: {
      open: binary(text('门状态', 'Door'), 'door-open', text('关', 'Closed'), text('开', 'Open'), 60),
      locked: commandable(
        binary(text('锁状态', 'Lock'), 'door-locked', text('未锁', 'Unlocked'), text('已锁', 'Locked'), 60),
        doorLock,
      ),
      forced: binary(text('强行开门', 'Forced'), 'door-forced', normal, text('强行开门', 'Forced open'), 60),
      readerOnline: binary(
        text('读卡器', 'Reader'),
        'online',
        text('离线', 'Offline'),
        text('在线', 'Online'),
        60,
      ),
      entries: counter(text('刷卡次数', 'Entries'), 'entries', '', 60, 0),
    },
  },
  'intrusion-detector': {
    name: text('入侵探测器', 'Intrusion detector'),
    discipline: 'security',
    marker: 'detector',
    points: {
      motion: binary(text('移动', 'Motion'), 'motion', text('无', 'None'), text('有人', 'Motion'), 30),
      armed: binary(text('布防', 'Armed'), 'armed', text('撤防', 'Disarmed'), text('布防', 'Armed'), 60),
      intrusion: binary(text('入侵报警', 'Intrusion'), 'intrusion', normal, text('入侵', 'Intrusion'), 60),
      tamper: binary(text('防拆', 'Tamper'), 'tamper', normal, text('被拆', 'Tampered'), 60),
    },
  },
  camera: {
    name: text('摄像机', 'Camera'),
    discipline: 'security',
    marker: 'camera',
    points: {
      online: binary(text('在线', 'Online'), 'online', text('离线', 'Offline'), text('在线', 'Online'), 30),
      recording: binary(
        text('录像', 'Recording'),
        'recording',
        text('未录像', 'Not recording'),
        text('录像中', 'Recording'),
        60,
      ),
      packetLoss: analog({
        name: text('丢包率', 'Packet loss'),
        quantity: 'packet-loss',
        unit: '%',
        range: [0, 100],
        decimals: 2,
        everyS: 30,
      }),
      storedDays: analog({
        name: text('录像天数', 'Days stored'),
        quantity: 'stored-days',
        unit: 'd',
        range: [0, 400],
        everyS: 300,
      }),
      bitrate: analog({
        name: text('码率', 'Bit rate'),
        quantity: 'bitrate',
        unit: 'Mbit/s',
        range: [0, 40],
        everyS: 10,
      }),
    },
  },
  'people-counter': {
    name: text('客流计', 'People counter'),
    discipline: 'security',
    marker: 'sensor',
    points: {
      people: analog({
        name: text('在场人数', 'People present'),
        quantity: 'occupancy',
        unit: '',
        range: [0, 2000],
        decimals: 0,
        everyS: 30,
      }),
    },
  },
  'patrol-tag': {
    name: text('巡更点', 'Patrol tag'),
    discipline: 'security',
    marker: 'patrol',
    points: {
      sinceVisit: analog({
        name: text('距上次巡更', 'Since last visit'),
        quantity: 'since-patrol',
        unit: 'min',
        range: [0, 10_000],
        decimals: 0,
        everyS: 60,
      }),
      battery: battery(),
    },
  },
  lift: {
    name: text('电梯', 'Lift'),
    discipline: 'transport',
    marker: 'lift',
    points: {
      state: multistate(
        text('状态', 'State'),
        'lift-state',
        [
          text('待梯', 'Idle'),
          text('运行', 'Moving'),
          text('停梯困人', 'Stopped, people inside'),
          text('检修', 'Maintenance'),
          text('故障', 'Fault'),
        ],
        10,
      ),
      position: analog({
        name: text('楼层', 'Position'),
        quantity: 'lift-position',
        unit: '',
        range: [-2, 12],
        decimals: 0,
        everyS: 5,
      }),
      load: analog({
        name: text('载重', 'Load'),
        quantity: 'lift-load',
        unit: 'kg',
        range: [0, 1600],
        decimals: 0,
        everyS: 5,
      }),
      doorOpen: binary(
        text('轿门', 'Car door'),
        'lift-door-open',
        text('关', 'Closed'),
        text('开', 'Open'),
        10,
      ),
      motorPower: analog({
        name: text('电机功率', 'Motor power'),
        quantity: 'motor-power',
        unit: 'kW',
        range: [0, 18],
        everyS: 5,
      }),
      trips: counter(text('运行次数', 'Trips'), 'trips', '', 60, 0),
      running: running(10),
      recall: commandable(
        multistate(
          text('迫降', 'Recall'),
          'lift-recall',
          [
            text('正常服务', 'In service'),
            text('返回中', 'Returning'),
            text('已迫降开门', 'At ground, doors open'),
          ],
          10,
        ),
        {
          name: text('迫降到首层', 'Recall to ground'),
          input: {
            type: 'choice',
            choices: [
              choice('recall', text('迫降', 'Recall'), 2),
              choice('normal', text('恢复服务', 'Back to service'), 0),
            ],
          },
          interlocks: [
            {
              point: 'state',
              must: 'not-in',
              codes: [2, 3],
              for: ['recall'],
              why: text('电梯须未困人、未检修', 'Nobody is trapped and nobody works on it'),
            },
          ],
          deadlineS: 40,
        },
      ),
    },
  },
};
