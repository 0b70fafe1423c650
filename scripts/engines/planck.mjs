import { pendulum, start } from "./pendulum.mjs";

/** planck (Box2D in JavaScript): a circle on a revolute joint; its motor at rest is the usual dry friction of a joint. */
export function variants(planck) {
  const build = (damping, friction) => (step) => {
    const world = new planck.World({ gravity: { x: 0, y: -pendulum.gravity } });
    const ground = world.createBody();
    const bob = world.createBody({ type: "dynamic", position: start, angle: pendulum.release, ...damping });
    const area = Math.PI * pendulum.radius ** 2;
    bob.createFixture({ shape: new planck.Circle(pendulum.radius), density: pendulum.mass / area });
    world.createJoint(new planck.RevoluteJoint(friction, ground, bob, { x: 0, y: 0 }));
    return {
      advance: () => world.step(step),
      state: () => [bob.getAngle(), bob.getAngularVelocity()],
      inertia: bob.getInertia() + bob.getMass() * pendulum.arm ** 2,
      mass: bob.getMass(),
    };
  };
  return [
    { name: "planck", build: build({}, {}) },
    { name: "planck-damping", build: build({ linearDamping: 0.1 }, {}) },
    { name: "planck-dry", build: build({}, { enableMotor: true, motorSpeed: 0, maxMotorTorque: 0.02 }) },
  ];
}
