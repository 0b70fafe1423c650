export type Point = readonly [x: number, y: number];

/** The physical system at one moment, in metres, y upwards. */
export interface Sketch {
  /** The moving bodies. */
  readonly bodies: readonly Point[];
  readonly rods?: readonly (readonly [Point, Point])[];
  readonly springs?: readonly (readonly [Point, Point])[];
  /** Things that stand still: pivots, walls, a centre of force. */
  readonly fixed?: readonly Point[];
}

/** How a system is drawn. */
export interface Drawing {
  sketch(state: ArrayLike<number>): Sketch;
  /** Lines behind everything: field lines, a potential. */
  readonly backdrop?: readonly (readonly Point[])[];
  /** Which bodies leave a trace; all by default. */
  readonly traced?: readonly number[];
}

/** A drawing with what of it is in view, metres. */
export interface Scene extends Drawing {
  readonly view: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
}
