package org.fedfabric.trainer.ledger;

import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.UpdateState;

/**
 * A submission and what became of it.
 *
 * @param record the submission
 * @param state where it stands
 * @param contributor its entry on the version that counted it; absent before Close
 */
public record UpdateView(UpdateRecord record, UpdateState state, Contributor contributor) {}
