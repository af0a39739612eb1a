/** Device commands as part of an incident: told in its timeline, and rehearsed where the incident is a drill. */
import type { Command } from '#shared/domain/command/command.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { Commands } from '#engine/commands/commands.ts';
import type { NewAct } from '#engine/records/records.ts';
import { ENGINE } from './gather.ts';

export type CommandDoor = Pick<Commands, 'ask' | 'confirm' | 'withdraw'>;

/** Whatever a window says, a command of a drill never leaves this machine. */
export function rehearsedInDrills(
  commands: CommandDoor,
  incidentOf: (id: string) => Incident | undefined,
): CommandDoor {
  return {
    ask(wish) {
      const layer = wish.incidentId === undefined ? undefined : incidentOf(wish.incidentId)?.layer;
      return commands.ask(layer === 'drill' ? { ...wish, drill: true } : wish);
    },
    confirm: (id, by) => commands.confirm(id, by),
    withdraw: (id, by) => commands.withdraw(id, by),
  };
}

/** Belongs to the task in whose words it was asked. */
export function commandAct({ plan }: Incident, command: Command): NewAct {
  const { id, pointId, phase, name, assetName, value, valueName, reason, origin } = command;
  const { confirmedBy, feedback, deadlineMs } = command;
  const task = plan.tasks.find(({ text }) => text.zh === origin.because || text.en === origin.because);
  const told = { command: id, pointId, state: phase, name, assetName, value, by: origin.by, deadlineMs };
  const body = {
    ...told,
    ...(task && { task: task.id }),
    ...(valueName && { valueName }),
    ...(reason && { reason }),
    ...(confirmedBy && { confirmedBy }),
    ...(feedback !== undefined && { feedback }),
  } as unknown as JsonObject;
  return { kind: 'command', by: ENGINE, body };
}
