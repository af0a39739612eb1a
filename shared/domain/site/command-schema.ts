/**
 * What a person may ask of a point, as the site file says it. One command a point; it is addressed by the point's id.
 *
 * A command always names the feedback that proves it: there is no optimistic mode (in Home Assistant's MQTT entities a
 * missing `state_topic` means "assume that it worked"). Nothing here lets a command be retained: a broker would hand a
 * retained command to each device that connects later (MQTT 5.0, section 3.3.1.3).
 */
import { z } from 'zod';
import { id, localizedTextSchema } from './schema-parts.ts';

const confirmation = z.enum(['none', 'two-step', 'two-people']);
const word = z.union([z.string(), z.number(), z.boolean()]);

const inputSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('choice'),
    choices: z
      .array(
        z.strictObject({
          id,
          name: localizedTextSchema.describe('As the operator presses it, e.g. Release'),
          send: word.optional().describe('What stands for {value} in the payload. Default: the id'),
          expect: z.number().describe('Value of the feedback point that proves it'),
          confirmation: confirmation.optional().describe('Default: that of the command'),
        }),
      )
      .min(1)
      .max(32),
  }),
  z.strictObject({
    type: z.literal('range'),
    min: z.number(),
    max: z.number(),
    step: z.number().positive().optional().describe('Default: the last digit that the feedback point shows'),
    tolerance: z
      .number()
      .min(0)
      .optional()
      .describe(
        'The feedback may differ by this much. Default: the last digit that the feedback point shows',
      ),
  }),
  z
    .strictObject({
      type: z.literal('text'),
      maxLength: z.int().min(1).max(2000).default(200).describe('Characters'),
      expect: z.number().describe('Value of the feedback point that proves it, e.g. 1: announcing'),
    })
    .describe('Words for people, e.g. public address'),
]);

const interlock = {
  point: z.string().min(1).describe('Point key of the same asset, or a full point id'),
  for: z.array(id).min(1).optional().describe('Only for these choices. Default: for all'),
  why: localizedTextSchema.describe('What must hold, as the operator reads it when it does not'),
};

const interlockSchema = z.discriminatedUnion('must', [
  z.strictObject({ ...interlock, must: z.enum(['in', 'not-in']), codes: z.array(z.number()).min(1) }),
  z.strictObject({ ...interlock, must: z.enum(['at-least', 'at-most']), limit: z.number() }),
]);

const responseSchema = z
  .strictObject({
    topic: z
      .string()
      .min(1)
      .default('signalbox/reply/{station}')
      .describe(
        'Where the device answers; {station} is filled in, so that each station hears its own answers',
      ),
    correlation: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Path of the {correlation} in the JSON answer, for devices that do not copy the MQTT 5 correlation data',
      ),
    refused: z
      .strictObject({ path: z.string().min(1), in: z.array(word).min(1) })
      .optional()
      .describe('What in the JSON answer means no. Default: every answer means that the device took it'),
  })
  .describe(
    'The device answers a command (MQTT 5.0, section 4.10). An answer never proves it, only feedback does',
  );

export const commandSchema = z.strictObject({
  name: localizedTextSchema
    .optional()
    .describe('What is commanded, e.g. Lock. Default: the name of the point'),
  broker: id.optional().describe('Default: the first broker'),
  topic: z
    .string()
    .min(1)
    .describe('MQTT topic; {site} {building} {storey} {zone} {class} {asset} {point} are filled in'),
  payload: z
    .union([z.string(), z.record(z.string(), z.json())])
    .default('{value}')
    .describe(
      'A text, or a JSON object whose texts are templates: {value}, {correlation}, {response} and those of the topic; "{value}" alone keeps its type',
    ),
  qos: z.union([z.literal(0), z.literal(1)]).default(1),
  input: inputSchema.describe('What may be asked'),
  feedback: z
    .string()
    .min(1)
    .optional()
    .describe('Point key of the same asset, or a full point id. Default: the point itself'),
  deadlineS: z
    .number()
    .positive()
    .max(3600)
    .default(10)
    .describe('Not proved this long after it was sent: failed, or no answer'),
  expiryS: z
    .number()
    .min(1)
    .max(3600)
    .optional()
    .describe(
      'The broker drops it undelivered after this long (MQTT 5). Default: 5, or the deadline where that is shorter',
    ),
  confirmation: confirmation
    .default('two-step')
    .describe('none: one press sends. two-step: pressed again within 10 s. two-people: a second name'),
  interlocks: z.array(interlockSchema).max(32).default([]),
  response: responseSchema.optional(),
});

export type CommandSpec = z.infer<typeof commandSchema>;
export type CommandInput = CommandSpec['input'];
export type Confirmation = z.infer<typeof confirmation>;
export type Interlock = CommandSpec['interlocks'][number];
