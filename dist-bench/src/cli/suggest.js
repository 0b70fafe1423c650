import { UserError } from "../base/errors.js";
import { systemNamed, systems } from "../mechanics/index.js";
import { quote } from "./parse.js";
/** The candidate that `name` is most probably a misspelling of; undefined where none is close. */
export function nearest(name, candidates) {
    const ranked = candidates
        .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    return best !== undefined && best.distance <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}
/** The system called `name`; the `UserError` for an unknown one suggests the nearest. */
export function findSystem(name) {
    const names = systems.map((system) => system.name);
    if (names.includes(name))
        return systemNamed(name);
    const suggestion = nearest(name, names);
    const hint = suggestion === undefined ? "; the" : `; did you mean ${suggestion}? The`;
    throw new UserError(`there is no system ${quote(name)}${hint} systems are ${names.join(", ")}`);
}
/** Levenshtein's distance: insertions, deletions and replacements that turn `a` into `b`. */
function editDistance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
        }
        row = next;
    }
    return row[b.length];
}
