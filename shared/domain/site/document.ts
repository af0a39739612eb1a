/**
 * The site file, `site.json`, as a zod schema: the one definition from which the TypeScript type, the published JSON
 * Schema (`assets/site.schema.json`) and every error message come. Lengths in metres, times in seconds, angles in degrees.
 */
import { z } from 'zod';
import { openingSchema } from '#shared/domain/plan/document.ts';
import { commandSchema } from './command-schema.ts';
import { dispatchSchema, staffSchema } from './dispatch-document.ts';
import { metres, planPosition } from './plan-position.ts';
import { id, localizedTextSchema } from './schema-parts.ts';
import { walkingSchema } from './walking-document.ts';

const zoneSchema = z.strictObject({
  id,
  name: localizedTextSchema,
  kind: z
    .enum([
      'office',
      'lobby',
      'corridor',
      'stair',
      'lift',
      'plant',
      'electrical',
      'parking',
      'retail',
      'restroom',
      'storage',
      'roof',
      'other',
    ])
    .describe('What the zone is used for'),
  polygon: z
    .array(planPosition)
    .min(3)
    .max(500)
    .describe('Outline, metres, not closed, either winding, not self-crossing'),
});

const storeySchema = z.strictObject({
  id,
  name: localizedTextSchema,
  label: z.string().min(1).max(8).describe('Short name on lists and in 3D, e.g. 7F or B1'),
  elevationM: metres.describe('Finished floor level above the site datum, metres'),
  heightM: z.number().positive().max(100).describe('Floor to floor, metres'),
  zones: z.array(zoneSchema),
});

const buildingSchema = z.strictObject({
  id,
  name: localizedTextSchema,
  storeys: z.array(storeySchema).min(1),
});

export const pointTemplateSchema = z.strictObject({
  name: localizedTextSchema,
  kind: z
    .enum(['analog', 'binary', 'multistate', 'accumulator'])
    .describe(
      'BACnet words: a measured number, a yes/no, a numbered state, or a counter that only rises (energy, volume)',
    ),
  quantity: z
    .string()
    .min(1)
    .max(64)
    .describe('What is measured, kebab-case, e.g. temperature, active-power, co2, smoke, door-open'),
  unit: z
    .string()
    .max(16)
    .default('')
    .describe('Unit of the stored value, e.g. °C, kW, ppm; empty for binary and multistate'),
  min: z.number().optional().describe('Lowest value that can be true; below it a value is uncertain'),
  max: z.number().optional().describe('Highest value that can be true; above it a value is uncertain'),
  decimals: z.int().min(0).max(6).default(1).describe('Digits shown after the decimal point'),
  expectedPeriodS: z
    .number()
    .positive()
    .max(604_800)
    .describe('A value is stale after three of these, at least 10 s'),
  states: z
    .record(z.string().regex(/^-?\d+$/, 'a whole number as text'), localizedTextSchema)
    .optional()
    .describe('Names of the codes of a binary (0 and 1) or multistate point'),
  command: commandSchema.optional().describe('What a person may ask of this point. Default: nothing'),
});

/** What one asset changes of its class's points: what has a default there must not come back here by itself. */
const pointChangesSchema = pointTemplateSchema.partial().extend({
  unit: pointTemplateSchema.shape.unit.unwrap().optional(),
  decimals: pointTemplateSchema.shape.decimals.unwrap().optional(),
});

const assetClassSchema = z.strictObject({
  name: localizedTextSchema,
  discipline: z
    .enum(['security', 'energy', 'environment', 'transport', 'fire', 'other'])
    .describe('Which overlay it belongs to; fire shows on security'),
  marker: z
    .enum(['dot', 'door', 'camera', 'detector', 'meter', 'sensor', 'plant', 'lift', 'leak', 'patrol'])
    .default('dot')
    .describe('Shape of its marker in the building'),
  points: z.record(id, pointTemplateSchema),
});

const assetSchema = z.strictObject({
  id,
  class: id,
  name: localizedTextSchema.optional().describe('Default: the class name and the id'),
  zone: id,
  position: z
    .union([planPosition, z.tuple([metres, metres, metres])])
    .describe('[x, y] or [x, y, z above the floor] in metres'),
  serves: id
    .optional()
    .describe('What a meter counts: a zone, a storey, a building or the site id. Default: its own zone'),
  points: z
    .record(id, pointChangesSchema)
    .optional()
    .describe("Changes to the class's points for this one asset"),
});

const conversion = {
  scale: z.number().optional().describe('value × scale + offset, after unit conversion'),
  offset: z.number().optional(),
  unit: z.string().max(16).optional().describe("Unit as sent; converted to the point's unit"),
  map: z
    .record(z.string(), z.number())
    .optional()
    .describe('Texts and booleans as sent → stored number, e.g. {"ON": 1, "OFF": 0}; compared as text'),
};

