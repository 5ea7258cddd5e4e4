package org.fedfabric.benchmarks.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerException;

/** Sends {@code participant:Enroll} for ever new participants: two reads, two writes, no conflicts. */
final class Enrolments implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 300;

    private final LedgerConnections connections;
    private final LedgerClient client;
    private final ExecutorService senders;
    private final String prefix = "b" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final AtomicInteger next = new AtomicInteger();

    private Enrolments(LedgerConnections connections, LedgerClient client, int inFlight) {
        this.connections = connections;
        this.client = client;
        this.senders = Executors.newFixedThreadPool(inFlight);
    }

    /** Connects as the enterprise's administrator. */
    static Enrolments on(Path connectionProfile, int inFlight) throws IOException {
        ConnectionProfile profile = ConnectionProfile.read(connectionProfile);
        LedgerConnections connections = LedgerConnections.to(profile);
        ClientIdentity admin = ClientIdentity.read(profile.mspFolder("admin"), profile.mspId());
        return new Enrolments(
                connections, connections.client(admin, profile.channels().get(0)), inFlight);
    }

    /** One, until it is committed. */
    void submit() {
        String name = prefix + next.incrementAndGet();
        try {
            client.submit(
                    "participant:Enroll", name, "TRAINER", Digests.sha256Hex(name.getBytes(StandardCharsets.UTF_8)));
        } catch (LedgerException e) {
            throw new IllegalStateException("Every enrolment must be committed: " + e.getMessage(), e);
        }
    }

    /** One query, which finds the participant enrolled first. */
    void query() {
        try {
            client.evaluate("participant:Get", client.identity().mspId() + "/" + prefix + 1);
        } catch (LedgerException e) {
            throw new IllegalStateException("Every query must be answered: " + e.getMessage(), e);
        }
    }

    /**
     * So many, as many at once as there are senders.
     *
     * @return seconds until the last was committed
     */
    double parallel(int count) throws InterruptedException {
        long start = System.nanoTime();
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(senders.submit(this::submit));
        }
        try {
            for (Future<?> one : sent) {
                one.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Every enrolment must be committed within " + DEADLINE_SECONDS + " s", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        senders.shutdownNow();
        connections.close();
    }
}
