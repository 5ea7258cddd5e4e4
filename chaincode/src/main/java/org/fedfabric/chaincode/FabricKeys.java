package org.fedfabric.chaincode;

import java.util.List;
import org.fedfabric.chaincode.ledger.StateKey;
import org.hyperledger.fabric.shim.ledger.CompositeKey;

/** Keys of the state as Fabric writes them: kind and parts as a composite key. */
public final class FabricKeys {
    private FabricKeys() {}

    /** The key in a peer's state and in the read and write sets of transactions. */
    public static String text(StateKey key) {
        return composite(key).toString();
    }

    /**
     * The key that a peer's text stands for.
     *
     * @throws IllegalArgumentException if it is no key of this chaincode
     */
    public static StateKey parse(String text) {
        // Anything may stand in a transaction that is looked into; the shim's parser fails on some of it.
        List<String> parts = List.of(text.split("\0", -1));
        if (parts.size() < 3) {
            throw new IllegalArgumentException("A key must be composite. Provided value: " + text);
        }
        StateKey key = new StateKey(StateKey.Kind.valueOf(parts.get(1)), parts.subList(2, parts.size() - 1));
        if (!text(key).equals(text)) {
            throw new IllegalArgumentException("A key must be as this chaincode writes it. Provided value: " + text);
        }
        return key;
    }

    static CompositeKey composite(StateKey key) {
        return new CompositeKey(key.kind().name(), key.parts());
    }
}
