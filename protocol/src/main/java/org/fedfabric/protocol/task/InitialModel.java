package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.canonical.Tagged;

/** Where version 0 comes from (protocol.md §1). */
public sealed interface InitialModel {
    /** CID of the model blob of version 0. */
    String cid();

    /**
     * Drawn from a seed; every endorser recomputes the CID.
     *
     * @param seed any number
     */
    @Tagged("seeded")
    record Seeded(long seed, String cid) implements InitialModel {
        /** Checks presence. */
        public Seeded {
            Checks.present(cid, "cid of the initial model");
        }
    }

    /**
     * A model that this ledger published as a task's version: its history is known.
     *
     * @param task the task that published it
     * @param version its version there
     */
    @Tagged("published")
    record Published(String task, long version, String cid) implements InitialModel {
        /** Checks presence. */
        public Published {
            Names.requireId(task, "task of the initial model");
            Checks.inRange(version, 0, 1L << 40, "version of the initial model");
            Checks.present(cid, "cid of the initial model");
        }
    }

    /**
     * Any bytes. A crafted first layer can imprint raw rows into updates, so a trainer joins such a task only if its own
     * configuration says that it trusts the CID.
     */
    @Tagged("uploaded")
    record Uploaded(String cid) implements InitialModel {
        /** Checks presence. */
        public Uploaded {
            Checks.present(cid, "cid of the initial model");
        }
    }
}
