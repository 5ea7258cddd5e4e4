package org.fedfabric.embedded.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fedfabric.embedded.state.StateVersion;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;

/** Which transactions wrote each key. The values themselves stay in the blocks. */
final class KeyHistory {
    private final Map<String, List<StateVersion>> versions = new ConcurrentHashMap<>();

    void add(EndorsedTransaction transaction, StateVersion version) {
        for (EndorsedTransaction.NamespaceReadWriteSet set : transaction.readWriteSets()) {
            for (KVWrite write : set.set().getWritesList()) {
                versions.compute(set.namespace() + '\0' + write.getKey(), (key, list) -> {
                    List<StateVersion> writers = list == null ? new ArrayList<>(1) : list;
                    writers.add(version);
                    return writers;
                });
            }
        }
    }

    /** The transactions that wrote the key, newest first. */
    List<StateVersion> newestFirst(String namespace, String key) {
        List<StateVersion> copy = new ArrayList<>();
        versions.computeIfPresent(namespace + '\0' + key, (k, list) -> {
            copy.addAll(list);
            return list;
        });
        Collections.reverse(copy);
        return copy;
    }
}
