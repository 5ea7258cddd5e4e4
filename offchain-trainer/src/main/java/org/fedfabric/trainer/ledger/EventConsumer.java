package org.fedfabric.trainer.ledger;

/** Takes what {@link TaskEvents} follows. */
@FunctionalInterface
public interface EventConsumer {
    /** An event happened, perhaps again: after a restart the last ones may be repeated. */
    void accept(LedgerEvent event);
}