const timestampSchema = z.strictObject({
  path: z.string().min(1),
  as: z
    .enum(['ms', 's', 'us', 'ns', 'iso'])
    .describe('Unix time in that unit, or ISO 8601 (without zone: the site time zone)'),
});

const payloadSchema = z.discriminatedUnion('format', [
  z
    .strictObject({
      format: z.literal('raw'),
      point: z.string().default('{point}').describe('Point key; {captures} of the topic are filled in'),
      ...conversion,
    })
    .describe('The whole payload is one number, boolean or word'),
  z
    .strictObject({
      format: z.literal('json'),
      readings: z
        .string()
        .optional()
        .describe('Path of an array; the other paths are then read from each of its items'),
      asset: z.string().optional().describe('Path of the asset id, where the payload carries it'),
      fields: z
        .array(z.strictObject({ path: z.string().min(1), point: z.string().min(1), ...conversion }))
        .default([])
        .describe('path → point key; a {capture} may stand in either'),
      each: z
        .strictObject({
          path: z
            .string()
            .default('')
            .describe(
              'Path of an object whose keys are point keys and whose values are readings; empty: the payload itself',
            ),
          rename: z.record(z.string(), z.string()).default({}).describe('Key as sent → point key'),
          ...conversion,
        })
        .optional(),
      named: z
        .strictObject({
          name: z.string().min(1),
          value: z.string().min(1),
          rename: z.record(z.string(), z.string()).default({}),
          ...conversion,
        })
        .optional()
        .describe('The reading names its point: path of the name, path of the value'),
      timestamp: timestampSchema.optional().describe('Default: the time of receipt'),
      historical: z
        .string()
        .optional()
        .describe('Path of a boolean: true marks a buffered old value, recorded but not shown as live'),
      quality: z
        .strictObject({
          path: z.string().min(1),
          good: z
            .array(z.union([z.string(), z.number(), z.boolean()]))
            .default(['good', 'GOOD', 'ok', 0, 192, true]),
          uncertain: z
            .array(z.union([z.string(), z.number(), z.boolean()]))
            .default(['uncertain', 'UNCERTAIN', 64]),
        })
        .optional()
        .describe('Anything that is neither good nor uncertain is bad'),
    })
    .describe('Paths: a.b[0].c, keys with dots in quotes: a["b.c"]'),
  z
    .strictObject({
      format: z.literal('sparkplug-b'),
      metric: z
        .string()
        .default('{asset}/{point}')
        .describe('How a metric name gives asset and point; {edge} and {device} come from the topic'),
      ...conversion,
    })
    .describe('Eclipse Sparkplug B 3.0; topic must be spBv1.0/{group}/#'),
  z
    .strictObject({
      format: z.enum(['tasmota', 'zigbee2mqtt', 'home-assistant', 'neuron', 'chirpstack']),
      rename: z
        .record(z.string(), z.string())
        .default({})
        .describe('Key as the gateway names it (nested keys joined with ".") → point key'),
      assets: z
        .record(z.string(), id)
        .default({})
        .describe('Device as the gateway names it → asset id. Default: the same name'),
    })
    .describe('A ready-made reading of that gateway’s messages'),
]);

const mappingSchema = z.strictObject({
  broker: id.optional().describe('Default: the first broker'),
  topic: z
    .string()
    .min(1)
    .describe(
      'MQTT topic; {name} captures one level, + matches one level, a last # matches the rest. E.g. riverside/{storey}/{asset}/{point}',
    ),
  asset: z.string().default('{asset}').describe('Asset id; {captures} are filled in'),
  lane: z
    .enum(['telemetry', 'alarm'])
    .default('telemetry')
    .describe(
      'alarm: own connection, QoS 1, never shed, acknowledged to the broker only once applied or stored',
    ),
  qos: z
    .union([z.literal(0), z.literal(1), z.literal(2)])
    .optional()
    .describe('Default: 0 for telemetry, 1 for alarm'),
  payload: payloadSchema,
});

const conditionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['high-high', 'high', 'low', 'low-low']),
    limit: z.number(),
    hysteresis: z
      .number()
      .min(0)
      .default(0)
      .describe('The value must come back past the limit by this much to clear'),
  }),
  z.strictObject({
    type: z.literal('state'),
    in: z.array(z.number()).min(1).describe('Codes that are abnormal; a binary point uses 0 and 1'),
  }),
  z.strictObject({
    type: z.literal('rate-of-change'),
    perMinute: z
      .number()
      .positive()
      .describe('Abnormal at or above this change per minute, in the unit of the point'),
    direction: z.enum(['rising', 'falling', 'either']).default('either'),
    windowS: z.number().positive().max(3600).default(60).describe('Measured over this long'),
  }),
  z.strictObject({ type: z.literal('stale') }),
]);

