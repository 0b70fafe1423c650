/** Rows of observations: the 2d derivatives dH/dx of every point, then, where energies are compared, H of every point. */
export interface Rows {
  /** 2d */
  readonly stateSize: number;
  /** Number of points. */
  readonly count: number;
  readonly energies: boolean;
}

/** Number of rows. */
export const orderOf = ({ stateSize, count, energies }: Rows) => count * (stateSize + (energies ? 1 : 0));

/** The row of a point's derivative in a component of the state; of its H for the component 2d. */
export const rowOf = ({ stateSize, count }: Rows, point: number, component: number) =>
  component < stateSize ? point * stateSize + component : count * stateSize + point;
