package org.fedfabric.chaincode.function;

/** Carries out a function. */
@FunctionalInterface
public interface Handler {
    /**
     * Applies the rules to the ledger.
     *
     * @return a record, answered in canonical JSON; a function of ledger and arguments alone where the call is a
     *     transaction, because endorsers sign it
     * @throws org.fedfabric.protocol.refusal.RefusalException if a rule refuses; nothing that was written counts then
     */
    Object handle(Call call);
}
