import type { Model } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";

/** What decides a method besides its name, the network and the inner loop. */
export interface CodeOptions {
  /** Numbers in a task's code; for modulation only. */
  readonly codeSize: number;
  /** Rank of the change of a weight matrix; for modulation only. */
  readonly rank: number;
}

/** A way to meta-train, as configurations, the command line and comparisons know it. */
export interface MetaMethod {
  readonly name: string;
  /** What it is, in half a sentence, for tables. */
  readonly summary: string;
  /** What it changes in the inner loop of a profile, which suits MAML. */
  readonly inner?: Partial<Pick<InnerLoop, "steps" | "order">>;
  /** Whether tasks adapt all parameters by plain gradient steps, as the paper's test does. */
  readonly plainSteps?: boolean;
  /** Adaptation steps where it is compared with others. */
  readonly comparedSteps: number;
  learner(model: Model, inner: InnerLoop, options: CodeOptions): MetaLearner;
}

/** Keeps the name as a type of its own, for the names of all methods. */
export const metaMethod = <const Name extends string>(method: MetaMethod & { readonly name: Name }) => method;
