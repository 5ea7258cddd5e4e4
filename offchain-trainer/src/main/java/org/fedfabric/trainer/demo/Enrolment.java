package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.dataset.DataDisclosure;
import org.fedfabric.trainer.dataset.DigestKey;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.dataset.RowsDigest;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.terms.NoiseTerms;

/**
 * What the enterprises' administrators do before a task: each enrols its own participants and opens the accounts of their
 * data.
 */
final class Enrolment {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long AGAIN_MILLIS = 500;
    private static final String ADMIN = "admin";
    private static final String SHARED_CHANNEL_ROLES = "TRAINER,AGGREGATOR";

    /** δ = 1e-5, the usual choice: far below one over the number of participants a demo has. */
    private static final long DELTA_PER_BILLION = 10_000;

    /** ε ≤ 8: what published federations with noise commonly report at most. */
    private static final long EPSILON_CAP_MICROS = 8_000_000;

    private Enrolment() {}

    /** Connections and profile of an enterprise; refuses with what to do if the network does not have it. */
    static LedgerConnections connect(Path network, String enterprise) {
        Path profile = network.resolve("connection").resolve(enterprise + ".yaml");
        if (!Files.isRegularFile(profile)) {
            throw new DemoException(
                    DemoException.NETWORK,
                    "The network at " + network + " has no " + enterprise
                            + ". Stop it with ./test-network.sh clean, so that the demo starts one of the right size.");
        }
        try {
            return LedgerConnections.to(ConnectionProfile.read(profile));
        } catch (IOException e) {
            throw new DemoException(DemoException.NETWORK, e.getMessage());
        }
    }

    static LedgerClient client(LedgerConnections connections, String user) {
        try {
            return connections.client(
                    identity(connections.profile(), user),
                    connections.profile().channels().get(0));
        } catch (IOException e) {
            throw new DemoException(
                    DemoException.NETWORK,
                    e.getMessage() + " The network may have been started for fewer participants:"
                            + " stop it with ./test-network.sh clean.");
        }
    }

    static LedgerClient admin(LedgerConnections connections) {
        return client(connections, ADMIN);
    }

    /**
     * Enrols an enterprise's administrator, so that it can enrol users, open data accounts and, for the first enterprise,
     * the task. A network that has seen it before answers with what it has.
     */
    static void enrolAdmin(LedgerConnections connections) throws LedgerException, InterruptedException {
        LedgerClient admin = admin(connections);
        insist(admin, "participant:Enroll", ADMIN, "REQUESTER", admin.identity().fingerprint());
    }

    /** Enrols a user of an enterprise whose administrator is enrolled. */
    static void enrol(LedgerConnections connections, String user)
            throws LedgerException, IOException, InterruptedException {
        insist(
                admin(connections),
                "participant:Enroll",
                user,
                SHARED_CHANNEL_ROLES,
                identity(connections.profile(), user).fingerprint());
    }

    /**
     * Opens the data account of a participant's rows, under the participant's name, or continues the one that an earlier
     * task on this network opened: what was spent stays spent, and the cap is raised by what this task may cost.
     *
     * @param noise what tasks may cost the data: with noise, no more than this, and no task without a guarantee
     */
    static void register(LedgerConnections connections, String user, Path folder, Path keys, NoiseTerms noise)
            throws LedgerException, InterruptedException {
        RawRows rows = ParticipantFolder.open(folder).rows();
        DataDisclosure disclosed = DataDisclosure.of(rows);
        DataRegistration registration = new DataRegistration(
                1,
                user,
                0,
                RowsDigest.of(DigestKey.openOrCreate(keys.resolve(user + ".digest-key")), rows),
                disclosed.rowsLog2(),
                disclosed.classCoverage16(),
                disclosed.assessment(),
                noise.isNone(),
                noise.isNone() ? DELTA_PER_BILLION : noise.deltaPerBillion(),
                noise.isNone() ? EPSILON_CAP_MICROS : noise.epsilonMicros(),
                disclosed.dataType());
        LedgerClient admin = admin(connections);
        try {
            insist(admin, "participant:RegisterData", CanonicalJson.write(registration));
        } catch (LedgerRefusal e) {
            // There is an account: an earlier task's, or what a lost answer was about.
            if (e.code() != RefusalCode.DATA_VERSION_CONFLICT) {
                throw e;
            }
            DataAccount account = new FederationContract(admin)
                    .account(connections.profile().mspId(), user)
                    .orElseThrow(() -> e);
            DataRegistration next = continuing(account, registration, noise);
            if (!next.equals(account.registration())) {
                insist(admin, "participant:RegisterData", CanonicalJson.write(next));
            }
        }
    }

    /** The account's own registration if nothing has to change, else the one that follows it. */
    private static DataRegistration continuing(DataAccount account, DataRegistration wanted, NoiseTerms noise) {
        DataRegistration last = account.registration();
        // ε of a sum of losses is at most the sum of their ε.
        long needed = noise.isNone() ? 0 : Math.addExact(account.budget().epsilonMicros(), noise.epsilonMicros());
        boolean unprotected = last.allowUnprotected() || wanted.allowUnprotected();
        long cap = Math.max(last.epsilonCapMicros(), needed);
        boolean same = last.digest().equals(wanted.digest())
                && last.allowUnprotected() == unprotected
                && last.epsilonCapMicros() == cap;
        return same
                ? last
                : new DataRegistration(
                        1,
                        last.lineage(),
                        account.version(),
                        wanted.digest(),
                        wanted.rowsLog2(),
                        wanted.classCoverage16(),
                        wanted.assessment(),
                        unprotected,
                        wanted.deltaPerBillion(),
                        cap,
                        wanted.dataType());
    }

    /**
     * Submits until it is answered: on a loaded machine a first connection may take longer than a call, and a network that
     * was killed may be on its way back. Neither enrolling nor registering changes anything the second time.
     */
    private static void insist(LedgerClient client, String function, String... arguments)
            throws LedgerException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                client.submit(function, arguments);
                return;
            } catch (LedgerRefusal e) {
                throw e;
            } catch (LedgerException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    private static ClientIdentity identity(ConnectionProfile profile, String user) throws IOException {
        return ClientIdentity.read(profile.mspFolder(user), profile.mspId());
    }
}