const oneOrMore = z.union([id, z.array(id).min(1)]);

const alarmRuleSchema = z.strictObject({
  id,
  name: localizedTextSchema.describe('What is wrong, as the operator reads it, e.g. Smoke detected'),
  on: z
    .strictObject({ class: oneOrMore.optional(), asset: oneOrMore.optional(), point: id })
    .describe('Every point with this key, of these classes and assets'),
  condition: conditionSchema,
  priority: z
    .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .describe('ISA-18.2: 1 urgent, 2 high, 3 medium, 4 low'),
  onDelayS: z
    .number()
    .min(0)
    .max(86_400)
    .default(0)
    .describe('Abnormal this long before the alarm is raised'),
  offDelayS: z.number().min(0).max(86_400).default(0).describe('Normal this long before it clears'),
  advice: localizedTextSchema.optional().describe('What the operator should do first'),
});

export const brokerSchema = z.strictObject({
  id,
  url: z
    .string()
    .regex(
      /^(mqtts?|wss?):\/\/[^\s/@]+(\/\S*)?$/,
      'mqtt://, mqtts://, ws:// or wss:// and a host, without user or password',
    ),
  protocol: z
    .enum(['auto', '5', '3.1.1'])
    .default('auto')
    .describe('auto: 5, falling back to 3.1.1 where the broker refuses it'),
  username: z.string().min(1).optional().describe('The password is never in this file'),
  caFile: z.string().optional().describe('PEM file, relative to the site folder'),
  certFile: z.string().optional(),
  keyFile: z.string().optional(),
  serverName: z
    .string()
    .optional()
    .describe('Name expected in the certificate, where it differs from the host'),
});

const overlayLayerSchema = z.strictObject({
  quantity: z.string().min(1),
  range: z.tuple([z.number(), z.number()]).describe('Values at the two ends of the colour ramp'),
});

export const siteDocumentSchema = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(1),
  id,
  name: localizedTextSchema,
  timeZone: z.string().min(1).describe('IANA name, e.g. Asia/Shanghai'),
  location: z
    .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .optional(),
  buildings: z.array(buildingSchema).min(1),
  assetClasses: z.record(id, assetClassSchema),
  assets: z.array(assetSchema),
  brokers: z
    .array(brokerSchema)
    .default([])
    .describe('None: the embedded broker and the simulation are started'),
  mappings: z.array(mappingSchema).min(1),
  alarmRules: z.array(alarmRuleSchema).default([]),
  walking: walkingSchema.prefault({}),
  incidentRules: z
    .array(
      z.strictObject({
        plan: id.describe('Id of an emergency plan'),
        opens: z.array(openingSchema).describe('None: such an incident is opened by people only'),
      }),
    )
    .default([])
    .describe('When alarms open an incident by themselves. Default: as each plan says'),
  overlays: z
    .strictObject({
      energy: z
        .strictObject({
          power: z.string().default('active-power'),
          energy: z.string().default('active-energy'),
          intensityRange: z.tuple([z.number(), z.number()]).default([0, 60]).describe('W/m²'),
        })
        .default({ power: 'active-power', energy: 'active-energy', intensityRange: [0, 60] }),
      environment: z.array(overlayLayerSchema).default([
        { quantity: 'temperature', range: [18, 30] },
        { quantity: 'humidity', range: [20, 80] },
        { quantity: 'co2', range: [400, 1400] },
        { quantity: 'pm2-5', range: [0, 100] },
      ]),
    })
    .prefault({}),
  staff: z.array(staffSchema).default([]).describe('Who can be sent'),
  dispatch: dispatchSchema.prefault({}).describe('How work orders are given out'),
});

export type { LocalizedText } from './schema-parts.ts';
export type SiteDocument = z.infer<typeof siteDocumentSchema>;
/** As a person writes it: what has a default may be left out. */
export type SiteDocumentInput = z.input<typeof siteDocumentSchema>;
export type ZoneKind = z.infer<typeof zoneSchema>['kind'];
export type PointTemplate = z.infer<typeof pointTemplateSchema>;
export type PointKind = PointTemplate['kind'];
export type AssetClass = z.infer<typeof assetClassSchema>;
export type Discipline = AssetClass['discipline'];
export type MarkerShape = AssetClass['marker'];
export type Mapping = z.infer<typeof mappingSchema>;
export type PayloadSpec = z.infer<typeof payloadSchema>;
export type AlarmRule = z.infer<typeof alarmRuleSchema>;
export type AlarmCondition = z.infer<typeof conditionSchema>;
export type AlarmPriority = AlarmRule['priority'];
export type Broker = z.infer<typeof brokerSchema>;
