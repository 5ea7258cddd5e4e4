package org.fedfabric.trainer.ledger;

/** A running subscription to the ledger's events; closing it ends it and writes its checkpoint. */
public interface TaskEvents extends AutoCloseable {
    @Override
    void close();
}
