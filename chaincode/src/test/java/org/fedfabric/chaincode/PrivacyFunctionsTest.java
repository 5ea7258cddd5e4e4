package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.chaincode.contract.PrivacyContract.AccountView;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.Privacy.Mechanism;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Accounts have a cap of ε = 8 at δ = 1e-5. A submission with multiplier 1 costs ρ = 0.5, so two of them (ε = 7.1) fit
 * and three (ε = 9.0) do not.
 */
class PrivacyFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final PrivacyLoss EACH = new PrivacyLoss(500_000_000, 0);

    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;
    private Identity anna;

    @BeforeEach
    void openATask() {
        anna = federation.enrol(A);
        federation.enrol(B);
        federation.enrol(C);
        federation.create(gaussian("noised"));
        federation.submissions = 1;
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private static TaskSpec gaussian(String name) {
        return TinyTask.noised(name, Mechanism.DISCRETE_GAUSSIAN, 1_000_000, false);
    }

    private String[] joining(String task, long submissions) {
        federation.submissions = submissions;
        return federation.joinArguments(task, A);
    }

    private AccountView account() {
        return channel.query(AccountView.class, anna, "privacy:Account", "OrgA", "data-anna");
    }

    private PrivacyLoss spent() {
        return account().account().spent();
    }

    private Membership membership(String task) {
        return channel.submit(Membership.class, anna, "participant:Join", federation.joinArguments(task, A));
    }

    private void start(String task) {
        federation.join(task, A);
        federation.join(task, B);
        federation.join(task, C);
        federation.start(task, A, B, C);
    }

    private String submission(String task, byte[] bytes) {
        return CanonicalJson.write(federation.submission(
                A, bytes, NoiseDescriptor.of(federation.task(task).spec())));
    }

    private static String registration(long parent, String digest, long capMicros) {
        return Federation.registration("data-anna", true)
                .replace("\"parentVersion\":0", "\"parentVersion\":" + parent)
                .replace("ab".repeat(32), digest)
                .replace("\"epsilonCapMicros\":8000000", "\"epsilonCapMicros\":" + capMicros);
    }

    @Nested
    class OverBudget {
        @Test
        void refuses_a_join_with_charge_spent_cap_and_what_still_fits() {
            String message =
                    channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "participant:Join", joining("noised", 3));
            assertThat(message)
                    .contains("its cap, 8 at δ = 0.00001, of which 0 is spent or allotted and 2 more submissions")
                    .contains("Provided value: 3 submissions, each ε = 4.728387 alone")
                    .contains("would make it 9.")
                    .contains("let an administrator raise the cap");
            assertThat(spent()).isEqualTo(PrivacyLoss.NONE);
        }

        @Test
        void refuses_a_million_submissions_without_overflow() {
            channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "participant:Join", joining("noised", 1_000_000));
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "participant:Join", joining("noised", 1_000_001));
        }

        @Test
        void refuses_a_top_up_and_takes_nothing() {
            channel.run(anna, "participant:Join", joining("noised", 2));
            assertThat(channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "privacy:TopUp", "noised", "1"))
                    .contains("and 0 more submissions of this task fit");
            assertThat(spent()).isEqualTo(EACH.times(2));
        }

        @Test
        void refuses_a_second_task_on_the_same_data() {
            federation.create(gaussian("other"));
            channel.run(anna, "participant:Join", joining("noised", 2));
            channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "participant:Join", joining("other", 1));
            channel.run(anna, "participant:Leave", "noised");
            channel.run(anna, "privacy:Release", "noised");
            channel.run(anna, "participant:Join", joining("other", 1));
            assertThat(spent()).isEqualTo(EACH);
        }

        @Test
        void refuses_two_mechanisms_that_together_exceed_the_cap() {
            federation.create(TinyTask.noised("laplace", Mechanism.DISCRETE_LAPLACE, 500_000, false));
            channel.run(anna, "participant:Join", joining("laplace", 2));
            assertThat(spent()).isEqualTo(new PrivacyLoss(0, 4_000_000_000L));
            channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "participant:Join", joining("noised", 1));
        }

        @Test
        void is_not_escaped_by_a_new_digest_of_the_same_data() {
            channel.run(anna, "participant:Join", joining("noised", 2));
            channel.run(anna, "participant:RegisterData", registration(1, "cd".repeat(32), 8_000_000));
            assertThat(spent()).isEqualTo(EACH.times(2));
            channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "privacy:TopUp", "noised", "1");
        }

        @Test
        void leaves_paid_submissions_alone_when_the_cap_is_lowered_in_mid_task() throws Exception {
            start("noised");
            channel.run(anna, "participant:RegisterData", registration(1, "ab".repeat(32), 100_000));
            assertThat(account().leftEpsilonMicros()).isZero();

            federation.submit("noised", A, federation.update("noised", A, 5, 1));
            channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "privacy:TopUp", "noised", "1");
            channel.refuses(
                    RefusalCode.ACCOUNT_TERMS_FIXED,
                    anna,
                    "participant:RegisterData",
                    registration(2, "ab".repeat(32), 8_000_000));
        }

        @Test
        void keeps_data_with_a_cap_of_zero_out() {
            channel.run(anna, "participant:RegisterData", registration(1, "ab".repeat(32), 0));
            channel.refuses(RefusalCode.BUDGET_EXCEEDED, anna, "participant:Join", joining("noised", 1));
        }
    }

    @Nested
    class Submit {
        @Test
        void refuses_another_noise_than_the_tasks() throws Exception {
            start("noised");
            byte[] bytes = federation.update("noised", A, 5, 1);
            String right = NoiseDescriptor.of(gaussian("noised"));
            for (String noise : List.of(
                    Submission.NO_NOISE,
                    "",
                    right + " ",
                    "SIMULATED " + right,
                    right.replace("gaussian", "laplace"),
                    right.replace("1000000", "2000000"),
                    right.replace("participant", "record"))) {
                assertThat(channel.refuses(
                                RefusalCode.WRONG_ENCODING,
                                anna,
                                "update:Submit",
                                "noised",
                                "0",
                                CanonicalJson.write(federation.submission(A, bytes, noise))))
                        .contains("must be dense-int32 and " + right);
            }
        }

        @Test
        void refuses_without_an_allotment_even_while_selected() throws Exception {
            start("noised");
            channel.run(anna, "participant:Leave", "noised");
            channel.run(anna, "privacy:Release", "noised");
            assertThat(channel.refuses(
                            RefusalCode.ALLOTMENT_SPENT,
                            anna,
                            "update:Submit",
                            "noised",
                            "0",
                            submission("noised", federation.update("noised", A, 5, 1))))
                    .contains("each costs ε = 4.728387 alone")
                    .contains("Provided value: 0 submissions left for OrgA/anna");
        }

        @Test
        void charges_the_allotment_in_the_same_transaction_and_touches_no_account() throws Exception {
            start("noised");
            byte[] bytes = federation.update("noised", A, 5, 1);
            TestChannel.Run run = channel.run(anna, "update:Submit", "noised", "0", submission("noised", bytes));

            assertThat(((UpdateRecord) run.result()).charge()).isEqualTo(EACH);
            assertThat(run.transaction().reads).noneMatch(key -> key.startsWith("ACCOUNT/"));
            assertThat(run.transaction().writes.keySet())
                    .containsExactlyInAnyOrder(
                            "MEMBERSHIP/noised/OrgA/anna/", "UPDATE/noised/0000000000000/OrgA/anna/");
            assertThat(spent()).isEqualTo(EACH);
        }

        @Test
        void charges_nothing_for_the_same_bytes_again() throws Exception {
            start("noised");
            byte[] bytes = federation.update("noised", A, 5, 1);
            String submission = submission("noised", bytes);
            channel.run(anna, "update:Submit", "noised", "0", submission);
            channel.changesNothing(anna, "update:Submit", "noised", "0", submission);
        }
    }

    @Nested
    class Replays {
        @Test
        void of_a_join_take_nothing_more() {
            channel.run(anna, "participant:Join", joining("noised", 1));
            channel.changesNothing(anna, "participant:Join", joining("noised", 1));
            channel.changesNothing(anna, "participant:Join", joining("noised", 2));
            assertThat(spent()).isEqualTo(EACH);
        }

        @Test
        void of_a_release_give_nothing_more() {
            channel.run(anna, "participant:Join", joining("noised", 2));
            channel.run(federation.requester, "task:Stop", "noised");
            channel.run(anna, "privacy:Release", "noised");
            assertThat(spent()).isEqualTo(PrivacyLoss.NONE);
            channel.changesNothing(anna, "privacy:Release", "noised");
        }

        @Test
        void of_leaving_and_joining_keep_what_was_paid() {
            channel.run(anna, "participant:Join", joining("noised", 1));
            channel.run(anna, "participant:Leave", "noised");
            assertThat(channel.submit(Membership.class, anna, "participant:Join", joining("noised", 1))
                            .allotment())
                    .isEqualTo(2);
            assertThat(spent()).isEqualTo(EACH.times(2));
        }
    }

    @Nested
    class Release {
        @Test
        void refuses_while_the_member_takes_part_and_to_strangers() {
            channel.run(anna, "participant:Join", joining("noised", 1));
            channel.refuses(RefusalCode.WRONG_TASK_STATE, anna, "privacy:Release", "noised");
            channel.refuses(RefusalCode.NOT_JOINED, federation.identity(B), "privacy:Release", "noised");
            channel.refuses(RefusalCode.NOT_FOUND, anna, "privacy:Release", "nothing");
        }

        @Test
        void returns_exactly_what_was_not_submitted() throws Exception {
            federation.create(TinyTask.noised("fine", Mechanism.DISCRETE_GAUSSIAN, 3_000_000, false));
            federation.submissions = 5;
            start("fine");
            // ρ = 1/18, rounded up to a billionth for each.
            PrivacyLoss each = new PrivacyLoss(55_555_556, 0);
            assertThat(spent()).isEqualTo(each.times(5));
            federation.submit("fine", A, federation.update("fine", A, 5, 1));
            channel.run(federation.requester, "task:Stop", "fine");

            assertThat(channel.submit(Membership.class, anna, "privacy:Release", "fine")
                            .allotment())
                    .isZero();
            assertThat(spent()).isEqualTo(each);
            channel.refuses(RefusalCode.WRONG_TASK_STATE, anna, "privacy:TopUp", "fine", "1");
        }

        @Test
        void must_precede_joining_again_with_other_data() {
            channel.run(TestChannel.admin("OrgA"), "participant:RegisterData", Federation.registration("fresh", false));
            channel.run(anna, "participant:Join", joining("noised", 1));
            channel.run(anna, "participant:Leave", "noised");
            String[] again = joining("noised", 1);
            again[2] = "fresh";
            channel.refuses(RefusalCode.ALLOTMENT_HELD, anna, "participant:Join", again);
            channel.run(anna, "privacy:Release", "noised");
            channel.run(anna, "participant:Join", again);
            assertThat(spent()).isEqualTo(PrivacyLoss.NONE);
        }
    }

    @Nested
    class TopUp {
        @Test
        void refuses_who_has_left_or_never_joined_and_a_task_without_charge() {
            federation.create(TinyTask.spec("plain", 3, 2));
            federation.join("plain", A);
            channel.refuses(RefusalCode.NOT_CHARGED, anna, "privacy:TopUp", "plain", "1");
            channel.refuses(RefusalCode.NOT_JOINED, anna, "privacy:TopUp", "noised", "1");
            channel.run(anna, "participant:Join", joining("noised", 1));
            channel.run(anna, "participant:Leave", "noised");
            channel.refuses(RefusalCode.NOT_JOINED, anna, "privacy:TopUp", "noised", "1");
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "privacy:TopUp", "noised", "0");
        }

        @Test
        void ends_a_task_in_which_nobody_can_pay_any_more() throws Exception {
            start("noised");
            publish("noised", List.of());
            assertThat(federation.task("noised").state()).isEqualTo(TaskState.STOPPED);
            assertThat(federation.task("noised").stopReason()).isEqualTo(StopReason.BUDGET);
        }

        @Test
        void makes_a_member_eligible_again_once_an_advance_names_it() throws Exception {
            start("noised");
            for (String id : List.of(A, B)) {
                channel.run(federation.identity(id), "privacy:TopUp", "noised", "1");
            }
            assertThat(publish("noised", List.of(A, B)).selected()).containsExactly(A, B);

            publish("noised", List.of());
            assertThat(spent()).isEqualTo(EACH.times(2));
            assertThat(federation.task("noised").state()).isEqualTo(TaskState.STOPPED);
        }

        private VersionRecord publish(String task, List<String> joins) throws Exception {
            federation.submitHonest(task, federation.head(task).selected().toArray(String[]::new));
            federation.close(task, A);
            return federation.advance(task, A, federation.recompute(task, A).cid(), List.of(), joins, List.of());
        }
    }

    @Nested
    class Simulations {
        @Test
        void are_no_protection_and_charge_nothing() throws Exception {
            federation.create(TinyTask.noised("played", Mechanism.DISCRETE_GAUSSIAN, 1_000_000, true));
            channel.run(
                    TestChannel.admin("OrgA"), "participant:RegisterData", Federation.registration("strict", false));
            String[] strict = joining("played", 5);
            strict[2] = "strict";
            channel.refuses(RefusalCode.UNPROTECTED_NOT_ALLOWED, anna, "participant:Join", strict);

            start("played");
            assertThat(membership("played").allotment()).isEqualTo(Membership.UNCHARGED);
            assertThat(account().account().unprotected()).isTrue();
            assertThat(account().summary()).endsWith("but ε is infinite, for a task without a guarantee used the data");
            channel.refuses(RefusalCode.NOT_CHARGED, anna, "privacy:TopUp", "played", "1");

            byte[] bytes = federation.update("played", A, 5, 1);
            channel.refuses(
                    RefusalCode.WRONG_ENCODING,
                    anna,
                    "update:Submit",
                    "played",
                    "0",
                    CanonicalJson.write(federation.submission(A, bytes, NoiseDescriptor.of(gaussian("played")))));
            assertThat(federation.submit("played", A, bytes).charge()).isEqualTo(PrivacyLoss.NONE);
            assertThat(spent()).isEqualTo(PrivacyLoss.NONE);
        }
    }

    @Test
    void protected_tasks_take_data_that_asks_for_protection_and_leave_it_so() {
        channel.run(TestChannel.admin("OrgA"), "participant:RegisterData", Federation.registration("strict", false));
        String[] arguments = joining("noised", 2);
        arguments[2] = "strict";
        channel.run(anna, "participant:Join", arguments);

        AccountView view = channel.query(AccountView.class, anna, "privacy:Account", "OrgA", "strict");
        assertThat(view.account().unprotected()).isFalse();
        assertThat(view.summary()).isEqualTo("ε = 7.077197 of 8 at δ = 0.00001 spent or allotted");
        assertThat(view.spentEpsilonMicros()).isEqualTo(7_077_197);
        assertThat(view.leftEpsilonMicros()).isEqualTo(922_803);
        assertThat(CanonicalJson.read(CanonicalJson.write(view.account()), DataAccount.class))
                .isEqualTo(view.account());
    }
}
