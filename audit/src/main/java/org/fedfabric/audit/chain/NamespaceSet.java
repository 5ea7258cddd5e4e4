package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;

/**
 * What a transaction reads and writes in one chaincode's namespace.
 *
 * @param namespace the chaincode's name
 * @param open keys that every member sees
 * @param collections keys of private collections, by their hashes
 */
record NamespaceSet(String namespace, KVRWSet open, List<Collection> collections) {
    /** The hashed keys of one private collection. */
    record Collection(String name, HashedRWSet set) {
        boolean writes() {
            return set.getHashedWritesCount() > 0 || set.getMetadataWritesCount() > 0;
        }
    }

    static List<NamespaceSet> all(ByteString results) throws InvalidProtocolBufferException {
        List<NamespaceSet> sets = new ArrayList<>();
        for (NsReadWriteSet set : TxReadWriteSet.parseFrom(results).getNsRwsetList()) {
            List<Collection> collections = new ArrayList<>();
            for (CollectionHashedReadWriteSet hashed : set.getCollectionHashedRwsetList()) {
                collections.add(
                        new Collection(hashed.getCollectionName(), HashedRWSet.parseFrom(hashed.getHashedRwset())));
            }
            sets.add(new NamespaceSet(set.getNamespace(), KVRWSet.parseFrom(set.getRwset()), List.copyOf(collections)));
        }
        return List.copyOf(sets);
    }

    boolean writesOpenly() {
        return open.getWritesCount() > 0 || open.getMetadataWritesCount() > 0;
    }

    boolean writes() {
        return writesOpenly() || collections.stream().anyMatch(Collection::writes);
    }

    /** Whether it sets who must endorse a single key, which FedFabric's chaincode never does. */
    boolean setsKeyPolicies() {
        return open.getMetadataWritesCount() > 0
                || collections.stream().anyMatch(c -> c.set().getMetadataWritesCount() > 0);
    }
}
