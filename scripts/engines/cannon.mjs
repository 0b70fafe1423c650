import { pendulum, start } from "./pendulum.mjs";

/** cannon-es: a sphere on a hinge, or held by a distance constraint; both with its default damping or without. */
export function variants(cannon) {
  const build = (kind, options) => (step) => {
    const world = new cannon.World({ gravity: new cannon.Vec3(0, -pendulum.gravity, 0) });
    const pivot = new cannon.Body({ mass: 0 });
    const bob = new cannon.Body({
      mass: pendulum.mass,
      shape: new cannon.Sphere(pendulum.radius),
      position: new cannon.Vec3(start.x, start.y, 0),
      ...options,
    });
    bob.quaternion.setFromEuler(0, 0, pendulum.release);
    world.addBody(pivot);
    world.addBody(bob);
    const axis = new cannon.Vec3(0, 0, 1);
    const pivotB = new cannon.Vec3(0, pendulum.arm, 0);
    const hinge = { pivotA: new cannon.Vec3(), pivotB, axisA: axis, axisB: axis, collideConnected: false };
    world.addConstraint(
      kind === "hinge"
        ? new cannon.HingeConstraint(pivot, bob, hinge)
        : new cannon.DistanceConstraint(pivot, bob, pendulum.arm),
    );
    const { position: at, velocity } = bob;
    return {
      advance: () => world.step(step),
      state: () => [Math.atan2(at.x, -at.y), (at.x * velocity.y - at.y * velocity.x) / (at.x ** 2 + at.y ** 2)],
      inertia: pendulum.mass * (pendulum.arm ** 2 + (kind === "hinge" ? (2 / 5) * pendulum.radius ** 2 : 0)),
    };
  };
  const free = { linearDamping: 0, angularDamping: 0 };
  return [
    { name: "cannon-hinge", build: build("hinge", {}) },
    { name: "cannon-hinge-undamped", build: build("hinge", free) },
    { name: "cannon-distance", build: build("distance", {}) },
    { name: "cannon-distance-undamped", build: build("distance", free) },
    { name: "cannon-distance-damped", build: build("distance", { linearDamping: 0.1, angularDamping: 0 }) },
  ];
}
