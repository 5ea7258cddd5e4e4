package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.audit.AccountLine;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.VersionLine;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.chaincode.RecordedFederation;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a colluding majority may endorse is found in the transaction that says it, and named. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTasksTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final StateKey ROSTER = StateKey.roster("noised", 0);

    private final RecordedFederation federation = new RecordedFederation();
    private Chain chain;

    @BeforeAll
    void record() throws Exception {
        federation.start(RecordedFederation.gaussian("noised"), 3, A, B, C);
        federation.submit("noised", A, B, C);
        federation.advance("noised", A);
        String key = RecordedFederation.fingerprint("OrgA", "another key");
        federation.administer("OrgA", "participant:Bind", A, key);
        federation.administer("OrgA", "participant:Unbind", key);
        federation.submit("noised", A, B, C);
        federation.close("noised", A);
        federation.join("noised", "OrgB/zoe");
        federation.publish("noised", B);
        chain = Chain.of(federation);
    }

    @AfterAll
    void stopThreads() {
        federation.close();
    }

    private Replay.Outcome replay(Chain forged) {
        Replay.Outcome outcome = forged.replay("noised", federation.store());
        assertThat(outcome.confirmation()).isEqualTo(Confirmation.DIVERGES);
        assertThat(outcome.gaps()).isEmpty();
        return outcome;
    }

    /** The only finding; it must name the transaction. */
    private Finding only(Chain forged, LedgerTransaction victim) {
        List<Finding> findings = replay(forged).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).txId()).isEqualTo(victim.txId());
        assertThat(findings.get(0).block()).hasValue(victim.block());
        return findings.get(0);
    }

    private static StateKey version(long number) {
        return StateKey.version("noised", number);
    }

    private static VersionRecord contributors(VersionRecord version, List<Contributor> contributors) {
        return version.in(version.state(), contributors);
    }

    @Nested
    class Advance {
        private final LedgerTransaction victim = chain.last("round:Advance");

        @Test
        void a_forged_reputation_is_named_with_both_figures() {
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(ROSTER, RosterPage.class, page -> {
                        List<RosterMember> members = new ArrayList<>(page.members());
                        RosterMember bob = members.get(1);
                        members.set(
                                1,
                                new RosterMember(
                                        bob.id(),
                                        bob.rowsLog2(),
                                        bob.assessment(),
                                        new Evidence(98_000_000_000L, 0),
                                        bob.baseRateMicros(),
                                        bob.absences(),
                                        bob.restUntil(),
                                        bob.allotment(),
                                        bob.left(),
                                        bob.counts()));
                        return new RosterPage(page.schema(), page.task(), page.page(), members);
                    }));
            Finding finding = only(forged, victim);
            assertThat(finding.kind()).isEqualTo("rules-write");
            assertThat(finding.version()).hasValue(2);
            assertThat(finding.sentence())
                    .isEqualTo(
                            "round:Advance writes page 0 of the roster of noised otherwise: the reputation of OrgB/bob is"
                                    + " 0.99 (evidence 98 for and 0 against, base rate 0.5) on the ledger, and 0.715909 (evidence"
                                    + " 1.52 for and 0 against, base rate 0.5) by the rules");
            assertThat(replay(forged).versions())
                    .extracting(VersionLine::version, VersionLine::confirmation)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(0L, Confirmation.OK),
                            org.assertj.core.groups.Tuple.tuple(1L, Confirmation.OK),
                            org.assertj.core.groups.Tuple.tuple(2L, Confirmation.DIVERGES));
        }

        @Test
        void another_verdict_is_named_with_both() {
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(version(1), VersionRecord.class, version -> {
                        List<Contributor> contributors = new ArrayList<>(version.contributors());
                        Contributor cleo = contributors.get(2);
                        contributors.set(
                                2,
                                new Contributor(
                                        cleo.id(),
                                        cleo.cid(),
                                        cleo.lengthBytes(),
                                        cleo.rowsLog2(),
                                        cleo.weight(),
                                        Verdict.rejected(Verdict.Reason.NORM)));
                        return contributors(version, contributors);
                    }));
            assertThat(only(forged, victim).sentence())
                    .contains("writes version 1 of noised otherwise: the verdict of OrgC/cleo is REJECTED NORM on the"
                            + " ledger, and INCLUDED with score ");
        }

        @Test
        void a_forged_contribution_is_named() {
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(version(1), VersionRecord.class, version -> {
                        List<Contributor> contributors = new ArrayList<>(version.contributors());
                        contributors.set(2, contributors.get(2).worth(250_000L));
                        return contributors(version, contributors);
                    }));
            assertThat(only(forged, victim).sentence())
                    .isEqualTo(
                            "round:Advance writes version 1 of noised otherwise: the contribution in millionths of OrgC/cleo"
                                    + " is 250000 on the ledger, and absent by the rules");
        }

        @Test
        void another_model_is_refused_with_the_address_that_the_updates_give() {
            String honest = federation.head("noised").modelCid();
            String other = Cid.of(new byte[] {7}).text();
            Finding finding = only(chain.forged(victim, forgery -> forgery.replaces(honest, other)), victim);
            assertThat(finding.kind()).isEqualTo("rules-refuse");
            assertThat(finding.sentence())
                    .startsWith(
                            "round:Advance counts on the ledger, and the rules refuse it: FF-4005 AGGREGATE_MISMATCH")
                    .contains("The next model must be " + honest)
                    .contains("Provided value: " + other);
        }

        @Test
        void a_participant_that_the_beacon_did_not_draw_is_named() {
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(
                            version(2),
                            VersionRecord.class,
                            next -> CanonicalJson.read(
                                    CanonicalJson.write(next).replace("\"OrgB/bob\",", "\"OrgB/bob\",\"OrgB/zoe\","),
                                    VersionRecord.class)));
            assertThat(only(forged, victim).sentence())
                    .endsWith(
                            "writes version 2 of noised otherwise: among the selected the ledger has OrgB/zoe, and the"
                                    + " rules do not");
        }

        @Test
        void another_score_of_the_model_is_named() {
            long honest = federation.head("noised").scoreMicros();
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(
                            version(2),
                            VersionRecord.class,
                            next -> CanonicalJson.read(
                                    CanonicalJson.write(next)
                                            .replace("\"scoreMicros\":" + honest, "\"scoreMicros\":" + (honest - 1)),
                                    VersionRecord.class)));
            assertThat(only(forged, victim).sentence())
                    .endsWith("the score in millionths is " + (honest - 1) + " on the ledger, and " + honest
                            + " by the rules");
        }

        @Test
        void another_events_payload_is_named() {
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.sends(
                            "task-published", payload -> payload.replace("\"version\":2", "\"version\":3")));
            Finding finding = only(forged, victim);
            assertThat(finding.kind()).isEqualTo("rules-event");
            assertThat(finding.sentence())
                    .isEqualTo(
                            "round:Advance sends the event task-published otherwise: the version is 3 on the ledger, and"
                                    + " 2 by the rules");
        }

        @Test
        void another_events_name_is_named() {
            Chain forged = chain.forged(victim, forgery -> forgery.sends("task-completed", payload -> payload + " "));
            assertThat(only(forged, victim).sentence())
                    .contains(
                            "sends the event task-completed on the ledger, and the event task-published by the rules");
        }

        @Test
        void another_answer_is_named() {
            Chain forged = chain.forged(
                    victim, forgery -> forgery.answers(answer -> answer.replace("\"fruitless\":0", "\"fruitless\":1")));
            Finding finding = only(forged, victim);
            assertThat(finding.kind()).isEqualTo("rules-response");
            assertThat(finding.sentence()).contains("the fruitless is 1 on the ledger, and 0 by the rules");
        }

        @Test
        void a_missing_write_is_named() {
            Finding finding = only(chain.forged(victim, forgery -> forgery.writesNo(StateKey.Kind.HEAD)), victim);
            assertThat(finding.kind()).isEqualTo("rules-missing-write");
            assertThat(finding.sentence())
                    .isEqualTo("round:Advance does not write the head of noised; by the rules it is"
                            + " {\"schema\":1,\"version\":2}");
        }
    }

    @Nested
    class Close {
        private final LedgerTransaction victim = chain.last("round:Close");

        @Test
        void an_update_left_out_of_the_contributors_is_named_at_close() {
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(
                            version(1),
                            VersionRecord.class,
                            version ->
                                    contributors(version, version.contributors().subList(0, 2))));
            Finding first = replay(forged).findings().get(0);
            assertThat(first.txId()).isEqualTo(victim.txId());
            assertThat(first.sentence())
                    .isEqualTo("round:Close writes version 1 of noised otherwise: among the contributors the rules have"
                            + " OrgC/cleo, and the ledger does not");
        }

        @Test
        void a_submission_that_was_accepted_afterwards_is_refused() {
            LedgerTransaction late = chain.last("update:Submit");
            List<Finding> findings = replay(chain.moved(late, victim)).findings();
            assertThat(findings)
                    .filteredOn(finding -> finding.txId().equals(late.txId()))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.kind()).isEqualTo("rules-refuse");
                        assertThat(finding.sentence())
                                .startsWith("update:Submit counts on the ledger, and the rules refuse it: FF-3001")
                                .contains("version 1 is CLOSED");
                    });
            assertThat(findings.get(0).sentence())
                    .as("and the close came too early")
                    .contains("round:Close counts on the ledger, and the rules refuse it: FF-4003");
        }
    }

    @Nested
    class Charges {
        @Test
        void a_submission_charged_a_billionth_too_little_is_named() {
            LedgerTransaction victim = chain.last("update:Submit");
            StateKey key = StateKey.update("noised", 1, C);
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(
                            key,
                            UpdateRecord.class,
                            update -> new UpdateRecord(
                                    update.schema(),
                                    update.task(),
                                    update.base(),
                                    update.participantId(),
                                    update.submission(),
                                    cheaper(update.charge()),
                                    update.submittedMillis())));
            assertThat(only(forged, victim).sentence())
                    .isEqualTo(
                            "update:Submit writes the update of OrgC/cleo to version 1 of noised otherwise: the privacy"
                                    + " charge is ρ = 124999999 and ε = 0 billionths on the ledger, and ρ = 125000000 and ε = 0"
                                    + " billionths by the rules");
            assertThat(replay(forged).accounts())
                    .extracting(AccountLine::mspId, AccountLine::confirmation)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("OrgA", Confirmation.OK),
                            org.assertj.core.groups.Tuple.tuple("OrgC", Confirmation.DIVERGES));
        }

        @Test
        void an_allotment_taken_from_the_account_a_billionth_too_cheap_is_named() {
            LedgerTransaction victim = chain.last("participant:Join");
            Chain forged = chain.forged(
                    victim,
                    forgery -> forgery.writes(
                            StateKey.account("OrgB", "data-zoe"),
                            DataAccount.class,
                            account -> account.withSpent(cheaper(account.spent()))));
            assertThat(only(forged, victim).sentence())
                    .contains(
                            "participant:Join writes the data account data-zoe of OrgB otherwise: the privacy spent is ρ"
                                    + " = 374999999");
            assertThat(replay(forged).accounts())
                    .filteredOn(account -> account.confirmation() == Confirmation.DIVERGES)
                    .extracting(AccountLine::lineage)
                    .containsExactly("data-zoe");
        }

        private static PrivacyLoss cheaper(PrivacyLoss charge) {
            return new PrivacyLoss(charge.rhoNanos() - 1, charge.pureEpsilonNanos());
        }
    }

    @Nested
    class Keys {
        @Test
        void a_key_that_the_rules_do_not_write_is_named_with_its_value() {
            LedgerTransaction victim = chain.last("update:Submit");
            Participant intruder = new Participant(1, "OrgA/eve", List.of(Role.AGGREGATOR), false);
            Finding finding = only(
                    chain.forged(
                            victim,
                            forgery -> forgery.alsoWrites(
                                    StateKey.participant("OrgA/eve"), CanonicalJson.bytes(intruder))),
                    victim);
            assertThat(finding.kind()).isEqualTo("rules-extra-write");
            assertThat(finding.sentence())
                    .startsWith(
                            "update:Submit writes participant OrgA/eve, and the rules do not; on the ledger it is {")
                    .contains("AGGREGATOR");
        }

        @Test
        void a_write_to_another_task_is_named_whatever_it_is() {
            LedgerTransaction victim = chain.last("update:Submit");
            Chain forged =
                    chain.forged(victim, forgery -> forgery.alsoWrites(StateKey.head("other"), new byte[] {'x'}));
            assertThat(only(forged, victim).sentence()).contains("writes the head of other", "it is x");
        }

        @Test
        void a_deletion_left_out_is_named() {
            LedgerTransaction victim = chain.last("participant:Unbind");
            Finding finding =
                    only(chain.forged(victim, forgery -> forgery.writesNo(StateKey.Kind.CERTIFICATE)), victim);
            assertThat(finding.kind()).isEqualTo("rules-missing-write");
            assertThat(finding.sentence())
                    .matches(
                            "participant:Unbind does not delete the binding of certificate [0-9a-f]{12}…, and the rules do");
        }

        @Test
        void a_deletion_that_the_rules_do_not_make_is_named() {
            LedgerTransaction victim = chain.last("update:Submit");
            Finding finding = only(
                    chain.forged(victim, forgery -> forgery.alsoWrites(StateKey.participant("OrgA/boss"), null)),
                    victim);
            assertThat(finding.sentence())
                    .isEqualTo("update:Submit deletes participant OrgA/boss, and the rules do not");
        }

        @Test
        void a_read_left_out_is_named_because_nobody_would_see_its_conflicts() {
            LedgerTransaction victim = chain.last("update:Submit");
            Finding finding = only(chain.forged(victim, forgery -> forgery.hidesReading(version(1))), victim);
            assertThat(finding.kind()).isEqualTo("rules-read");
            assertThat(finding.sentence())
                    .isEqualTo("update:Submit does not say that it read version 1 of noised, and the rules read it");
        }
    }
}
