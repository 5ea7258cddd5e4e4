package org.fedfabric.trainer.node;

import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;

/** A participant's own rows. They stay in this process. */
@FunctionalInterface
public interface LocalData {
    /**
     * The rows as a task wants them; called once per task.
     *
     * @throws IllegalArgumentException with what differs, if the data is not of this schema
     */
    FeatureRows rows(DataSchema schema);
}
