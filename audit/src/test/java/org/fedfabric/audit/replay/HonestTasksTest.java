package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.audit.AccountLine;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.VersionLine;
import org.fedfabric.chaincode.RecordedFederation;
import org.fedfabric.protocol.privacy.PrivacyBudget;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What endorsers did honestly is confirmed to the last byte, and said in figures. */
@Timeout(60)
class HonestTasksTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final RecordedFederation federation = new RecordedFederation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private Replay.Outcome replay(String task) {
        return Chain.of(federation).replay(task, federation.store());
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.Rule.class, mode = EnumSource.Mode.EXCLUDE, names = "WEIGHTED_MEAN")
    void a_task_put_together_by_votes_is_confirmed(Aggregation.Rule rule) throws Exception {
        String[] five = {A, "OrgA/bert", B, "OrgB/cora", C};
        federation.start(RecordedFederation.voted("votes", rule, 5), 0, five);
        federation.submit("votes", five);
        federation.advance("votes", A);
        federation.submit("votes", five);
        federation.advance("votes", B);

        Replay.Outcome outcome = replay("votes");
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.gaps()).isEmpty();
        assertThat(outcome.confirmation()).isEqualTo(Confirmation.OK);
        VersionLine first = outcome.versions().get(1);
        assertThat(first.modelRecomputed()).isTrue();
        // Four of the votes are halves: a third of all is A's, a third B's. Of 3 votes 4/5 are kept, 2.4: 1 + ½ + ½ or
        // four ½.
        int outvoted = first.outvoted();
        assertThat(outvoted)
                .isBetween(rule == Aggregation.Rule.MULTI_KRUM ? 1 : 0, rule == Aggregation.Rule.MULTI_KRUM ? 2 : 0);
        assertThat(List.of(first.included(), first.rejected(), first.outvoted()))
                .containsExactly(5 - outvoted, 0, outvoted);
        assertThat(first.summary().contains(outvoted + " outvoted)")).isEqualTo(outvoted > 0);
    }

    @Test
    void a_task_without_noise_is_confirmed_version_by_version() throws Exception {
        federation.start(RecordedFederation.plain("tiny", 3, 2), 0, A, B, C);
        federation.submit("tiny", A, B);
        federation.submitFlipped("tiny", C);
        federation.advance("tiny", A);
        federation.submit("tiny", A, B, C);
        federation.advance("tiny", B);

        Replay.Outcome outcome = replay("tiny");
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.gaps()).isEmpty();
        assertThat(outcome.confirmation()).isEqualTo(Confirmation.OK);
        assertThat(outcome.versions()).extracting(VersionLine::version).containsExactly(0L, 1L, 2L);
        VersionLine first = outcome.versions().get(1);
        assertThat(first.modelRecomputed()).isTrue();
        assertThat(List.of(first.contributors(), first.included(), first.rejected(), first.unavailable()))
                .containsExactly(3, 2, 1, 0);
        assertThat(first.reputationsChanged()).isEqualTo(3);
        assertThat(first.submissionsCharged()).isZero();
        assertThat(first.endorsers()).containsExactly("OrgA", "OrgB");
        assertThat(first.contents()).as("three updates and the model").isEqualTo(4);
        assertThat(first.summary())
                .contains("version 1  OK  3 contributors (2 included, 1 rejected, 0 unavailable)")
                .contains(first.modelCid() + " recomputed")
                .contains("endorsed by OrgA, OrgB");
        assertThat(outcome.versions().get(0).modelRecomputed())
                .as("drawn from its seed")
                .isTrue();
        assertThat(outcome.accounts()).hasSize(3).allMatch(AccountLine::unprotected);
    }

    @Test
    void a_noisy_task_is_confirmed_with_what_each_account_spent() throws Exception {
        TaskSpec spec = RecordedFederation.gaussian("noised");
        federation.start(spec, 3, A, B, C);
        federation.submit("noised", A, B, C);
        federation.advance("noised", A);
        federation.submit("noised", A, B, C);
        federation.advance("noised", A);
        federation.run(A, "participant:Leave", "noised");
        federation.run(A, "privacy:Release", "noised");

        Replay.Outcome outcome = replay("noised");
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.gaps()).isEmpty();
        assertThat(outcome.versions())
                .extracting(VersionLine::submissionsCharged)
                .containsExactly(0, 3, 3);
        PrivacyLoss each = PrivacyLoss.ofSubmission(spec.privacy());
        assertThat(outcome.accounts())
                .extracting(AccountLine::mspId, AccountLine::submissions, AccountLine::spentEpsilonMicros)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "OrgA", 2L, each.times(2).epsilonMicros(10_000)),
                        org.assertj.core.groups.Tuple.tuple(
                                "OrgB", 2L, each.times(3).epsilonMicros(10_000)),
                        org.assertj.core.groups.Tuple.tuple(
                                "OrgC", 2L, each.times(3).epsilonMicros(10_000)));
        assertThat(outcome.accounts()).allMatch(account -> account.confirmation() == Confirmation.OK);
        assertThat(outcome.accounts().get(0).summary())
                .isEqualTo("account OrgA/data-anna  OK  ε = "
                        + PrivacyBudget.decimal(each.times(2).epsilonMicros(10_000))
                        + " of 8 at δ = 0.00001 spent or allotted  2 submissions of the task");
    }

    @Test
    void reads_updates_of_later_versions_while_an_earlier_one_is_still_waited_for() throws Exception {
        federation.start(RecordedFederation.plain("tiny", 3, 2), 0, A, B, C);
        federation.submit("tiny", A, B, C);
        federation.advance("tiny", A);
        federation.submit("tiny", A, B, C);
        federation.advance("tiny", A);
        Chain chain = Chain.of(federation);
        Contents.Handover later =
                new Contents.Handover(federation.store(), chain.submitted(A, 0), chain.submitted(A, 1));
        assertThat(chain.replay("tiny", later.store()).confirmation()).isEqualTo(Confirmation.OK);
        assertThat(later.inOrder()).isTrue();
    }
}
