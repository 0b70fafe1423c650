import { UserError } from "../../base/errors.js";
import { doublePendulum } from "./double-pendulum.js";
import { magneticMirror } from "./magnetic-mirror.js";
import { massSpring } from "./mass-spring.js";
import { pendulum } from "./pendulum.js";
import { threeBody } from "./three-body.js";
import { twoBody } from "./two-body.js";
export { doublePendulum, magneticMirror, massSpring, pendulum, threeBody, twoBody };
/** The six systems of the paper. */
export const systems = [massSpring, pendulum, doublePendulum, twoBody, threeBody, magneticMirror];
/** The system called `name`; throws `UserError` with the known names. */
export function systemNamed(name) {
    const found = systems.find((system) => system.name === name);
    if (found === undefined)
        throw new UserError(`there is no system "${name}"; the systems are ${systems.map((s) => s.name).join(", ")}`);
    return found;
}
