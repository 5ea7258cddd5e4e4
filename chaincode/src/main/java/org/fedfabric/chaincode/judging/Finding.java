package org.fedfabric.chaincode.judging;

import org.fedfabric.protocol.ledger.Verdict;

/** What judging an update came to. */
sealed interface Finding {
    /**
     * The bytes were there.
     *
     * @param verdict what the rules say of them; final
     */
    record Judged(Verdict verdict) implements Finding {}

    /**
     * The bytes could not be had, which is no verdict.
     *
     * @param detail what the store said
     */
    record Missing(String detail) implements Finding {}
}
