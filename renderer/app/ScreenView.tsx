import { useMemo } from 'react';
import { AlarmsScreen } from '#renderer/features/alarms/AlarmsScreen.tsx';
import { CommandScreen } from '#renderer/features/command/CommandScreen.tsx';
import { DispatchScreen } from '#renderer/features/dispatch/DispatchScreen.tsx';
import { EquipmentScreen } from '#renderer/features/equipment/EquipmentScreen.tsx';
import { OverviewScreen } from '#renderer/features/overview/OverviewScreen.tsx';
import { ReportsScreen } from '#renderer/features/reports/ReportsScreen.tsx';
import { SettingsScreen } from '#renderer/features/settings/SettingsScreen.tsx';
import { printPage } from './print-page.ts';
import { formatRoute, type Route } from './route.ts';
import type { Station } from './station.ts';
import { replaceHash, useStore } from './use-store.ts';
import { wallPorts } from './wall/wall-ports.ts';

const go = (hash: string): void => {
  window.location.hash = hash;
};

/** The screen of a route, with its ports into the station: screens know neither each other nor the address. */
export function ScreenView({ route, station }: { readonly route: Route; readonly station: Station }) {
  const { history, acknowledging, acting, operator, look } = station;
  const operatorName = useStore(operator, operator.get)?.name;
  const ports = useMemo(
    () => ({
      history,
      look,
      commanding: {
        operatorName,
        nameOperator: (name: string) => operator.set(name, operator.get()?.shift),
      },
      acknowledge: acknowledging.acknowledge,
      locate(target: string) {
        look.fly();
        go(formatRoute('overview', undefined, { select: target }));
      },
      // A selection is not a place to go back to: it replaces the address instead of adding to the history.
      select: (word: string | undefined) => replaceHash(formatRoute('overview', undefined, { select: word })),
      selectAlarm: (alarmId: string | undefined) =>
        replaceHash(formatRoute('alarms', undefined, { alarm: alarmId })),
      openAlarm: (alarmId: string) => go(formatRoute('alarms', undefined, { alarm: alarmId })),
      operatorName,
      nameOperator: (name: string) => operator.set(name, operator.get()?.shift),
      openIncident: (id: string | undefined) => replaceHash(formatRoute('command', id)),
      /** Shows the incident of an alarm, and opens one where there is none. */
      command: (alarmId: string | undefined) => go(formatRoute('command', undefined, { alarm: alarmId })),
      openReport: (id: string | undefined) => replaceHash(formatRoute('reports', id)),
      toReport: (id: string) => go(formatRoute('reports', id)),
      print: printPage,
      openEquipment: (assetId: string) => go(formatRoute('equipment', assetId)),
      actAs: acting.as,
      openOrder: (orderId: string) => go(formatRoute('dispatch', orderId)),
      selectOrder: (orderId: string | undefined) => replaceHash(formatRoute('dispatch', orderId)),
    }),
    [history, acknowledging, acting, operator, operatorName, look],
  );
  const wall = useMemo(() => wallPorts(station, window), [station]);
  switch (route.screen) {
    case 'overview':
      return <OverviewScreen {...ports} selected={route.query['select']} />;
    case 'alarms':
      return <AlarmsScreen {...ports} selected={route.query['alarm']} />;
    case 'command':
      return <CommandScreen {...ports} selected={route.subject} alarm={route.query['alarm']} />;
    case 'dispatch':
      return <DispatchScreen {...ports} selected={route.subject} />;
    case 'equipment':
      return <EquipmentScreen {...ports} selected={route.subject} />;
    case 'reports':
      return (
        <ReportsScreen
          {...ports}
          selected={route.subject}
          openIncident={(id) => go(formatRoute('command', id))}
        />
      );
    case 'settings':
      return <SettingsScreen {...ports} wall={wall} />;
  }
}
