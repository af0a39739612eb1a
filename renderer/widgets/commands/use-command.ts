import { useState } from 'react';
import type { Command } from '#shared/domain/command/command.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import type { CommandPorts } from './ports.ts';

type Value = string | number;

export interface Commanding {
  /** A press: asks, or confirms what was asked with the same press before. */
  press(value: Value): void;
  confirmAs(name: string): void;
  takeBack(): void;
  /** A press waits for the name of who pressed. */
  readonly wantsName: boolean;
  giveName(name: string): void;
  forget(): void;
  /** Code of the last answer that was a failure. */
  readonly failure: string | undefined;
}

/** @param latest the last command to this point, where there was one. */
export function useCommand(
  { point }: PointCommand,
  latest: Command | undefined,
  { operatorName, nameOperator }: CommandPorts,
): Commanding {
  const request = useRequest();
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [waiting, setWaiting] = useState<Value | undefined>(undefined);
  const tell = (answer: { readonly ok: boolean; readonly error?: { readonly code: string } }): void =>
    setFailure(answer.ok ? undefined : answer.error?.code);

  const confirm = async (id: string, by: string): Promise<void> =>
    tell(await request('command.confirm', { id, by }));
  const pressAs = async (value: Value, by: string): Promise<void> => {
    if (isSecondStep(latest, value)) return confirm(latest.id, by);
    tell(await request('command.ask', { pointId: point.id, value, by }));
  };

  return {
    failure,
    wantsName: waiting !== undefined,
    press(value) {
      if (operatorName === undefined) setWaiting(value);
      else void pressAs(value, operatorName);
    },
    giveName(name) {
      const by = name.trim();
      if (by === '' || waiting === undefined) return;
      nameOperator(by);
      setWaiting(undefined);
      void pressAs(waiting, by);
    },
    forget: () => setWaiting(undefined),
    confirmAs(name) {
      const by = name.trim();
      if (latest && by !== '') void confirm(latest.id, by);
    },
    takeBack() {
      if (latest?.phase === 'asked')
        void request('command.withdraw', { id: latest.id, by: operatorName ?? latest.origin.by }).then(tell);
    },
  };
}

/** The same press again, where two steps are asked for. */
export function isSecondStep(latest: Command | undefined, value: Value): latest is Command {
  return latest?.phase === 'asked' && latest.confirmation === 'two-step' && latest.value === value;
}
