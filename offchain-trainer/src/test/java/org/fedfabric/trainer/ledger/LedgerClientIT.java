package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.ledger.CounterChaincode.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a network that speaks Fabric's protocols. */
@Timeout(120)
class LedgerClientIT {
    @TempDir
    Path folder;

    private EmbeddedNetwork network(Map<String, Fault> faults) throws Exception {
        return EmbeddedNetwork.start(NetworkConfig.builder(
                        folder.resolve("network"),
                        context -> new CounterChaincode(faults.getOrDefault(context.enterprise(), Fault.NONE)))
                .usersPerEnterprise(1)
                .build());
    }

    private static LedgerConnections connect(EmbeddedNetwork network) throws Exception {
        return LedgerConnections.to(
                ConnectionProfile.read(network.enterprise("enterprise-a").connectionProfile()));
    }

    private static LedgerClient client(LedgerConnections connections) throws Exception {
        ConnectionProfile profile = connections.profile();
        return connections.client(
                ClientIdentity.read(profile.mspFolder("p1"), profile.mspId()), EmbeddedNetwork.FEDERATION);
    }

    @Test
    void repeats_what_conflicted_until_every_addition_counts() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (EmbeddedNetwork network = network(Map.of());
                LedgerConnections connections = connect(network)) {
            LedgerClient client = client(connections);
            List<Future<CommittedTransaction>> additions = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                additions.add(threads.submit(() -> client.submit("count:Add")));
            }
            for (Future<CommittedTransaction> addition : additions) {
                addition.get(60, TimeUnit.SECONDS);
            }
            assertThat(client.evaluate("count:Get")).isEqualTo("24");
            assertThat(connections.counters().snapshot().committed()).isEqualTo(24);
            assertThat(connections.counters().snapshot().failed()).isZero();
            assertThat(connections.counters().snapshot().retried())
                    .as("additions at the same time conflict")
                    .isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void gives_refusals_their_type() throws Exception {
        try (EmbeddedNetwork network = network(Map.of());
                LedgerConnections connections = connect(network)) {
            LedgerClient client = client(connections);
            for (LedgerRefusal refusal : List.of(
                    catchThrowableOfType(LedgerRefusal.class, () -> client.submit("count:Refuse")),
                    catchThrowableOfType(LedgerRefusal.class, () -> client.evaluate("count:Refuse")))) {
                assertThat(refusal.code()).isEqualTo(RefusalCode.WRONG_TASK_STATE);
                assertThat(refusal).hasMessage("FF-2004 WRONG_TASK_STATE: never");
                assertThat(refusal.refusedBy()).containsExactly("EnterpriseAMSP");
            }
        }
    }

    @Test
    void goes_on_through_another_enterprise_when_its_own_chaincode_is_broken() throws Exception {
        try (EmbeddedNetwork network = network(Map.of("enterprise-a", Fault.IS_BROKEN));
                LedgerConnections connections = connect(network)) {
            LedgerClient client = client(connections);
            assertThat(client.submit("count:Add").result()).isEqualTo("1");
            assertThat(client.evaluate("count:Get"))
                    .as("matching answers of the others")
                    .isEqualTo("1");
            assertThat(connections.counters().snapshot().failed()).isZero();
        }
    }

    @Test
    void goes_on_through_another_enterprise_when_its_own_chaincode_is_altered() throws Exception {
        try (EmbeddedNetwork network = network(Map.of("enterprise-a", Fault.WRITES_SOMETHING_ELSE));
                LedgerConnections connections = connect(network)) {
            LedgerClient client = client(connections);
            assertThat(client.submit("count:Add").result()).isEqualTo("1");
            assertThat(client.submit("count:Add").result()).isEqualTo("2");
        }
    }

    @Test
    void does_without_another_enterprise_whose_chaincode_is_altered() throws Exception {
        try (EmbeddedNetwork network = network(Map.of("enterprise-b", Fault.WRITES_SOMETHING_ELSE));
                LedgerConnections connections = connect(network)) {
            CommittedTransaction committed = client(connections).submit("count:Add");
            assertThat(committed.result()).isEqualTo("1");
            assertThat(committed.attempts()).isEqualTo(1);
        }
    }

    @Test
    void cannot_commit_when_no_majority_agrees() throws Exception {
        try (EmbeddedNetwork network =
                        network(Map.of("enterprise-b", Fault.IS_BROKEN, "enterprise-c", Fault.WRITES_SOMETHING_ELSE));
                LedgerConnections connections = connect(network)) {
            EndorsementFailedException failed = catchThrowableOfType(
                    EndorsementFailedException.class, () -> client(connections).submit("count:Add"));
            assertThat(failed).hasMessageContaining("EnterpriseBMSP").hasMessageContaining("EnterpriseCMSP");
            assertThat(connections.counters().snapshot().failed()).isEqualTo(1);
        }
    }

    @Test
    void misses_no_event_over_a_restart_of_itself_and_of_the_network() throws Exception {
        Path checkpoint = folder.resolve("events/federation.json");
        BlockingQueue<LedgerEvent> received = new LinkedBlockingQueue<>();
        try (EmbeddedNetwork network = network(Map.of());
                LedgerConnections connections = connect(network)) {
            LedgerClient client = client(connections);
            TaskEvents events = client.events(checkpoint, received::add);
            client.submit("count:Add");
            assertThat(task(received)).isEqualTo("count-1");
            client.submit("count:Add");
            assertThat(task(received)).isEqualTo("count-2");
            events.close();
            client.submit("count:Add");
            client.submit("count:Add");
        }
        try (EmbeddedNetwork network = network(Map.of());
                LedgerConnections connections = connect(network)) {
            LedgerClient client = client(connections);
            TaskEvents events = client.events(checkpoint, received::add);
            client.submit("count:Add");
            assertThat(List.of(task(received), task(received), task(received)))
                    .containsExactly("count-3", "count-4", "count-5");
            events.close();
        }
    }

    private static String task(BlockingQueue<LedgerEvent> received) throws InterruptedException {
        LedgerEvent event = received.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("an event within 30 s").isNotNull();
        return event.event().task();
    }
}
