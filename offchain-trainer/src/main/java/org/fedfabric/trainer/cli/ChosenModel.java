package org.fedfabric.trainer.cli;

import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.learning.Predictor;

/**
 * A model at hand.
 *
 * @param name what the person called it
 * @param spec its network
 * @param blob its bytes, checked against the address or the spec
 * @param schema what a row is, if that is known
 * @param published where the ledger has it, if it does
 */
record ChosenModel(
        String name, ModelSpec spec, byte[] blob, Optional<DataSchema> schema, Optional<PublishedModel> published) {
    String cid() {
        return Cid.of(blob).text();
    }

    float[] parameters() {
        return ModelBlob.decode(spec, blob);
    }

    /** What a row is; refuses with what to say if nobody said it, or if it does not fit the network. */
    DataSchema requireSchema() {
        DataSchema known = schema.orElseThrow(() -> new CommandException(
                ExitCode.USAGE,
                "What a row is must be said for " + name + ": --task TASK or --schema FILE. Provided value: none"));
        if (known.shape().size() != spec.input().size() || known.classes().size() != spec.classes()) {
            throw new CommandException(
                    ExitCode.DATA,
                    "The schema must have " + spec.input().size() + " features and " + spec.classes()
                            + " classes, as the network of " + name + ". Provided value: " + known.featureCount()
                            + " features, " + known.classes().size() + " classes");
        }
        return known;
    }

    /** Scores before softmax, rows × classes. */
    float[] logits(FeatureRows rows) {
        try (Predictor predictor = new Predictor(spec)) {
            return predictor.logits(parameters(), rows.features(), rows.rows());
        }
    }
}
