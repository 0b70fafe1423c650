import { pendulum, start } from "./pendulum.mjs";

/** Rapier: a ball on a revolute joint, solved by impulses or in reduced coordinates (multibody). */
export async function variants(rapier) {
  await rapier.init();
  const build = (multibody, damping) => (step) => {
    const world = new rapier.World({ x: 0, y: -pendulum.gravity });
    world.timestep = step;
    const ground = world.createRigidBody(rapier.RigidBodyDesc.fixed());
    const bob = world.createRigidBody(
      rapier.RigidBodyDesc.dynamic().setTranslation(start.x, start.y).setLinearDamping(damping).setCanSleep(false),
    );
    world.createCollider(rapier.ColliderDesc.ball(pendulum.radius).setMass(pendulum.mass), bob);
    // The bob's own angle is 0 at release: a multibody joint starts at 0 whatever angle its bodies have.
    const joint = rapier.JointData.revolute({ x: 0, y: 0 }, { x: -start.x, y: -start.y });
    if (multibody) world.createMultibodyJoint(joint, ground, bob, true);
    else world.createImpulseJoint(joint, ground, bob, true);
    return {
      advance: () => world.step(),
      state: () => [pendulum.release + bob.rotation(), bob.angvel()],
      inertia: pendulum.mass * (pendulum.arm ** 2 + pendulum.radius ** 2 / 2),
    };
  };
  return [
    { name: "rapier-impulse", build: build(false, 0) },
    { name: "rapier-impulse-damping", build: build(false, 0.1) },
    { name: "rapier-multibody", build: build(true, 0) },
  ];
}
