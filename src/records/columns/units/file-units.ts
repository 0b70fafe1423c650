import type { FileUnit, MomentumOrigin } from "../../recording.js";
import type { CoordinateColumns } from "../coordinate-columns.js";
import type { ColumnFacts } from "../facts.js";
import type { Conversions } from "./convert.js";

/**
 * The units that a file has for the components of its states, positions first, in the order of the record's coordinates; velocities that it does not have are in its unit of position over that of
 * time. Undefined where all are the record's.
 */
export function fileUnitsOf(
  facts: readonly ColumnFacts[],
  coordinates: readonly CoordinateColumns[],
  order: readonly number[],
  { coordinates: conversions }: Conversions,
  timeUnit: string,
  momenta: MomentumOrigin,
): readonly FileUnit[] | undefined {
  const unitOf = (column: number) => (facts[column] as ColumnFacts).column.unit;
  const positions = order.map((i): FileUnit => {
    const { factor, unit } = (conversions[i] as Conversions["coordinates"][number]).position;
    const own = unitOf((coordinates[i] as CoordinateColumns).position);
    // An angle without a unit that the record shows to be in degrees, or in an encoder's counts.
    const shown = Math.abs(factor * (180 / Math.PI) - 1) < 1e-9 ? "deg" : "counts";
    return factor === 1 ? { factor, unit } : { factor, unit: own === "" ? shown : own };
  });
  const seconds = order.map((i, k): FileUnit => {
    const { momentum, velocity } = coordinates[i] as CoordinateColumns;
    const own = conversions[i] as Conversions["coordinates"][number];
    const [column, conversion] = momenta === "given" ? [momentum, own.momentum] : [velocity, own.velocity];
    if (column !== undefined && conversion !== undefined && unitOf(column) !== "")
      return { factor: conversion.factor, unit: conversion.factor === 1 ? conversion.unit : unitOf(column) };
    const { factor, unit } = positions[k] as FileUnit;
    return {
      factor: momenta === "given" ? 1 : factor,
      unit: unit === "" || timeUnit === "" ? "" : `${unit}/${timeUnit}`,
    };
  });
  const all = [...positions, ...seconds];
  return all.every(({ factor }) => factor === 1) ? undefined : all;
}
