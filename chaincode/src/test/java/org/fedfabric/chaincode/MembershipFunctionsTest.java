package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.chaincode.contract.PrivacyContract;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MembershipFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;
    private Identity anna;

    @BeforeEach
    void openATask() {
        anna = federation.enrol(A);
        federation.create(TinyTask.spec("tiny", 3, 2));
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    /** The arguments of a Join that would succeed, with one of them changed. */
    private String[] joining(int index, String value) {
        String[] arguments = federation.joinArguments("tiny", A);
        arguments[index] = value;
        return arguments;
    }

    @Nested
    class Join {
        @Test
        void refuses_arguments_that_are_not_canonical() {
            for (String[] arguments : List.of(
                    joining(0, "Tiny"),
                    joining(1, "abc"),
                    joining(2, "data anna"),
                    joining(3, "XY".repeat(32)),
                    joining(4, "one,,two"),
                    joining(4, "one,one"),
                    joining(4, "a,b,c,d,e,f,g,h,i"),
                    joining(5, "-1"),
                    joining(5, "1.0"))) {
                channel.refuses(RefusalCode.MALFORMED_ARGUMENT, anna, "participant:Join", arguments);
            }
        }

        @Test
        void refuses_a_task_that_does_not_exist_or_has_ended() {
            channel.refuses(RefusalCode.NOT_FOUND, anna, "participant:Join", joining(0, "nothing"));
            channel.run(federation.requester, "task:Stop", "tiny");
            channel.refuses(
                    RefusalCode.WRONG_TASK_STATE, anna, "participant:Join", federation.joinArguments("tiny", A));
        }

        @Test
        void refuses_another_spec_than_the_tasks() {
            channel.refuses(RefusalCode.SPEC_MISMATCH, anna, "participant:Join", joining(1, "00".repeat(32)));
        }

        @Test
        void refuses_data_that_is_not_registered_by_the_callers_own_enterprise() {
            channel.refuses(RefusalCode.NO_DATA_ACCOUNT, anna, "participant:Join", joining(2, "nothing"));
            federation.enrol(B);
            channel.refuses(RefusalCode.NO_DATA_ACCOUNT, anna, "participant:Join", joining(2, "data-bob"));
        }

        @Test
        void refuses_data_whose_registration_asks_for_a_privacy_guarantee() {
            channel.run(
                    TestChannel.admin("OrgA"), "participant:RegisterData", Federation.registration("protected", false));
            channel.refuses(RefusalCode.UNPROTECTED_NOT_ALLOWED, anna, "participant:Join", joining(2, "protected"));
        }

        @Test
        void refuses_priors_that_do_not_exist_have_not_ended_or_went_without_the_caller() {
            channel.refuses(RefusalCode.NOT_FOUND, anna, "participant:Join", joining(4, "nothing"));
            channel.refuses(RefusalCode.NO_PRIOR, anna, "participant:Join", joining(4, "tiny"));
            federation.create(TinyTask.spec("other", 3, 2));
            channel.run(federation.requester, "task:Stop", "other");
            channel.refuses(RefusalCode.NO_PRIOR, anna, "participant:Join", joining(4, "other"));
        }

        @Test
        void refuses_other_terms_than_those_joined_with_and_answers_the_same_without_writing() {
            federation.join("tiny", A);
            channel.changesNothing(anna, "participant:Join", federation.joinArguments("tiny", A));
            channel.refuses(RefusalCode.ALREADY_JOINED, anna, "participant:Join", joining(3, "00".repeat(32)));
        }

        @Test
        void refuses_a_new_hash_chain_to_who_has_left_because_it_could_be_chosen_after_seeing_the_others() {
            federation.join("tiny", A);
            channel.run(anna, "participant:Leave", "tiny");
            channel.refuses(RefusalCode.BEACON_MISMATCH, anna, "participant:Join", joining(3, "00".repeat(32)));
            assertThat(channel.submit(Membership.class, anna, "participant:Join", federation.joinArguments("tiny", A))
                            .left())
                    .isFalse();
        }

        @Test
        void writes_the_membership_and_marks_the_account_unprotected_once() {
            TestChannel.Run first = channel.run(anna, "participant:Join", federation.joinArguments("tiny", A));
            assertThat(first.transaction().writes.keySet())
                    .containsExactly("ACCOUNT/OrgA/data-anna/", "MEMBERSHIP/tiny/OrgA/anna/");
            assertThat(first.transaction().eventPayload).contains("\"kind\":\"ROSTER\"", A);
            assertThat(channel.query(PrivacyContract.AccountView.class, anna, "privacy:Account", "OrgA", "data-anna")
                            .account()
                            .unprotected())
                    .isTrue();

            federation.create(TinyTask.spec("second", 3, 2));
            TestChannel.Run second = channel.run(anna, "participant:Join", federation.joinArguments("second", A));
            assertThat(second.transaction().writes.keySet()).containsExactly("MEMBERSHIP/second/OrgA/anna/");
        }

        @Test
        void brings_evidence_along_discounted_by_the_requesters_standing_and_none_from_the_own_enterprise()
                throws Exception {
            federation.started(TinyTask.spec("earlier", 1, 3), A, B, C);
            federation.submitHonest("earlier", A, B, C);
            federation.close("earlier", A);
            federation.advance("earlier", A);

            federation.create(TinyTask.spec("later", 3, 2));
            String[] byBob = federation.joinArguments("later", B);
            byBob[4] = "earlier";
            Membership bob = channel.submit(Membership.class, federation.identity(B), "participant:Join", byBob);
            // OrgA requested it; its only member there, Anna, was included once: E = (0.8 + 1) / 2.8.
            Evidence once = new Evidence(800_000_000, 0);
            long standing = Reputation.expectationMicros(once, 500_000);
            assertThat(standing).isEqualTo(642_857);
            assertThat(bob.prior()).isEqualTo(Reputation.discount(once, standing));
            assertThat(bob.prior().positiveNanos()).isBetween(400_000_000L, 514_000_000L);

            String[] byAnna = federation.joinArguments("later", A);
            byAnna[4] = "earlier";
            assertThat(channel.submit(Membership.class, anna, "participant:Join", byAnna)
                            .prior())
                    .isEqualTo(Evidence.NONE);
        }
    }

    @Nested
    class Opinions {
        @BeforeEach
        void enrolOthers() {
            federation.enrol(B);
            federation.enrol(C);
        }

        private TaskSpec asking(String name, String... tasks) {
            return TinyTask.reputation(
                    TinyTask.spec(name, 3, 2), ReputationRule.defaults().withOpinions(List.of(tasks)));
        }

        private void ended(String name, Identity requester) throws Exception {
            channel.run(requester, "task:Create", CanonicalJson.write(TinyTask.spec(name, 1, 3)));
            federation.renewChains();
            for (String id : List.of(A, B, C)) {
                federation.join(name, id);
            }
            channel.run(requester, "task:Start", name, CanonicalJson.write(List.of(A, B, C)));
            federation.submitHonest(name, A, B, C);
            federation.close(name, A);
            federation.advance(name, A);
        }

        @Test
        void refuses_terms_that_ask_for_opinions_of_a_task_that_has_not_ended_or_does_not_exist() {
            channel.refuses(
                    RefusalCode.NO_PRIOR,
                    federation.requester,
                    "task:Create",
                    CanonicalJson.write(asking("later", "tiny")));
            channel.refuses(
                    RefusalCode.NOT_FOUND,
                    federation.requester,
                    "task:Create",
                    CanonicalJson.write(asking("later", "nothing")));
        }

        @Test
        void count_whether_the_participant_likes_them_or_not_and_no_other_prior_does() throws Exception {
            ended("earlier", federation.requester);
            federation.create(asking("later", "earlier"));
            String[] naming = federation.joinArguments("later", B);
            naming[4] = "earlier";
            channel.refuses(RefusalCode.NO_PRIOR, federation.identity(B), "participant:Join", naming);

            // OrgA requests both tasks, so what it saw of Bob counts in full; of its own Anna it says nothing.
            federation.join("later", B);
            federation.join("later", A);
            assertThat(membership("later", B).prior()).isEqualTo(new Evidence(800_000_000, 0));
            assertThat(membership("later", A).prior()).isEqualTo(Evidence.NONE);
        }

        @Test
        void of_another_requester_are_discounted_by_its_standing_and_its_agreement() throws Exception {
            ended("own", federation.requester);
            ended("peers", TestChannel.admin("OrgB"));
            federation.create(asking("later", "own", "peers"));
            federation.join("later", C);

            // Both saw Cleo included once, so they agree; Bob's standing is (0.8 + 1) / 2.8 as OrgA saw him.
            Evidence once = new Evidence(800_000_000, 0);
            Evidence discounted = Reputation.discount(once, 642_857);
            assertThat(membership("later", C).prior().positiveNanos())
                    .isBetween(800_000_000 + discounted.positiveNanos() - 10, 800_000_000 + discounted.positiveNanos());
            assertThat(membership("later", C).prior().negativeNanos()).isZero();
        }

        private Membership membership(String task, String id) {
            Page<?> joins = channel.query(Page.class, anna, "task:Joins", task, "100", "");
            return joins.items().stream()
                    .map(Membership.class::cast)
                    .filter(m -> m.participantId().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class Leave {
        @Test
        void refuses_who_has_not_joined_and_tasks_that_have_ended() {
            channel.refuses(RefusalCode.NOT_JOINED, anna, "participant:Leave", "tiny");
            federation.join("tiny", A);
            channel.run(federation.requester, "task:Stop", "tiny");
            channel.refuses(RefusalCode.WRONG_TASK_STATE, anna, "participant:Leave", "tiny");
        }

        @Test
        void writes_the_members_own_key_only_and_twice_is_once() {
            federation.join("tiny", A);
            assertThat(channel.run(anna, "participant:Leave", "tiny")
                            .transaction()
                            .writes
                            .keySet())
                    .containsExactly("MEMBERSHIP/tiny/OrgA/anna/");
            channel.changesNothing(anna, "participant:Leave", "tiny");
        }

        @Test
        void keeps_who_left_from_being_started_with() {
            federation.enrol(B);
            federation.join("tiny", A);
            federation.join("tiny", B);
            channel.run(anna, "participant:Leave", "tiny");
            channel.refuses(
                    RefusalCode.ROSTER_MISMATCH,
                    federation.requester,
                    "task:Start",
                    "tiny",
                    "[\"OrgA/anna\",\"OrgB/bob\"]");
        }

        @Test
        void a_reputation_survives_leaving_and_joining_again() throws Exception {
            federation.enrol(B);
            federation.enrol(C);
            for (String id : List.of(A, B, C)) {
                federation.join("tiny", id);
            }
            federation.start("tiny", A, B, C);
            federation.submitHonest("tiny", A, B);
            byte[] flipped = federation.update("tiny", C, 20, -3);
            federation.submit("tiny", C, flipped);
            federation.reveal(C, flipped);
            federation.close("tiny", A);
            channel.run(federation.identity(C), "participant:Leave", "tiny");
            federation.advance("tiny", A, federation.recompute("tiny", A).cid(), List.of(), List.of(), List.of(C));
            Page<?> members = channel.query(Page.class, anna, "reputation:List", "tiny", "0");
            RosterMember before = ((ReputationContract.Standing) members.items().get(2)).member();
            assertThat(before.left()).isTrue();
            assertThat(before.evidence().negativeNanos()).isPositive();
        }
    }
}
