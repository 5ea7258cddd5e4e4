package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.TaskSpec;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What depends on how much time has passed (protocol.md §2): versions closed too early, bytes that are withheld. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlinesIT {
    private static final Duration DURATION = Duration.ofSeconds(20);

    /** The network's own clock stands behind the endorsers' once that has been moved. */
    private static final Duration WIDE_TIME_WINDOW = Duration.ofMinutes(10);

    @TempDir
    static Path state;

    private final MovableClock clock = new MovableClock();
    private ScriptedNetwork network;
    private RawGateway gateway;
    private String a;
    private String b;
    private String c;

    @BeforeAll
    void start() throws Exception {
        network = new ScriptedNetwork(
                state,
                1,
                context -> new FedFabricChaincode(ContentStore.atKubo(context.contentApi()), clock),
                WIDE_TIME_WINDOW);
        network.open();
        a = network.id(0, "p1");
        b = network.id(1, "p1");
        c = network.id(2, "p1");
        for (String id : List.of(a, b, c)) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        gateway = network.raw(a, 0);
    }

    @AfterAll
    void stop() {
        gateway.close();
        network.close();
    }

    private static TaskSpec spec(String name) {
        return SmallTask.with(SmallTask.spec(name), "schedule.durationSeconds", Long.toString(DURATION.toSeconds()));
    }

    private String callNow(String function, String... arguments) throws Exception {
        return gateway.submitAt(clock.now(), function, arguments);
    }

    @Test
    void a_version_with_a_quorum_closes_at_the_deadline_and_skew_and_not_before() throws Exception {
        ScriptedTask task = new ScriptedTask(network, spec("early"));
        VersionRecord base = start(task);
        submit(task, base, a, b);
        assertThat(callNow("round:Close", task.name, "0")).contains(RefusalCode.TOO_EARLY.prefix());
        clock.pass(DURATION.plusSeconds(2));
        Instant allowed = Instant.ofEpochMilli(base.deadlineMillis()).plusSeconds(2);
        assertThat(gateway.submitAt(allowed.minusMillis(1), "round:Close", task.name, "0"))
                .contains(RefusalCode.TOO_EARLY.prefix());
        assertThat(gateway.submitAt(allowed, "round:Close", task.name, "0")).isEmpty();
        assertThat(task.version("0").contributors()).extracting("id").containsExactly(a, b);
    }

    @Test
    void who_submits_after_the_close_is_refused_even_if_it_was_endorsed_before() throws Exception {
        ScriptedTask task = new ScriptedTask(network, spec("late"));
        VersionRecord base = start(task);
        submit(task, base, a, b);
        String[] late = task.submitting(base, task.submission(c, base, task.update(c, base)));
        try (RawGateway lateGateway = network.raw(c, 2)) {
            Transaction endorsedInTime = lateGateway
                    .at(clock.now(), lateGateway.proposal("update:Submit", late))
                    .endorse();
            clock.pass(DURATION.plusSeconds(3));
            assertThat(callNow("round:Close", task.name, "0")).isEmpty();
            assertThat(endorsedInTime.submitAsync().getStatus().getCode())
                    .as("the close wrote the version record that every submission reads")
                    .isEqualTo(TxValidationCode.MVCC_READ_CONFLICT);
            assertThat(lateGateway.submitAt(clock.now(), "update:Submit", late))
                    .contains(RefusalCode.NOT_COLLECTING.prefix());
        }
        assertThat(task.version("0").contributors()).extracting("id").containsExactly(a, b);
        network.refuses(RefusalCode.NOT_FOUND, a, "update:Get", task.name, "0", c);
        task.revealAll(base, a, b);
        assertThat(callNow("round:Advance", task.advancing(base, task.recomputed(a, 1), List.of())))
                .isEmpty();
        assertThat(task.version("0").contributors())
                .extracting("verdict")
                .extracting("outcome")
                .containsOnly(Verdict.Outcome.INCLUDED);
    }

    @Test
    void withheld_bytes_are_unavailable_only_after_deadline_retry_and_proof_that_nobody_has_them() throws Exception {
        ScriptedTask task = new ScriptedTask(network, spec("withheld"));
        VersionRecord base = start(task);
        submit(task, base, a, b, c);
        assertThat(callNow("round:Close", task.name, "0")).isEmpty();
        task.revealAll(base, a, b);

        network.refuses(RefusalCode.CONTENT_UNAVAILABLE, a, "update:Judge", task.name, "0", c);
        String[] withoutC = task.advancing(base, base.modelCid(), List.of(c));
        assertThat(callNow("round:Advance", withoutC)).contains(RefusalCode.NOT_YET_UNAVAILABLE.prefix());

        clock.pass(DURATION.plusSeconds(3));
        assertThat(callNow("round:Advance", task.advancing(base, base.modelCid(), List.of(a, c))))
                .as("one of the two is here")
                .contains(RefusalCode.AVAILABLE.prefix());
        long height = network.height();
        // A asked first and has missed them for long; B has just begun to.
        String cid = aggregateOf(withoutC);
        String[] right = task.advancing(base, cid, List.of(c));
        assertThat(callNow("round:Advance", right)).contains(RefusalCode.BUSY.prefix());
        assertThat(network.height()).isEqualTo(height);
        clock.pass(Duration.ofSeconds(5));
        assertThat(callNow("round:Advance", right)).isEmpty();
        assertThat(task.version("0").contributors())
                .filteredOn(contributor -> contributor.id().equals(c))
                .allSatisfy(contributor -> {
                    assertThat(contributor.verdict()).isEqualTo(Verdict.UNAVAILABLE);
                    assertThat(contributor.weight()).isZero();
                });
        assertThat(network.as(a).evaluate("update:Get", task.name, "0", c)).contains("\"state\":\"UNAVAILABLE\"");

        // Bytes that turn up afterwards change nothing.
        task.revealAll(base, c);
        assertThat(callNow("round:Advance", right)).contains(RefusalCode.NOT_HEAD.prefix());
    }

    /** The CID that A's endorser names when another was given. */
    private String aggregateOf(String... advance) throws Exception {
        EndorseException refusal = catchThrowableOfType(
                EndorseException.class, gateway.at(clock.now(), gateway.proposal("round:Advance", advance))::endorse);
        String text = RawGateway.text(refusal);
        assertThat(text).contains(RefusalCode.AGGREGATE_MISMATCH.prefix());
        return text.replaceFirst("(?s).*The next model must be ([a-z0-9]+),.*", "$1");
    }

    private VersionRecord start(ScriptedTask task) throws Exception {
        task.create();
        for (String id : List.of(a, b, c)) {
            network.as(id).submit("participant:Join", task.joining(id));
        }
        String members = "[\"" + String.join("\",\"", a, b, c) + "\"]";
        try (RawGateway requester = network.raw(network.id(0, "admin"), 0)) {
            assertThat(requester.submitAt(clock.now(), "task:Start", task.name, members))
                    .isEmpty();
        }
        return task.version("head");
    }

    private static void submit(ScriptedTask task, VersionRecord base, String... ids) throws Exception {
        for (String id : ids) {
            task.submit(id, base, task.update(id, base));
        }
    }
}
