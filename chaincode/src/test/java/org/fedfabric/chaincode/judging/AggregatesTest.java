package org.fedfabric.chaincode.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.fedfabric.chaincode.RecordedFederation;
import org.fedfabric.chaincode.StoreWithout;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.update.UpdateHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AggregatesTest {
    private static final String[] FIVE = {"OrgA/ada", "OrgA/art", "OrgB/bea", "OrgB/bud", "OrgC/cal"};
    private final TaskSpec spec = RecordedFederation.checked("tiny", UpdateCheck.agreeing(), 2);
    private final Terms terms = new Terms("federation", spec, spec.digest());
    private final RecordedFederation federation = new RecordedFederation();
    private final JudgingPool pool = new JudgingPool();

    @AfterEach
    void stopThreads() {
        pool.close();
        federation.close();
    }

    private Claim claim(VersionRecord closed, Contributor contributor) {
        UpdateHeader header = new UpdateHeader(
                1,
                terms.channel(),
                spec.name(),
                closed.version(),
                closed.modelCid(),
                contributor.id(),
                terms.digest(),
                Submission.DENSE_INT32,
                spec.model().parameterCount());
        return new Claim(
                terms,
                header,
                contributor.cid(),
                contributor.lengthBytes(),
                contributor.rowsLog2(),
                closed.scoreMicros(),
                "00".repeat(32));
    }

    /** Verdicts are remembered for longer than bytes are. */
    @Test
    void bytes_that_were_judged_and_are_gone_by_the_time_of_the_sum_are_waited_for() throws Exception {
        federation.start(spec, 0, FIVE);
        federation.submit("tiny", FIVE);
        federation.close("tiny", FIVE[0]);
        VersionRecord closed = federation.head("tiny");
        List<Claim> claims =
                closed.contributors().stream().map(c -> claim(closed, c)).toList();
        Judgements judgements = new Judgements(
                new Materials(federation.store(), pool, EndorserObserver.NONE),
                pool,
                EndorserClock.system(),
                EndorserObserver.NONE);
        for (Claim claim : claims) {
            assertThat(judgements.of(claim).get()).isInstanceOf(Finding.Judged.class);
        }
        StoreWithout store = new StoreWithout(federation.store(), claims.get(2).cid());
        Aggregates aggregates = new Aggregates(
                new Materials(store.store(), pool, EndorserObserver.NONE), judgements, pool, EndorserObserver.NONE);
        Patience patience = Patience.of(Duration.ofSeconds(30));

        RefusalException refusal = catchThrowableOfType(
                RefusalException.class,
                () -> patience.await(aggregates.of(terms, closed, claims, List.of()), "The sum"));
        assertThat(refusal.code()).isEqualTo(RefusalCode.CONTENT_UNAVAILABLE);
        assertThat(refusal).hasMessageContaining(FIVE[2]);

        store.find();
        Successor successor = patience.await(aggregates.of(terms, closed, claims, List.of()), "The sum");
        assertThat(successor.cid())
                .isEqualTo(federation.publish("tiny", FIVE[0]).modelCid());
    }
}
