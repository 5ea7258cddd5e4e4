package org.fedfabric.trainer.interchange;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.ModelSpec;

/**
 * A model that came from another program.
 *
 * @param spec its network in this product's words
 * @param parameters its flat parameter vector; not copied
 */
public record ImportedModel(ModelSpec spec, float[] parameters) {
    /** Checks that the parameters are as many as the network has. */
    public ImportedModel {
        Checks.present(spec, "spec of a model");
        Checks.present(parameters, "parameters of a model");
        Checks.require(
                parameters.length == spec.parameterCount(),
                "The model must have " + spec.parameterCount() + " parameters",
                parameters.length);
    }
}
