import { pendulum, start } from "./pendulum.mjs";

/** Pixels in a metre; matter-js counts in pixels and milliseconds, and its y axis points down. */
const PIXELS = 100;
/** The time [ms] to which matter-js refers velocities. */
const BASE = 1000 / 60;

/** matter-js: a circle on a stiff constraint, with air friction as by default or without. */
export function variants({ Engine, Bodies, Body, Composite, Constraint }) {
  const build = (options) => (step) => {
    const engine = Engine.create({ gravity: { x: 0, y: 1, scale: (pendulum.gravity * PIXELS) / 1e6 } });
    const bob = Bodies.circle(start.x * PIXELS, -start.y * PIXELS, pendulum.radius * PIXELS, options);
    const arm = Constraint.create({ pointA: { x: 0, y: 0 }, bodyB: bob, length: pendulum.arm * PIXELS, stiffness: 1 });
    Composite.add(engine.world, [bob, arm]);
    return {
      advance: () => Engine.update(engine, step * 1000),
      state: () => {
        const [x, y] = [bob.position.x, bob.position.y];
        const velocity = Body.getVelocity(bob);
        return [Math.atan2(x, y), ((velocity.x * y - velocity.y * x) / (x * x + y * y) / BASE) * 1000];
      },
      inertia: pendulum.mass * pendulum.arm ** 2,
    };
  };
  return [
    { name: "matter", build: build({}) },
    { name: "matter-no-air", build: build({ frictionAir: 0 }) },
    { name: "matter-thin-air", build: build({ frictionAir: 0.001 }) },
  ];
}
