import { Option } from "commander";
import { UserError } from "../base/errors.js";
import { parseConfig } from "../evaluation/config.js";
import { profileNames, profiles } from "../evaluation/profiles.js";
import { isLoose, parseYaml, readConfigFile } from "./config-file.js";
import { cut, integer, listOf, quote } from "./parse.js";
import { looksLikeRecord, parseRecord } from "./run-record.js";
import { findSystem, nearest } from "./suggest.js";
/** The profile that is meant where none is named. */
export const DEFAULT_PROFILE = "quick";
/** Adds `--profile`, `--config` and `--set`. */
export function addSettingsOptions(command) {
    const profile = new Option("--profile <name>", `size of the experiment (default: "${DEFAULT_PROFILE}")`);
    return command
        .addOption(profile.choices(profileNames))
        .option("--config <file>", "YAML or JSON file with any keys of the configuration, put over the profile")
        .option("--set <key=value...>", "one key of the configuration, such as outer.iterations=1000", listOf(String));
}
/** A parser for `--hold-out`. */
export const parseSystemName = (name) => findSystem(name).name;
/** A parser for `--seed`. */
export const parseSeed = integer("--seed", 0);
/**
 * The configuration that the options ask for: the profile (or `base`, where no profile is named), over it the file, over that
 * `--set`, over that `--hold-out` and `--seed`. Everything is checked as it is put on, so that a mistake is reported with
 * where it stands.
 */
export async function resolveSettings(options, base) {
    let settings = options.profile === undefined ? base : undefined;
    settings ??= profileSettings(options.profile ?? DEFAULT_PROFILE);
    if (options.config !== undefined) {
        const content = await readConfigFile(options.config);
        if (looksLikeRecord(content)) {
            const { profile, config } = parseRecord(content, options.config);
            settings = { profile: options.profile ?? profile, config };
        }
        else
            settings = put(settings, content, options.config);
    }
    for (const assignment of options.set ?? [])
        settings = put(settings, parseAssignment(assignment), "--set");
    if (options.holdOut !== undefined)
        settings = put(settings, { holdOut: options.holdOut }, "--hold-out");
    if (options.seed !== undefined)
        settings = put(settings, { seeds: options.seed }, "--seed");
    return settings;
}
/** The profile's name, with the keys that were changed: "paper (changed: outer.iterations)". */
export function profileLabel({ profile, config }) {
    // These do not make a run smaller or larger than its profile says.
    const free = ["seeds", "holdOut", "workers"];
    const changed = differingKeys(profiles[profile], config).filter((key) => !free.includes(key));
    return changed.length === 0 ? profile : `${profile} (changed: ${changed.join(", ")})`;
}
/** Dotted keys at which two configurations differ. */
export function differingKeys(a, b, prefix = "") {
    if (!isLoose(a) || !isLoose(b))
        return JSON.stringify(a) === JSON.stringify(b) ? [] : [prefix];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => differingKeys(a[key], b[key], prefix === "" ? key : `${prefix}.${key}`));
}
/** The value at a dotted key. */
export function valueAt(config, key) {
    return key.split(".").reduce((at, part) => (isLoose(at) ? at[part] : undefined), config);
}
function profileSettings(profile) {
    return { profile, config: parseConfig(structuredClone(profiles[profile]), `profile ${profile}`) };
}
function put(settings, changes, source) {
    const merged = merge(settings.config, changes, source, "");
    return { ...settings, config: parseConfig(merged, source) };
}
/** `changes` over `base`: objects key by key, everything else replaced. A key that `base` lacks does not exist. */
function merge(base, changes, source, prefix) {
    const result = { ...base };
    for (const [key, value] of Object.entries(changes)) {
        if (!Object.hasOwn(base, key)) {
            const suggestion = nearest(key, Object.keys(base));
            const hint = suggestion === undefined
                ? `known here: ${Object.keys(base).join(", ")}`
                : `did you mean ${prefix}${suggestion}?`;
            throw new UserError(`${source}: there is no key ${prefix}${key} (= ${cut(JSON.stringify(value))}); ${hint}`);
        }
        const under = base[key];
        result[key] = isLoose(under) && isLoose(value) ? merge(under, value, source, `${prefix}${key}.`) : value;
    }
    return result;
}
/** "outer.rate=1e-3" as { outer: { rate: 1e-3 } }; the value is YAML. */
function parseAssignment(text) {
    const equals = text.indexOf("=");
    const key = text.slice(0, equals).trim();
    if (equals < 1 || key.split(".").includes(""))
        throw new UserError(`--set needs key=value, such as outer.iterations=1000, got ${quote(text)}`);
    const value = parseYaml(text.slice(equals + 1), `--set ${key}`);
    const nested = key.split(".").reduceRight((inner, part) => Object.fromEntries([[part, inner]]), value);
    return nested;
}
