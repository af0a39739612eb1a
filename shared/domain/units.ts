/**
 * Units of measurement as gateways spell them, and the affine conversions between them. A unit belongs to one dimension;
 * two units convert only within it. Factors after NIST SP 811 (2008) appendix B and the SI Brochure (9th edition).
 */

/** `to = from × scale + offset`. */
export interface Conversion {
  readonly scale: number;
  readonly offset: number;
}

const IDENTITY: Conversion = { scale: 1, offset: 0 };

/** One spelling or more → [factor, offset] to the dimension's base: base = value × factor + offset. */
type Rows = readonly (readonly [spellings: string, factor: number, offset?: number])[];

// Celsius is the base of temperature, so that °F → °C meets no 273.15 on its way and 32 °F is 0 °C exactly.
const dimensions: Readonly<Record<string, Rows>> = {
  temperature: [
    ['°C ℃ C degC degree_celsius celsius oC', 1],
    ['K kelvin degK', 1, -273.15],
    ['°F ℉ F degF fahrenheit oF', 5 / 9, -160 / 9],
  ],
  power: [
    ['W watt watts', 1],
    ['mW', 1e-3],
    ['kW kilowatt kilowatts', 1e3],
    ['MW megawatt', 1e6],
    ['GW', 1e9],
    ['hp', 745.6998715822702],
    ['BTU/h btuh', 0.29307107017222],
    ['RT TR TonR', 3516.852842066667],
  ],
  apparentPower: [
    ['VA', 1],
    ['kVA', 1e3],
    ['MVA', 1e6],
  ],
  reactivePower: [
    ['var VAr', 1],
    ['kvar kVAr', 1e3],
    ['Mvar MVAr', 1e6],
  ],
  // Watt-hour as the base: the energies of a building stay exact decimal multiples of each other.
  energy: [
    ['Wh', 1],
    ['kWh', 1e3],
    ['MWh', 1e6],
    ['GWh', 1e9],
    ['J joule', 1 / 3600],
    ['kJ', 1 / 3.6],
    ['MJ', 1e3 / 3.6],
    ['GJ', 1e6 / 3.6],
    ['cal', 4.1868 / 3600],
    ['kcal', 4.1868 / 3.6],
    ['BTU', 0.29307107017222],
  ],
  reactiveEnergy: [
    ['varh VArh', 1],
    ['kvarh kVArh', 1e3],
    ['Mvarh MVArh', 1e6],
  ],
  apparentEnergy: [
    ['VAh', 1],
    ['kVAh', 1e3],
    ['MVAh', 1e6],
  ],
  powerDensity: [
    ['W/m2', 1],
    ['kW/m2', 1e3],
    ['W/ft2', 1 / 0.09290304],
  ],
  pressure: [
    ['Pa pascal', 1],
    ['hPa mbar mb', 100],
    ['kPa', 1e3],
    ['MPa', 1e6],
    ['bar', 1e5],
    ['psi', 6894.757293168],
    ['mmHg torr', 133.322387415],
    ['inHg', 3386.388666],
    ['mmH2O', 9.80665],
    ['inH2O inWC', 249.08891],
    ['mH2O mWC', 9806.65],
    ['atm', 101325],
  ],
  ratio: [
    ['% %RH RH% percent pct %rH', 1],
    ['‰ permille', 0.1],
  ],
  // Parts by volume; kept apart from %, which in a building is a humidity, a valve or a battery.
  gasFraction: [
    ['ppm', 1],
    ['ppb', 1e-3],
    ['ppt', 1e-6],
    ['%vol vol%', 1e4],
  ],
  massConcentration: [
    ['µg/m3 ug/m3 mcg/m3', 1],
    ['mg/m3', 1e3],
    ['g/m3', 1e6],
    ['ng/m3', 1e-3],
    ['mg/L', 1e6],
  ],
  volume: [
    ['m3 cbm', 1e3],
    ['L l litre liter litres liters dm3', 1],
    ['mL cm3', 1e-3],
    ['hL', 100],
    ['ft3 cf', 28.316846592],
    ['gal', 3.785411784],
  ],
  volumeFlow: [
    ['m3/h cmh', 1],
    ['m3/s', 3600],
    ['m3/min', 60],
    ['L/h', 1e-3],
    ['L/min lpm', 0.06],
    ['L/s', 3.6],
    ['ft3/min cfm', 1.69901079552],
    ['gpm gal/min', 0.22712470704],
  ],
  massFlow: [
    ['kg/h', 1],
    ['kg/s', 3600],
    ['t/h', 1e3],
  ],
  speed: [
    ['m/s mps', 1],
    ['km/h kmh kph', 1 / 3.6],
    ['mph mi/h', 0.44704],
    ['kn kt knot knots', 1852 / 3600],
    ['ft/min fpm', 0.00508],
    ['ft/s', 0.3048],
  ],
  length: [
    ['m metre meter metres meters', 1],
    ['mm', 1e-3],
    ['cm', 0.01],
    ['dm', 0.1],
    ['km', 1e3],
    ['in inch', 0.0254],
    ['ft', 0.3048],
  ],
  rainRate: [
    ['mm/h', 1],
    ['in/h', 25.4],
  ],
  area: [
    ['m2', 1],
    ['ft2', 0.09290304],
  ],
  mass: [
    ['kg', 1],
    ['g', 1e-3],
    ['mg', 1e-6],
    ['t tonne', 1e3],
    ['lb', 0.45359237],
  ],
  current: [
    ['A amp amps ampere', 1],
    ['mA', 1e-3],
    ['µA uA', 1e-6],
    ['kA', 1e3],
  ],
  voltage: [
    ['V volt volts', 1],
    ['mV', 1e-3],
    ['µV uV', 1e-6],
    ['kV', 1e3],
  ],
  resistance: [
    ['Ω ohm', 1],
    ['kΩ kohm', 1e3],
    ['MΩ Mohm', 1e6],
  ],
  frequency: [
    ['Hz hertz', 1],
    ['mHz', 1e-3],
    ['kHz', 1e3],
    ['MHz', 1e6],
  ],
  rotation: [
    ['rpm r/min 1/min', 1],
    ['rps r/s', 60],
  ],
  illuminance: [
    ['lx lux', 1],
    ['klx klux', 1e3],
    ['fc', 10.763910416709722],
  ],
  angle: [
    ['° deg degree degrees', 1],
    ['rad', 180 / Math.PI],
  ],
  time: [
    ['s sec second seconds', 1],
    ['ms msec', 1e-3],
    ['µs us', 1e-6],
    ['min minute minutes', 60],
    ['h hr hour hours', 3600],
    ['d day days', 86_400],
  ],
  conductivity: [
    ['µS/cm uS/cm', 1],
    ['mS/cm', 1e3],
    ['S/m', 1e4],
  ],
  radon: [
    ['Bq/m3', 1],
    ['pCi/L', 37],
  ],
  informationSize: [
    ['B byte bytes', 1],
    ['kB KB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
    ['KiB', 1024],
    ['MiB', 1_048_576],
    ['GiB', 1_073_741_824],
  ],
};

interface Unit {
  readonly dimension: string;
  readonly factor: number;
  readonly offset: number;
}

const superscripts: Readonly<Record<string, string>> = {
  '²': '2',
  '³': '3',
  '㎡': 'm2',
  '㎥': 'm3',
  '₂': '2',
};

/** One spelling for what only looks different: spaces, superscripts, the two micro signs, `^`, full-width percent. */
function tidy(unit: string): string {
  return unit
    .replace(/[\s·*^_]+/g, '')
    .replace(/[²³㎡㎥₂]/g, (sign) => superscripts[sign] as string)
    .replace(/\u03bc/g, '\u00b5')
    .replace(/[％]/g, '%')
    .replace(/[º˚]/g, '°')
    .replace(/\u2126/g, 'Ω');
}

const { exact, folded } = index();

function index(): { exact: ReadonlyMap<string, Unit>; folded: ReadonlyMap<string, Unit> } {
  const exactly = new Map<string, Unit>();
  const byFold = new Map<string, Unit | undefined>();
  for (const [dimension, rows] of Object.entries(dimensions)) {
    for (const [spellings, factor, offset = 0] of rows) {
      const unit: Unit = { dimension, factor, offset };
      for (const spelling of spellings.split(' ').map(tidy)) {
        exactly.set(spelling, unit);
        const fold = spelling.toLowerCase();
        // `mW` and `MW` fold to the same text: a spelling that could mean two units is understood only letter by letter.
        byFold.set(fold, byFold.has(fold) && byFold.get(fold) !== unit ? undefined : unit);
      }
    }
  }
  const certain = new Map<string, Unit>();
  for (const [fold, unit] of byFold) if (unit) certain.set(fold, unit);
  return { exact: exactly, folded: certain };
}

function find(spelling: string): Unit | undefined {
  return exact.get(spelling) ?? folded.get(spelling.toLowerCase());
}

/**
 * How a value in `from` becomes a value in `to`. A unit that this table does not know converts only to itself; a missing
 * unit on either side says nothing and converts as it is.
 * @returns undefined where the two cannot be converted: they measure different things, or one of them is unknown.
 */
export function convert(from: string, to: string): Conversion | undefined {
  const source = tidy(from);
  const target = tidy(to);
  if (source === target || source === '' || target === '') return IDENTITY;
  const a = find(source);
  const b = find(target);
  if (a === undefined || b === undefined || a.dimension !== b.dimension) return undefined;
  if (a === b) return IDENTITY;
  return { scale: a.factor / b.factor, offset: (a.offset - b.offset) / b.factor };
}

/** For the check of a site file: may a mapping say `unit: from` for a point in `to`? */
export function unitsConvertible(from: string, to: string): boolean {
  return convert(from, to) !== undefined;
}
