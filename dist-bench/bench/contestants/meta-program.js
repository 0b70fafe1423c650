import { concat, input, program, reshape, sizeOf } from "../../src/graph/index.js";
import { metaGradient } from "../../src/learning/index.js";
import { graphNetwork, parameterCount, unflatten } from "../../src/models/index.js";
/** The meta-loss and its gradient with respect to the flat vector of parameters. */
export function metaProgram({ network, groups, inner }) {
    const model = graphNetwork(network);
    const parameters = unflatten(model, input("parameters", [parameterCount(model)]));
    const { loss, gradients } = metaGradient(model, parameters, groups, { ...inner, reduction: "mean", order: 2 });
    return program({
        loss,
        gradient: concat(gradients.map((x) => reshape(x, [sizeOf(x.shape)])), 0),
    });
}
