/**
 * Coordinates in which a process is stationary, as functions of a state: z = phi(x). Selected coordinates give a
 * function of them alone, such as a potential; distances or cosines build a symmetry in.
 */
export interface FeatureMap {
  /** Number of features m. */
  readonly size: number;
  /** Writes z [m] and its Jacobian dz_i / dx_a [m][2d] at a state; the Jacobian comes zeroed. */
  evaluate(state: Float64Array, z: Float64Array, jacobian: Float64Array): void;
}

/** Some components of the state: a function of these alone. */
export function selectedComponents(components: readonly number[], stateSize: number): FeatureMap {
  return {
    size: components.length,
    evaluate(state, z, jacobian) {
      components.forEach((component, i) => {
        z[i] = state[component] as number;
        jacobian[i * stateSize + component] = 1;
      });
    },
  };
}

/** Features of a list of states: z [count][m] and Jacobians [count][m][size]; without a map the states themselves. */
export interface FeaturePoints {
  readonly count: number;
  readonly size: number;
  readonly z: Float64Array;
  readonly jacobians: Float64Array | undefined;
}

/** The features of states [count][stateSize]. */
export function featuresOf(map: FeatureMap | undefined, states: Float64Array, stateSize: number): FeaturePoints {
  const count = states.length / stateSize;
  if (map === undefined) return { count, size: stateSize, z: states, jacobians: undefined };
  const { size } = map;
  const z = new Float64Array(count * size);
  const jacobians = new Float64Array(count * size * stateSize);
  for (let i = 0; i < count; i++)
    map.evaluate(
      states.subarray(i * stateSize, (i + 1) * stateSize),
      z.subarray(i * size, (i + 1) * size),
      jacobians.subarray(i * size * stateSize, (i + 1) * size * stateSize),
    );
  return { count, size, z, jacobians };
}
