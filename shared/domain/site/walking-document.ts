/** The walking part of the site file: where people can walk, as far as the site says so itself. */
import { z } from 'zod';
import { planPosition } from './plan-position.ts';
import { id, localizedTextSchema } from './schema-parts.ts';

const walkingNodeSchema = z.strictObject({
  id,
  kind: z
    .enum(['door', 'corridor', 'stair', 'lift', 'exit', 'assembly-point'])
    .describe('exit: where a storey is left into the open; assembly-point: where people gather outside'),
  name: localizedTextSchema.optional().describe('For exits and assembly points, as the operator reads it'),
  storey: id.optional().describe('Storey it lies on; only an assembly point may have none: it is outside'),
  position: planPosition,
});

const walkingEdgeSchema = z.strictObject({
  from: id,
  to: id,
  kind: z.enum(['walk', 'stair', 'lift', 'door']),
  lengthM: z
    .number()
    .positive()
    .max(10_000)
    .optional()
    .describe('Default: the straight line; on stairs along the slope'),
  oneWay: z.boolean().default(false).describe('Only from `from` to `to`'),
  door: id
    .optional()
    .describe('Asset whose points tell whether it is locked (door-locked) or stands open (door-open)'),
  lift: id
    .optional()
    .describe('Asset whose points tell whether it is in service (lift-state, fault); needed on lift edges'),
});

export const walkingSchema = z
  .strictObject({
    nodes: z.array(walkingNodeSchema).default([]),
    edges: z.array(walkingEdgeSchema).default([]),
  })
  .describe(
    'Where people can walk. Without edges the ways inside are derived from zones, door assets, stairs and lifts; exits given here then replace the derived ones',
  );

export type GivenNode = z.infer<typeof walkingNodeSchema>;
export type GivenEdge = z.infer<typeof walkingEdgeSchema>;
