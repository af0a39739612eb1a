/**
 * Home Assistant MQTT discovery: what a config message says about entities of a device (Home Assistant docs, "MQTT
 * discovery": abbreviations, `~`, single-component and device payloads). Only what can be read as a value is kept.
 */
import { parseTemplate, type TemplateReader } from './template.ts';

export interface ReadingConfig {
  /** `temperature`, or `climate.current_temperature` for one of several values of an entity. */
  readonly key: string;
  /** The last part alone, where there are several. */
  readonly role: string | undefined;
  readonly topic: string;
  readonly template: TemplateReader;
  readonly unit: string | undefined;
  /** Words of the two states, where the component has two. */
  readonly words: Readonly<Record<string, number>> | undefined;
}

export interface AvailabilityConfig {
  readonly topic: string;
  readonly template: TemplateReader;
  readonly offline: string;
}

export interface EntityConfig {
  /** Names by which the site file may know the device, the most telling first. */
  readonly device: readonly string[];
  readonly readings: readonly ReadingConfig[];
  readonly availability: readonly AvailabilityConfig[];
  /** Templates beyond what is read here. */
  readonly unread: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const abbreviations: Readonly<Record<string, string>> = {
  act_t: 'action_topic',
  act_tpl: 'action_template',
  avty: 'availability',
  avty_t: 'availability_topic',
  avty_tpl: 'availability_template',
  bri_stat_t: 'brightness_state_topic',
  bri_val_tpl: 'brightness_value_template',
  cmps: 'components',
  curr_hum_t: 'current_humidity_topic',
  curr_hum_tpl: 'current_humidity_template',
  curr_temp_t: 'current_temperature_topic',
  curr_temp_tpl: 'current_temperature_template',
  dev: 'device',
  ids: 'identifiers',
  mode_stat_t: 'mode_state_topic',
  mode_stat_tpl: 'mode_state_template',
  p: 'platform',
  pct_stat_t: 'percentage_state_topic',
  pct_val_tpl: 'percentage_value_template',
  pl_avail: 'payload_available',
  pl_not_avail: 'payload_not_available',
  pl_off: 'payload_off',
  pl_on: 'payload_on',
  pos_t: 'position_topic',
  pos_tpl: 'position_template',
  stat_clsd: 'state_closed',
  stat_locked: 'state_locked',
  stat_off: 'state_off',
  stat_on: 'state_on',
  stat_open: 'state_open',
  stat_t: 'state_topic',
  stat_unlocked: 'state_unlocked',
  stat_val_tpl: 'state_value_template',
  t: 'topic',
  temp_hi_stat_t: 'temperature_high_state_topic',
  temp_hi_stat_tpl: 'temperature_high_state_template',
  temp_lo_stat_t: 'temperature_low_state_topic',
  temp_lo_stat_tpl: 'temperature_low_state_template',
  temp_stat_t: 'temperature_state_topic',
  temp_stat_tpl: 'temperature_state_template',
  tilt_status_t: 'tilt_status_topic',
  unit_of_meas: 'unit_of_measurement',
  val_tpl: 'value_template',
};

/** Values besides the state: role, its topic, its template. */
const roles = [
  ['current_temperature', 'current_temperature_topic', 'current_temperature_template'],
  ['current_humidity', 'current_humidity_topic', 'current_humidity_template'],
  ['temperature', 'temperature_state_topic', 'temperature_state_template'],
  ['temperature_low', 'temperature_low_state_topic', 'temperature_low_state_template'],
  ['temperature_high', 'temperature_high_state_topic', 'temperature_high_state_template'],
  ['mode', 'mode_state_topic', 'mode_state_template'],
  ['action', 'action_topic', 'action_template'],
  ['percentage', 'percentage_state_topic', 'percentage_value_template'],
  ['position', 'position_topic', 'position_template'],
  ['tilt', 'tilt_status_topic', 'tilt_status_template'],
  ['brightness', 'brightness_state_topic', 'brightness_value_template'],
] as const;

/** Components without a state that is a value of a point. */
const silent: ReadonlySet<string> = new Set([
  'alarm_control_panel',
  'button',
  'camera',
  'device_automation',
  'device_tracker',
  'event',
  'image',
  'notify',
  'scene',
  'tag',
  'text',
  'update',
]);

/**
 * @param levels of the config topic between the discovery prefix and `config`: component, node id (may be missing), object id.
 * @returns undefined where the payload or the topic is no discovery.
 */
export function readDiscovery(
  levels: readonly string[],
  payload: unknown,
): readonly EntityConfig[] | undefined {
  const [component = '', ...ids] = levels;
  if (!isObject(payload) || ids.length < 1 || ids.length > 2) return undefined;
  const config = expand(payload);
  const nodeId = ids.length === 2 ? ids[0] : undefined;
  const device = deviceNames(config, nodeId ?? (component === 'device' ? ids[0] : undefined));
  if (component !== 'device') return [readEntity(component, ids.at(-1) ?? '', config, device)];
  const { components, ...shared } = config;
  if (!isObject(components)) return undefined;
  return Object.entries(components)
    .filter((entry): entry is [string, Json] => isObject(entry[1]))
    .map(([key, own]) => {
      const merged = { ...shared, ...expand(own) };
      return readEntity(String(merged['platform'] ?? ''), key, merged, device);
    });
}

function readEntity(
  component: string,
  objectId: string,
  config: Json,
  device: readonly string[],
): EntityConfig {
  const unread: string[] = [];
  const readings: ReadingConfig[] = [];
  const availability = availabilityOf(config, unread);
  if (silent.has(component)) return { device, readings, availability: [], unread: [] };
  const template = (text: unknown, usual = '{{ value }}'): TemplateReader | undefined => {
    const source = typeof text === 'string' ? text : usual;
    const reader = parseTemplate(source);
    if (!reader) unread.push(source);
    return reader;
  };
  const add = (role: string | undefined, topic: unknown, reader: TemplateReader | undefined): void => {
    if (!isTopic(topic) || reader === undefined) return;
    const main = role === undefined;
    readings.push({
      key: main ? objectId : `${objectId}.${role}`,
      role,
      topic,
      template: reader,
      unit:
        main && typeof config['unit_of_measurement'] === 'string' ? config['unit_of_measurement'] : undefined,
      words: main ? stateWords(component, config) : undefined,
    });
  };
  const json = component === 'light' && config['schema'] === 'json';
  if (isTopic(config['state_topic'])) {
    const text = config['value_template'] ?? config['state_value_template'];
    add(undefined, config['state_topic'], template(text, json ? '{{ value_json.state }}' : undefined));
    if (json) add('brightness', config['state_topic'], template('{{ value_json.brightness }}'));
  }
  for (const [role, topicKey, templateKey] of roles) {
    if (isTopic(config[topicKey])) add(role, config[topicKey], template(config[templateKey]));
  }
  return { device, readings, availability, unread };
}

function stateWords(component: string, config: Json): Readonly<Record<string, number>> | undefined {
  const words = (on: unknown, off: unknown): Readonly<Record<string, number>> => ({
    ...word(on, 1),
    ...word(off, 0),
  });
  switch (component) {
    case 'binary_sensor':
    case 'light':
    case 'fan':
    case 'siren':
      return words(config['payload_on'] ?? 'ON', config['payload_off'] ?? 'OFF');
    case 'switch':
      return words(
        config['state_on'] ?? config['payload_on'] ?? 'ON',
        config['state_off'] ?? config['payload_off'] ?? 'OFF',
      );
    case 'lock':
      return words(config['state_locked'] ?? 'LOCKED', config['state_unlocked'] ?? 'UNLOCKED');
    case 'cover':
    case 'valve':
      return words(config['state_open'] ?? 'open', config['state_closed'] ?? 'closed');
    default:
      return undefined;
  }
}

/** Jinja writes `True` where JSON has `true`: both are the same word. */
function word(value: unknown, code: number): Record<string, number> {
  const text = String(value);
  return /^(true|false)$/i.test(text) ? { [text.toLowerCase()]: code, [text]: code } : { [text]: code };
}

function availabilityOf(config: Json, unread: string[]): AvailabilityConfig[] {
  const listed = Array.isArray(config['availability'])
    ? (config['availability'] as unknown[]).filter(isObject).map(expand)
    : [];
  const single = {
    topic: config['availability_topic'],
    value_template: config['availability_template'],
    payload_not_available: config['payload_not_available'],
  };
  const found: AvailabilityConfig[] = [];
  for (const one of [...listed, single]) {
    if (!isTopic(one['topic'])) continue;
    const source = typeof one['value_template'] === 'string' ? one['value_template'] : '{{ value }}';
    const template = parseTemplate(source);
    if (template)
      found.push({
        topic: one['topic'],
        template,
        offline: String(one['payload_not_available'] ?? 'offline'),
      });
    else unread.push(source);
  }
  return found;
}

function deviceNames(config: Json, nodeId: string | undefined): string[] {
  const device = isObject(config['device']) ? expand(config['device']) : {};
  const names = [
    device['name'],
    nodeId,
    ...[device['identifiers']].flat(),
    ...[device['serial_number']].flat(),
  ];
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))].slice(
    0,
    8,
  );
}

/** Abbreviated keys written out; `~` at either end of a topic replaced by the base topic. */
function expand(config: Json): Json {
  const base = typeof config['~'] === 'string' ? config['~'] : undefined;
  const full: Record<string, unknown> = {};
  for (const [short, value] of Object.entries(config)) {
    const key = Object.hasOwn(abbreviations, short) ? (abbreviations[short] as string) : short;
    full[key] =
      base !== undefined && typeof value === 'string' && key.endsWith('topic')
        ? value.replace(/^~|~$/, () => base)
        : value;
  }
  return full;
}

const LONGEST_TOPIC = 512;

/** A topic that may be subscribed to as it is: no wildcard, not the broker's own. */
function isTopic(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= LONGEST_TOPIC &&
    !/[+#\0]|^\$/.test(value)
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
