package org.fedfabric.trainer.federation;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A network of several enterprises that tests act on, embedded in this JVM or running outside. */
public interface Consortium extends AutoCloseable {
    /** System property that names the state folder of a running network, the one that has {@code connection/}. */
    String NETWORK = "fedfabric.network";

    /**
     * The network that {@link #NETWORK} names, else an embedded one of three enterprises.
     *
     * @param state where an embedded one keeps what it must
     */
    static Consortium chosen(Path state) throws Exception {
        String running = System.getProperty(NETWORK, "");
        return running.isEmpty() ? EmbeddedConsortium.start(state, 3) : FabricConsortium.at(Path.of(running));
    }

    /** Each enterprise's connection profile, in the order of their names. */
    List<Path> profiles();

    /**
     * A user's MSP folder. The enterprise issues a certificate for a name it does not know yet.
     *
     * @param enterprise its number, from 0
     * @param name of the user
     */
    Path identity(int enterprise, String name) throws Exception;

    /** Blocks of the federation's channel. */
    long height();

    /** Whether ledger and identities are there again for the next test. */
    boolean outlivesTests();

    /**
     * Has an enterprise serve another chaincode from now on. Its peer cannot tell.
     *
     * @param enterprise its number, from 0
     * @param alteration what it does differently
     */
    void alter(int enterprise, Alteration alteration) throws Exception;

    /**
     * Has an enterprise's chaincode, the genuine one, reach its content store at another address until the next
     * {@link #alter}.
     *
     * @param enterprise its number, from 0
     * @param contentApi a Kubo RPC endpoint
     */
    void readThrough(int enterprise, URI contentApi) throws Exception;

    @Override
    void close();
}
