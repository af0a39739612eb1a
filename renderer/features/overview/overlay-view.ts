/** What the chosen overlay says of each zone and storey, in one shape for the building, the list and the legend. */
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { EnergyFigures } from '#shared/domain/overlay/energy.ts';
import type { EnvironmentFigures, EnvironmentLayer } from '#shared/domain/overlay/environment.ts';
import type { Site, Storey } from '#shared/domain/site/site.ts';
import { rampPlace, type Legend } from '#shared/domain/overlay/legend.ts';
import type { SecurityFigures } from '#shared/domain/overlay/security.ts';
import type { Overlays, OverlayKind } from './use-overlay.ts';

export interface StoreyFigure {
  /** NaN: nothing known. */
  readonly value: number;
  /** Length of the bar, 0 to 1, or NaN. */
  readonly part: number;
  /** Place of its colour on the ramp, as in the building. */
  readonly ramp: number;
}

export interface OverlayView {
  readonly legend: Legend;
  /** From the site file where it has a name; otherwise the text is found by the legend's quantity. */
  readonly name: LocalizedText | undefined;
  /** Unit and decimals of `storeys`. */
  readonly unit: string;
  readonly decimals: number;
  /** Place on the ramp by `Site.zones`; NaN neutral. */
  readonly zonePlace: Float64Array;
  /** By `Site.zones`: in the legend's unit, or the number of the state in the legend; NaN without a value. */
  readonly zoneValue: Float64Array;
  readonly zoneDecimals: number;
  /** By `Site.zones`: the figure is that of the whole storey, spread over it. */
  readonly spread: (zone: number) => boolean;
  /** By `Site.storeys`. */
  readonly storeys: readonly StoreyFigure[];
}

export interface AllFigures {
  readonly energy: EnergyFigures;
  readonly environment: readonly EnvironmentFigures[];
  readonly security: SecurityFigures;
}

export function overlayView(
  site: Site,
  kind: OverlayKind,
  layer: number,
  overlays: Overlays,
  figures: AllFigures,
): OverlayView {
  switch (kind) {
    case 'energy':
      return energyView(overlays, figures.energy, site.storeys);
    case 'environment': {
      const chosen = overlays.environment[layer] ?? overlays.environment[0];
      const figure = chosen && figures.environment[overlays.environment.indexOf(chosen)];
      return chosen && figure ? environmentView(chosen, figure) : securityView(overlays, figures.security);
    }
    case 'security':
      return securityView(overlays, figures.security);
  }
}

function energyView(
  { energy: { legend, zoneSource } }: Overlays,
  { zoneIntensity, storeyKw }: EnergyFigures,
  storeys: readonly Storey[],
): OverlayView {
  const largest = storeyKw.reduce((most, kw) => (kw > most ? kw : most), 0);
  return {
    legend,
    name: undefined,
    unit: 'kW',
    decimals: largest < 10 ? 1 : 0,
    zoneValue: zoneIntensity,
    zoneDecimals: 0,
    spread: (zone) => zoneSource[zone] === 'storey-meter',
    zonePlace: zoneIntensity.map((value) => rampPlace(value, legend.range)),
    // Lengths compare the storeys with each other; colours say the intensity, as in the building.
    storeys: Array.from(storeyKw, (value, index) => ({
      value,
      part: largest > 0 ? rampPlace(value, [0, largest * 1.15]) : value,
      ramp: rampPlace((value * 1000) / (storeys[index]?.areaM2 ?? Number.NaN), legend.range),
    })),
  };
}

function environmentView(
  { legend, name, unit, decimals }: EnvironmentLayer,
  { zone, storey }: EnvironmentFigures,
): OverlayView {
  return {
    legend,
    name,
    unit,
    decimals,
    zoneValue: zone,
    zoneDecimals: decimals,
    spread: () => false,
    zonePlace: zone.map((value) => rampPlace(value, legend.range)),
    storeys: Array.from(storey, (value) => {
      const part = rampPlace(value, legend.range);
      return { value, part, ramp: part };
    }),
  };
}

/** Bars of doors open: ten on one storey is the end of the scale. */
const MANY_DOORS = 10;
const DOOR_RAMP = 0.5;

function securityView(
  { security: { legend } }: Overlays,
  { zoneState, zoneRamp, storeyDoorsOpen }: SecurityFigures,
): OverlayView {
  return {
    legend,
    name: undefined,
    unit: '',
    decimals: 0,
    zoneValue: Float64Array.from(zoneState),
    zoneDecimals: 0,
    spread: () => false,
    zonePlace: zoneRamp,
    storeys: Array.from(storeyDoorsOpen, (value) => {
      const part = Math.min(1, value / MANY_DOORS);
      return { value, part, ramp: value > 0 ? DOOR_RAMP : 0 };
    }),
  };
}
