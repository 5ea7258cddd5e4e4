package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.fedfabric.chaincode.contract.RoundContract;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.protocol.aggregation.WeightedMean;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoundFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final TaskSpec TINY = TinyTask.spec("tiny", 3, 2);
    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;
    private Identity anna;

    @BeforeEach
    void start() {
        federation.started(TINY, A, B, C);
        anna = federation.identity(A);
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private String refusesToAdvance(RefusalCode code, long version, AdvanceRequest request) {
        return channel.refuses(
                code, anna, "round:Advance", "tiny", Long.toString(version), CanonicalJson.write(request));
    }

    private AdvanceRequest request(String cid) {
        return new AdvanceRequest(1, cid, List.of(), List.of(), List.of());
    }

    @Nested
    class Close {
        @Test
        void refuses_a_version_that_does_not_exist_or_has_a_successor_or_is_closed() throws Exception {
            channel.refuses(RefusalCode.NOT_FOUND, anna, "round:Close", "tiny", "1");
            channel.refuses(RefusalCode.NOT_FOUND, anna, "round:Close", "other", "0");
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "round:Close", "tiny", "head");
            federation.submitHonest("tiny", A, B, C);
            federation.close("tiny", A);
            channel.refuses(RefusalCode.NOT_COLLECTING, anna, "round:Close", "tiny", "0");
            federation.advance("tiny", A);
            channel.refuses(RefusalCode.NOT_HEAD, anna, "round:Close", "tiny", "0");
        }

        @Test
        void refuses_before_the_target_is_in_or_deadline_and_skew_have_passed() throws Exception {
            federation.submitHonest("tiny", A, B);
            channel.refuses(RefusalCode.TOO_EARLY, anna, "round:Close", "tiny", "0");
            federation.pass(Duration.ofMillis(61_999));
            channel.refuses(RefusalCode.TOO_EARLY, anna, "round:Close", "tiny", "0");
            federation.pass(Duration.ofMillis(1));
            assertThat(federation.close("tiny", A).contributors())
                    .extracting(Contributor::id)
                    .containsExactly(A, B);
        }

        @Test
        void refuses_a_timestamp_ahead_that_would_bring_the_deadline_forward() throws Exception {
            federation.submitHonest("tiny", A, B);
            channel.nowMillis += 62_000;
            channel.refuses(RefusalCode.CLOCK_SKEW, anna, "round:Close", "tiny", "0");
        }

        @Test
        void reads_points_only_and_writes_the_version_alone() throws Exception {
            federation.submitHonest("tiny", A, B, C);
            TestChannel.Run run = channel.run(anna, "round:Close", "tiny", "0");
            assertThat(run.transaction().reads)
                    .containsExactly(
                            "CERTIFICATE/" + anna.fingerprint() + "/",
                            "PARTICIPANT/OrgA/anna/",
                            "ROSTER/tiny/0000000000000/",
                            "TASK/tiny/",
                            "UPDATE/tiny/0000000000000/OrgA/anna/",
                            "UPDATE/tiny/0000000000000/OrgB/bob/",
                            "UPDATE/tiny/0000000000000/OrgC/cleo/",
                            "VERSION/tiny/0000000000000/");
            assertThat(run.transaction().writes.keySet()).containsExactly("VERSION/tiny/0000000000000/");
            assertThat(run.transaction().eventName).isEqualTo("task-closed");
        }
    }

    @Nested
    class Advance {
        private String cid;

        private void closed() throws Exception {
            federation.submitHonest("tiny", A, B, C);
            federation.close("tiny", A);
            cid = federation.recompute("tiny", A).cid();
        }

        @Test
        void refuses_a_version_that_is_not_closed_not_the_head_or_not_there() throws Exception {
            refusesToAdvance(
                    RefusalCode.NOT_CLOSED, 0, request(TINY.initialModel().cid()));
            refusesToAdvance(
                    RefusalCode.NOT_FOUND, 1, request(TINY.initialModel().cid()));
            closed();
            federation.advance("tiny", A);
            assertThat(refusesToAdvance(RefusalCode.NOT_HEAD, 0, request(cid))).contains("PUBLISHED");
        }

        @Test
        void refuses_requests_that_are_not_canonical() throws Exception {
            closed();
            for (String json : List.of(
                    CanonicalJson.write(request(cid)) + " ",
                    CanonicalJson.write(request(cid.toUpperCase(java.util.Locale.ROOT))),
                    CanonicalJson.write(request(cid)).replace("\"joins\":[]", "\"joins\":[\"OrgB/x\",\"OrgA/x\"]"),
                    CanonicalJson.write(request(cid)).replace("\"joins\":[],", ""))) {
                channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "round:Advance", "tiny", "0", json);
            }
        }

        @Test
        void refuses_an_aggregate_it_does_not_compute_and_says_what_it_computes() throws Exception {
            closed();
            assertThat(refusesToAdvance(
                            RefusalCode.AGGREGATE_MISMATCH,
                            0,
                            request(TINY.initialModel().cid())))
                    .contains(cid)
                    .contains("OrgC/cleo INCLUDED");
        }

        @Test
        void refuses_a_backdated_or_postdated_transaction() throws Exception {
            closed();
            channel.nowMillis += 2_001;
            refusesToAdvance(RefusalCode.CLOCK_SKEW, 0, request(cid));
            channel.nowMillis -= 12_002;
            refusesToAdvance(RefusalCode.CLOCK_SKEW, 0, request(cid));
        }

        @Test
        void refuses_joins_and_leaves_that_do_not_stand_on_the_ledger() throws Exception {
            federation.enrol("OrgB/new");
            closed();
            for (AdvanceRequest request : List.of(
                    new AdvanceRequest(1, cid, List.of(), List.of("OrgB/new"), List.of()),
                    new AdvanceRequest(1, cid, List.of(), List.of(A), List.of()),
                    new AdvanceRequest(1, cid, List.of(), List.of(), List.of(B)),
                    new AdvanceRequest(1, cid, List.of(), List.of(), List.of("OrgB/new")))) {
                refusesToAdvance(RefusalCode.ROSTER_MISMATCH, 0, request);
            }
            refusesToAdvance(
                    RefusalCode.NOT_FOUND, 0, new AdvanceRequest(1, cid, List.of(), List.of(), List.of("OrgB/nobody")));
            refusesToAdvance(
                    RefusalCode.NOT_CONTRIBUTOR,
                    0,
                    new AdvanceRequest(1, cid, List.of("OrgB/new"), List.of(), List.of()));
        }

        @Test
        void reads_points_only_and_writes_versions_head_and_changed_pages() throws Exception {
            federation.enrol("OrgB/new");
            federation.join("tiny", "OrgB/new");
            closed();
            TestChannel.Run run = channel.run(
                    anna,
                    "round:Advance",
                    "tiny",
                    "0",
                    CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of("OrgB/new"), List.of())));
            assertThat(run.transaction().reads.stream()
                            .map(key -> key.substring(0, key.indexOf('/')))
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(
                            "CERTIFICATE",
                            "ENTERPRISES",
                            "PARTICIPANT",
                            "TASK",
                            "HEAD",
                            "VERSION",
                            "ROSTER",
                            "MEMBERSHIP",
                            "UPDATE");
            assertThat(run.transaction().reads)
                    .as("memberships: the joins' only; updates: the contributors' only, which nobody writes again")
                    .filteredOn(key -> key.startsWith("MEMBERSHIP"))
                    .containsExactly("MEMBERSHIP/tiny/OrgB/new/");
            assertThat(run.transaction().writes.keySet())
                    .containsExactly(
                            "HEAD/tiny/",
                            "ROSTER/tiny/0000000000000/",
                            "VERSION/tiny/0000000000000/",
                            "VERSION/tiny/0000000000001/");
            assertThat(run.transaction().eventPayload)
                    .isEqualTo("{\"schema\":1,\"kind\":\"PUBLISHED\",\"task\":\"tiny\",\"version\":1,\"modelCid\":\""
                            + cid + "\"}");
        }

        @Test
        void publishes_exactly_the_weighted_mean_of_the_included_updates() throws Exception {
            closed();
            float[] base = federation.model("tiny", 0);
            List<WeightedUpdate> updates = List.of(5, 6, 7).stream()
                    .map(steps -> new WeightedUpdate(
                            TinyTask.quantised(base, TinyTask.trained(base, steps), 1), Contributor.WHOLE, 10))
                    .toList();
            byte[] expected = ModelBlob.encode(TinyTask.MODEL, WeightedMean.next(TINY, base, updates));
            assertThat(federation.advance("tiny", B).modelCid()).isEqualTo(TinyTask.cid(expected));
            for (String enterprise : Federation.ENTERPRISES) {
                assertThat(federation.swarm.holds(enterprise, TinyTask.cid(expected), expected.length))
                        .as("the new model lies in the store of " + enterprise)
                        .isTrue();
            }
        }
    }

    @Nested
    class GetAndHistory {
        @Test
        void refuse_what_is_not_there_and_show_what_is() throws Exception {
            channel.refuses(RefusalCode.NOT_FOUND, anna, "round:Get", "tiny", "1");
            channel.refuses(RefusalCode.NOT_FOUND, anna, "round:Get", "other", "head");
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "round:Get", "tiny", "newest");
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "round:History", "tiny", "0", "101");
            assertThat(federation.head("tiny")).isEqualTo(federation.version("tiny", 0));
        }
    }

    @Nested
    class Recompute {
        @Test
        void gives_what_the_ledger_has_for_a_published_version_whatever_was_remembered() throws Exception {
            federation.submitHonest("tiny", A, B, C);
            channel.refuses(RefusalCode.NOT_CLOSED, anna, "round:Recompute", "tiny", "1");
            federation.close("tiny", A);
            VersionRecord next = federation.advance("tiny", A);
            try (FedFabricChaincode warm = new FedFabricChaincode(federation.swarm.store("OrgB"), federation.clock)) {
                for (String id : List.of(A, B, C)) {
                    channel.endorse(warm.functions(), anna, "update:Judge", "tiny", "0", id);
                }
                int before = federation.swarm.fetches.get();
                RoundContract.Recomputation again = (RoundContract.Recomputation)
                        channel.endorse(warm.functions(), anna, "round:Recompute", "tiny", "1")
                                .result();
                assertThat(again.cid()).isEqualTo(next.modelCid());
                assertThat(again.scoreMicros()).isEqualTo(next.scoreMicros());
                assertThat(again.contributors())
                        .isEqualTo(federation.version("tiny", 0).contributors());
                assertThat(federation.swarm.fetches.get())
                        .as("it reads the three updates and the validation rows once more")
                        .isEqualTo(before + 4);
            }
            assertThat(federation.head("tiny").state()).isEqualTo(VersionState.COLLECTING);
        }
    }
}
