package org.fedfabric.chaincode.contract;

import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.chaincode.ledger.StateKey;

/** Lists in pages, for queries. */
final class Lists {
    /** Most items of a page: about 300 kB of the largest records, well under what a gateway client takes. */
    static final int MAX_PAGE = 100;

    private Lists() {}

    /**
     * A page of the records under a prefix.
     *
     * @param at where the page size stands among the arguments; the bookmark follows it
     */
    static <T> Page<T> page(Call call, StateKey prefix, Class<T> type, int at) {
        int size = (int) call.arguments().number(at, 1, MAX_PAGE);
        StateKey from = call.arguments().parsed(at + 1, bookmark -> StateKey.resume(prefix, bookmark));
        return call.ledger().list(prefix, type, size, from);
    }
}
