package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fedfabric.audit.AccountLine;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.VersionLine;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.chaincode.RecordedFederation;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be checked is never called confirmed, and what can be checked still is. */
@Timeout(120)
class UncheckedTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final RecordedFederation federation = new RecordedFederation();

    @BeforeEach
    void start() {
        federation.start(RecordedFederation.plain("tiny", 3, 2), 0, A, B, C);
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private static VersionRecord recorded(Chain chain, long version) {
        return Versions.written(chain.last("round:Close"), "tiny", version).orElseThrow();
    }

    private static Cid update(Chain chain, int contributor) {
        return Cid.parse(recorded(chain, 0).contributors().get(contributor).cid());
    }

    private ContentStore without(Cid... gone) {
        return Contents.without(federation.store(), Set.of(gone));
    }

    @Nested
    class BytesGone {
        private Chain chain;

        @BeforeEach
        void advance() throws Exception {
            federation.submit("tiny", A, B);
            federation.submitFlipped("tiny", C);
            federation.advance("tiny", A);
            chain = Chain.of(federation);
        }

        @Test
        void of_an_update_leave_its_version_incomplete_and_name_whose_they_are() {
            Replay.Outcome outcome = chain.replay("tiny", without(update(chain, 1)));
            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
            assertThat(outcome.gaps())
                    .extracting(Finding::kind, Finding::sentence)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "not-recomputable",
                                    "round:Advance: the bytes of 1 of 3 updates are gone or unreadable (OrgB/bob INCLUDED); their"
                                            + " verdicts are taken as recorded"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "not-recomputable",
                                    "round:Advance: the sum is not recomputed; checked are selection, charges, weights,"
                                            + " reputations and the new state, given those verdicts"));
            VersionLine line = outcome.versions().get(1);
            assertThat(line.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
            assertThat(line.modelRecomputed()).isFalse();
            assertThat(line.contents()).as("two updates and the model").isEqualTo(3);
            assertThat(line.summary()).contains("version 1  INCOMPLETE").contains("not recomputed");
        }

        @Test
        void do_not_hide_a_forged_state() {
            Chain forged = chain.forged("round:Advance", forgery -> forgery.writesNo(StateKey.Kind.HEAD));
            Replay.Outcome outcome = forged.replay("tiny", without(update(chain, 1)));
            assertThat(outcome.confirmation()).isEqualTo(Confirmation.DIVERGES);
            assertThat(outcome.findings()).extracting(Finding::kind).containsExactly("rules-missing-write");
            assertThat(outcome.versions().get(1).confirmation()).isEqualTo(Confirmation.DIVERGES);
        }

        @Test
        void do_not_hide_a_forged_verdict_on_bytes_that_are_there() {
            Chain forged = chain.forged(
                    "round:Advance",
                    forgery -> forgery.writes(
                            StateKey.version("tiny", 0),
                            VersionRecord.class,
                            judged -> judged.in(
                                    judged.state(),
                                    judged.contributors().stream()
                                            .map(c -> new Contributor(
                                                    c.id(),
                                                    c.cid(),
                                                    c.lengthBytes(),
                                                    c.rowsLog2(),
                                                    c.weight(),
                                                    judged.contributors().get(0).verdict()))
                                            .toList())));
            Replay.Outcome outcome = forged.replay("tiny", without(update(chain, 1)));
            assertThat(outcome.findings())
                    .filteredOn(finding -> finding.sentence().contains("the verdict of OrgC/cleo is INCLUDED"))
                    .isNotEmpty();
        }

        @Test
        void of_an_update_leave_whom_the_rule_left_out_as_recorded() throws Exception {
            String[] five = {"OrgA/ada", "OrgA/art", "OrgB/bea", "OrgB/bud", "OrgC/cal"};
            federation.start(RecordedFederation.voted("votes", Aggregation.Rule.MULTI_KRUM, 5), 0, five);
            federation.submit("votes", five);
            federation.advance("votes", five[0]);
            Chain voted = Chain.of(federation);
            VersionRecord judged = federation.transactions().stream()
                    .flatMap(transaction -> transaction.writes().entrySet().stream())
                    .filter(write ->
                            write.getKey().contains("votes") && write.getKey().contains("VERSION"))
                    .map(write -> CanonicalJson.read(write.getValue(), VersionRecord.class))
                    .filter(version -> version.state() == VersionState.PUBLISHED)
                    .findFirst()
                    .orElseThrow();
            for (Contributor contributor : judged.contributors()) {
                Replay.Outcome outcome = voted.replay("votes", without(Cid.parse(contributor.cid())));
                assertThat(outcome.findings()).isEmpty();
                assertThat(outcome.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
                assertThat(outcome.versions().get(1).outvoted()).isPositive();
            }
        }

        @Test
        void of_the_validation_set_leave_everything_that_rests_on_it_incomplete() {
            String cid = RecordedFederation.plain("tiny", 3, 2).validation().cid();
            Replay.Outcome outcome = chain.replay("tiny", without(Cid.parse(cid)));
            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.versions())
                    .extracting(VersionLine::confirmation)
                    .containsExactly(Confirmation.INCOMPLETE, Confirmation.INCOMPLETE);
            assertThat(outcome.gaps().get(0).sentence())
                    .startsWith("task:Create: FF-5002")
                    .contains("The validation set must be fetched", cid);
        }

        @Test
        void that_turned_into_others_are_named_with_their_address() throws Exception {
            Map<String, byte[]> read = new TreeMap<>();
            Replay.Outcome honest = chain.replay("tiny", Contents.keeping(federation.store(), read));
            assertThat(honest.confirmation()).isEqualTo(Confirmation.OK);
            String cid = update(chain, 1).text();
            try (Contents.Node node = new Contents.Node(read)) {
                assertThat(chain.replay("tiny", node.store()).confirmation()).isEqualTo(Confirmation.OK);
                node.flip(cid);
                Replay.Outcome outcome = chain.replay("tiny", node.store());
                assertThat(outcome.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
                assertThat(outcome.gaps().get(0).sentence())
                        .contains("OrgB/bob INCLUDED: ")
                        .contains("bytes that do not hash to " + cid);
                assertThat(outcome.versions().get(1).confirmation()).isEqualTo(Confirmation.INCOMPLETE);
            }
        }
    }

    @Nested
    class Unavailable {
        private byte[] withheld;
        private Chain chain;

        @BeforeEach
        void advanceWithout() throws Exception {
            federation.submit("tiny", A, B);
            withheld = federation.withhold("tiny", C);
            federation.close("tiny", A);
            federation.publishWithout("tiny", A, C);
            chain = Chain.of(federation);
        }

        @Test
        void is_believed_and_said_to_be_believed() {
            Replay.Outcome outcome = chain.replay("tiny", federation.store());
            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.gaps()).isEmpty();
            VersionLine line = outcome.versions().get(1);
            assertThat(line.unavailable()).isEqualTo(1);
            assertThat(line.modelRecomputed()).isTrue();
            assertThat(line.remarks())
                    .containsExactly(
                            "OrgC/cleo was named unavailable, endorsed by OrgA, OrgB: nobody can check that any"
                                    + " more. Its bytes are not to be had today");
        }

        @Test
        void says_when_the_bytes_exist_after_all() {
            federation.reveal(C, withheld);
            Replay.Outcome outcome = chain.replay("tiny", federation.store());
            assertThat(outcome.confirmation()).isEqualTo(Confirmation.OK);
            assertThat(outcome.versions().get(1).remarks())
                    .singleElement()
                    .asString()
                    .endsWith("Its bytes exist today");
        }

        @Test
        void is_refused_where_the_deadline_had_not_passed() {
            LedgerTransaction advance = chain.last("round:Advance");
            LedgerTransaction close = chain.last("round:Close");
            Replay.Outcome outcome = chain.forged(advance, forgery -> forgery.at(close.timestamp()))
                    .replay("tiny", federation.store());
            assertThat(outcome.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.sentence())
                            .contains("the rules refuse it: FF-4007 NOT_YET_UNAVAILABLE"));
        }
    }

    @Nested
    class Beyond {
        @Test
        void a_task_that_is_not_there_is_said_not_to_be() {
            Replay.Outcome outcome = Chain.of(federation).replay("other", federation.store());
            assertThat(outcome.confirmation()).isEqualTo(Confirmation.INCOMPLETE);
            assertThat(outcome.gaps()).extracting(Finding::kind).containsExactly("task-missing");
            assertThat(outcome.versions()).isEmpty();
        }

        @Test
        void a_task_under_other_rules_needs_another_build() {
            Chain chain = Chain.of(federation)
                    .forged("task:Create", forgery -> forgery.replaces("\"rules\":" + TaskSpec.RULES, "\"rules\":99"));
            Replay.Outcome outcome = chain.replay("tiny", federation.store());
            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.kind()).isEqualTo("rules-version");
                assertThat(gap.sentence())
                        .contains("pinned to rules version 99", "a build whose endorsers report rules version 99");
            });
            assertThat(outcome.versions())
                    .extracting(VersionLine::confirmation)
                    .containsExactly(Confirmation.INCOMPLETE);
            assertThat(outcome.accounts()).extracting(AccountLine::confirmation).containsOnly(Confirmation.INCOMPLETE);
        }

        @Test
        void a_task_under_other_rules_may_still_write_nothing_but_its_own() {
            Chain chain = Chain.of(federation)
                    .forged("task:Create", forgery -> forgery.replaces("\"rules\":" + TaskSpec.RULES, "\"rules\":99"))
                    .forged(
                            "task:Start",
                            forgery -> forgery.alsoWrites(StateKey.participant("OrgA/eve"), new byte[] {1}));
            assertThat(chain.replay("tiny", federation.store()).findings())
                    .extracting(Finding::kind)
                    .containsExactly("rules-foreign-write");
        }

        @Test
        void another_task_is_not_judged_again_but_may_not_touch_this_one() throws Exception {
            federation.start(RecordedFederation.plain("other", 3, 2), 0, A, B, C);
            federation.submit("other", A, B, C);
            federation.advance("other", A);
            Chain chain = Chain.of(federation);
            Replay.Outcome honest = chain.replay("tiny", federation.store());
            assertThat(honest.confirmation()).isEqualTo(Confirmation.OK);
            assertThat(honest.remarks().get(0))
                    .endsWith("executed again, and 3 of other tasks or other rules were taken as recorded, which wrote"
                            + " nothing else");
            Replay.Outcome forged = chain.forged(
                            "round:Advance",
                            forgery -> forgery.alsoWrites(StateKey.roster("tiny", 0), new byte[] {'x'}))
                    .replay("tiny", federation.store());
            assertThat(forged.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.sentence())
                            .isEqualTo(
                                    "round:Advance of the task other writes page 0 of the roster of tiny, which no such"
                                            + " transaction may; on the ledger it is x"));
        }

        @Test
        void transactions_that_do_not_count_are_counted_and_change_nothing() throws Exception {
            federation.submit("tiny", A, B, C);
            Chain chain = Chain.of(federation);
            Replay.Outcome outcome = chain.forged(
                            "update:Submit",
                            forgery -> forgery.alsoWrites(StateKey.head("tiny"), null)
                                    .status(11))
                    .replay("tiny", federation.store());
            assertThat(outcome.findings()).isEmpty();
            assertThat(outcome.remarks()).contains("transactions that do not count: {MVCC_READ_CONFLICT=1}");
            assertThat(outcome.accounts().stream()
                            .collect(Collectors.toMap(AccountLine::mspId, AccountLine::submissions)))
                    .isEqualTo(Map.of("OrgA", 1L, "OrgB", 1L, "OrgC", 0L));
        }
    }
}
