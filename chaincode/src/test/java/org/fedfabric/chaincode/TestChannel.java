package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.fedfabric.chaincode.function.Functions;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.chaincode.ledger.RecordMemory;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * A channel in memory with some endorsers: calls functions as somebody, checks that all endorsers come to the same bytes,
 * commits what succeeds, and compares states.
 */
final class TestChannel {
    static final long START_MILLIS = 1_800_000_000_000L;

    final TestLedger ledger = new TestLedger("federation");
    private final List<Functions> endorsers;
    private final RecordMemory memory = new RecordMemory();
    long nowMillis = START_MILLIS;

    /** Told of every transaction that was committed. */
    Committed committed = (who, function, arguments, run) -> {};

    TestChannel(Functions... endorsers) {
        this.endorsers = List.of(endorsers);
    }

    /** An administrator's identity. */
    static Identity admin(String mspId) {
        return new Identity(mspId, fingerprint(mspId, "admin"), true);
    }

    /** A client's identity, with a key of its own for each name. */
    static Identity client(String mspId, String key) {
        return new Identity(mspId, fingerprint(mspId, key), false);
    }

    static String fingerprint(String mspId, String key) {
        return Digests.sha256Hex((mspId + key).getBytes(StandardCharsets.UTF_8));
    }

    /** Submits and commits; fails the test if the call is refused. */
    <T> T submit(Class<T> type, Identity who, String function, String... arguments) {
        return type.cast(run(who, function, arguments).result);
    }

    /** Evaluates; fails the test if the call is refused or writes. */
    <T> T query(Class<T> type, Identity who, String function, String... arguments) {
        Run run = simulate(who, function, arguments);
        assertThat(run.transaction.writes).isEmpty();
        return type.cast(run.result);
    }

    /** Submits and commits; every endorser runs it, and must come to the same result, writes and event. */
    Run run(Identity who, String function, String... arguments) {
        Run run = endorse(endorsers.get(0), who, function, arguments);
        assertThat(run.transaction.ranged)
                .as("a submitted transaction must not read ranges")
                .isFalse();
        for (Functions other : endorsers.subList(1, endorsers.size())) {
            Run again = endorse(other, who, function, arguments);
            assertThat(again.json()).isEqualTo(run.json());
            assertThat(again.transaction.writes).isEqualTo(run.transaction.writes);
            assertThat(again.transaction.reads).isEqualTo(run.transaction.reads);
            assertThat(again.transaction.eventName).isEqualTo(run.transaction.eventName);
            assertThat(again.transaction.eventPayload).isEqualTo(run.transaction.eventPayload);
        }
        run.transaction.commit();
        committed.committed(who, function, List.of(arguments), run);
        return run;
    }

    /** One endorser's run without committing. */
    Run simulate(Identity who, String function, String... arguments) {
        return endorse(endorsers.get(0), who, function, arguments);
    }

    /** This endorser's run without committing. */
    Run endorse(Functions endorser, Identity who, String function, String... arguments) {
        TestLedger.Transaction transaction = ledger.begin(nowMillis);
        Object result = endorser.call(function, List.of(arguments), who, new Ledger(transaction, memory));
        return new Run(result, transaction);
    }

    /** Checks that a call is refused with this code and changes nothing. */
    String refuses(RefusalCode code, Identity who, String function, String... arguments) {
        Map<String, String> before = ledger.snapshot();
        RefusalException refusal = catchThrowableOfType(RefusalException.class, () -> run(who, function, arguments));
        assertThat(refusal).as(function + " should be refused with " + code).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal).hasMessageStartingWith(code.prefix() + " " + code + ": ");
        assertThat(ledger.snapshot()).isEqualTo(before);
        return refusal.getMessage();
    }

    /** Checks that a call succeeds and writes nothing and sends nothing. */
    void changesNothing(Identity who, String function, String... arguments) {
        Run run = simulate(who, function, arguments);
        assertThat(run.transaction.writes).isEmpty();
        assertThat(run.transaction.eventName).isNull();
    }

    /** Who wants to know of committed transactions. */
    @FunctionalInterface
    interface Committed {
        void committed(Identity who, String function, List<String> arguments, Run run);
    }

    /** What an endorsement gave. */
    record Run(Object result, TestLedger.Transaction transaction) {
        String json() {
            return CanonicalJson.write(result);
        }
    }
}
