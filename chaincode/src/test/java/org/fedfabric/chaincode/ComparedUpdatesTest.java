package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.aggregation.WeightedMean;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions whose updates are compared with one another, on three endorsers: four honest updates, one turned around. */
@Timeout(60)
class ComparedUpdatesTest {
    private static final String TASK = "tiny";
    private static final List<String> FIVE = List.of("OrgA/ada", "OrgA/art", "OrgB/bea", "OrgB/bud", "OrgC/cal");
    private static final String TURNED = FIVE.get(1);
    private static final int STEPS = 5;

    /** So short that the turned one harms little, for a task of few classes refuses what does. */
    private static final double HONEST = 0.01;

    private static final double BACKWARDS = -0.03;

    private final Federation federation = new Federation();

    /** A check that compares, and what it finds. */
    enum Check {
        AGREEING(UpdateCheck.agreeing(), Reason.AGAINST),
        FEW_CLASSES(UpdateCheck.fewClasses(5, 10), Reason.DISPROPORTIONATE);

        private final UpdateCheck check;
        private final Reason reason;

        Check(UpdateCheck check, Reason reason) {
            this.check = check;
            this.reason = reason;
        }
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private VersionRecord closed(Check check, int quorum) throws Exception {
        TaskSpec spec = RecordedFederation.checked(TASK, check.check, quorum);
        assertThat(spec.check()).isEqualTo(check.check);
        federation.started(spec, FIVE.toArray(String[]::new));
        for (String id : FIVE) {
            byte[] bytes = federation.update(TASK, id, STEPS, factor(id));
            federation.submit(TASK, id, bytes);
            federation.reveal(id, bytes);
        }
        return federation.close(TASK, FIVE.get(0));
    }

    /** What each endorser finds in an update by itself: nothing wrong with any. */
    private Map<String, Verdict> alone() {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (String id : FIVE) {
            Verdict verdict =
                    federation.channel.query(Verdict.class, federation.identity(id), "update:Judge", TASK, "0", id);
            assertThat(verdict.outcome()).isEqualTo(Outcome.INCLUDED);
            verdicts.put(id, verdict);
        }
        return verdicts;
    }

    private Map<String, Verdict> compared(Check check) {
        Map<String, Verdict> verdicts = alone();
        verdicts.compute(TURNED, (id, verdict) -> verdict.rejectedBesideOthers(check.reason));
        return verdicts;
    }

    /** Address of the mean that these verdicts make. */
    private String mean(VersionRecord closed, Map<String, Verdict> verdicts) throws Exception {
        TaskSpec spec = federation.task(TASK).spec();
        float[] base = federation.model(TASK, 0);
        List<WeightedUpdate> updates = new ArrayList<>();
        for (Contributor contributor :
                VersionRules.judged(spec, closed, verdicts).contributors()) {
            if (contributor.verdict().outcome() == Outcome.INCLUDED) {
                int[] values = TinyTask.quantised(base, TinyTask.trained(base, STEPS), factor(contributor.id()));
                updates.add(new WeightedUpdate(values, contributor.weight(), contributor.rowsLog2()));
            }
        }
        return TinyTask.cid(ModelBlob.encode(TinyTask.MODEL, WeightedMean.next(spec, base, updates)));
    }

    private static double factor(String id) {
        return id.equals(TURNED) ? BACKWARDS : HONEST;
    }

    private static String[] advance(String cid) {
        return new String[] {TASK, "0", CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of()))
        };
    }

    private TestChannel.Run endorse(FedFabricChaincode endorser, String cid) {
        return federation.channel.endorse(
                endorser.functions(), federation.identity(FIVE.get(0)), "round:Advance", advance(cid));
    }

    @ParameterizedTest
    @EnumSource
    void every_endorser_leaves_out_what_only_shows_beside_the_others(Check check) throws Exception {
        String cid = mean(closed(check, 2), compared(check));

        // Every endorser runs it and must come to the same bytes.
        VersionRecord next = federation.advance(TASK, FIVE.get(0), cid, none(), none(), none());

        assertThat(next.version()).isEqualTo(1);
        for (Contributor contributor : federation.version(TASK, 0).contributors()) {
            boolean turned = contributor.id().equals(TURNED);
            assertThat(contributor.verdict().reason()).isEqualTo(turned ? check.reason : null);
            assertThat(contributor.weight() == 0).isEqualTo(turned);
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_endorser_signs_the_mean_with_what_is_refused_beside_the_others(Check check) throws Exception {
        VersionRecord closed = closed(check, 2);
        String with = mean(closed, alone());
        String without = mean(closed, compared(check));
        for (FedFabricChaincode endorser : federation.endorsers) {
            RefusalException refusal = catchThrowableOfType(RefusalException.class, () -> endorse(endorser, with));
            assertThat(refusal.code()).isEqualTo(RefusalCode.AGGREGATE_MISMATCH);
            assertThat(refusal).hasMessageContaining("The next model must be " + without);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_model_stays_where_comparing_leaves_less_than_the_quorum(Check check) throws Exception {
        VersionRecord closed = closed(check, 5);
        VersionRecord next = federation.advance(TASK, FIVE.get(0), closed.modelCid(), none(), none(), none());
        assertThat(next.fruitless()).isEqualTo(1);
        assertThat(federation.version(TASK, 0).contributors().get(1).verdict().reason())
                .isEqualTo(check.reason);
    }

    /** Without one the others compare otherwise: an endorser must not answer by those it has. */
    @ParameterizedTest
    @EnumSource
    void an_endorser_that_lacks_an_update_asks_to_retry_and_agrees_once_it_has_it(Check check) throws Exception {
        VersionRecord closed = closed(check, 2);
        String lacking = closed.contributors().get(2).cid();
        String cid = mean(closed, compared(check));
        TestChannel.Run whole = endorse(federation.endorsers.get(0), cid);
        StoreWithout store = new StoreWithout(federation.swarm.store("OrgD"), lacking);
        try (FedFabricChaincode endorser = new FedFabricChaincode(store.store(), federation.clock)) {
            RefusalException refusal = catchThrowableOfType(RefusalException.class, () -> endorse(endorser, cid));
            assertThat(refusal.code()).isEqualTo(RefusalCode.CONTENT_UNAVAILABLE);
            assertThat(refusal.code().isTransient()).isTrue();
            assertThat(refusal).hasMessageContaining(FIVE.get(2));

            store.find();
            TestChannel.Run found = endorse(endorser, cid);
            assertThat(found.json()).isEqualTo(whole.json());
            assertThat(found.transaction().writes).isEqualTo(whole.transaction().writes);
        }
    }

    private static List<String> none() {
        return List.of();
    }
}
