package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fedfabric.chaincode.TestChannel.admin;

import java.util.List;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseState;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.membership.EnterpriseTally;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EnterpriseFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final String A2 = "OrgA/annika";
    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private Enterprise vote(String voter, String target, String choice, String countedWith) {
        return channel.submit(Enterprise.class, admin(voter), "enterprise:Vote", target, choice, countedWith);
    }

    private void suspendB() {
        vote("OrgA", "OrgB", "SUSPEND", "");
        assertThat(vote("OrgC", "OrgB", "SUSPEND", "OrgA").state()).isEqualTo(EnterpriseState.SUSPENDED);
    }

    private EnterpriseRegister register() {
        return channel.query(EnterpriseRegister.class, admin("OrgA"), "enterprise:List");
    }

    @Nested
    class Vote {
        @Test
        void refuses_everybody_but_an_administrator() {
            Identity anna = federation.enrol(A);
            channel.refuses(RefusalCode.NOT_ADMIN, anna, "enterprise:Vote", "OrgB", "SUSPEND", "");
        }

        @Test
        void refuses_an_enterprise_to_vote_on_itself() {
            channel.refuses(RefusalCode.OWN_ENTERPRISE, admin("OrgB"), "enterprise:Vote", "OrgB", "ADMIT", "");
        }

        @Test
        void refuses_voters_and_targets_that_have_enrolled_nobody() {
            channel.refuses(RefusalCode.NOT_FOUND, admin("OrgD"), "enterprise:Vote", "OrgB", "SUSPEND", "");
            channel.refuses(RefusalCode.NOT_FOUND, admin("OrgA"), "enterprise:Vote", "OrgD", "SUSPEND", "");
            channel.refuses(RefusalCode.NOT_FOUND, admin("OrgA"), "enterprise:Vote", "OrgB", "SUSPEND", "OrgD");
        }

        @Test
        void refuses_to_count_the_own_vote_twice_or_that_of_the_enterprise_voted_on() {
            vote("OrgA", "OrgB", "SUSPEND", "");
            channel.refuses(RefusalCode.NOT_FOUND, admin("OrgA"), "enterprise:Vote", "OrgB", "SUSPEND", "OrgA");
            channel.refuses(RefusalCode.NOT_FOUND, admin("OrgA"), "enterprise:Vote", "OrgB", "SUSPEND", "OrgB");
            channel.refuses(
                    RefusalCode.MALFORMED_ARGUMENT, admin("OrgA"), "enterprise:Vote", "OrgB", "SUSPEND", "OrgC,OrgC");
            channel.refuses(RefusalCode.MALFORMED_ARGUMENT, admin("OrgA"), "enterprise:Vote", "OrgB", "suspend", "");
        }

        @Test
        void of_the_same_enterprise_twice_is_one_vote_and_writes_nothing() {
            assertThat(vote("OrgA", "OrgB", "SUSPEND", "OrgC").state()).isEqualTo(EnterpriseState.ACTIVE);
            channel.changesNothing(admin("OrgA"), "enterprise:Vote", "OrgB", "SUSPEND", "OrgC");
        }

        @Test
        void that_was_withdrawn_is_not_counted() {
            vote("OrgA", "OrgB", "SUSPEND", "");
            vote("OrgA", "OrgB", "ADMIT", "");
            assertThat(vote("OrgC", "OrgB", "SUSPEND", "OrgA").state()).isEqualTo(EnterpriseState.ACTIVE);
        }

        @Test
        void of_one_who_made_a_decision_does_not_undo_it_alone_so_nobody_can_rewrite_the_register_at_will() {
            suspendB();
            TestChannel.Run withdrawn = channel.run(admin("OrgA"), "enterprise:Vote", "OrgB", "ADMIT", "OrgC");
            assertThat(withdrawn.transaction().writes.keySet()).containsExactly("VOTE/OrgB/OrgA/");
            assertThat(register().find("OrgB").orElseThrow().state()).isEqualTo(EnterpriseState.SUSPENDED);
            assertThat(vote("OrgC", "OrgB", "ADMIT", "OrgA").state()).isEqualTo(EnterpriseState.ACTIVE);
        }

        @Test
        void below_the_majority_writes_its_own_key_and_reads_just_those_it_names() {
            TestChannel.Run first = channel.run(admin("OrgA"), "enterprise:Vote", "OrgB", "SUSPEND", "");
            assertThat(first.transaction().writes.keySet()).containsExactly("VOTE/OrgB/OrgA/");
            assertThat(first.transaction().reads).doesNotContain("VOTE/OrgB/OrgC/");
        }

        @Test
        void of_two_at_the_same_time_is_decided_by_either_voting_again() {
            vote("OrgA", "OrgB", "SUSPEND", "");
            vote("OrgC", "OrgB", "SUSPEND", "");
            assertThat(register().find("OrgB").orElseThrow().state()).isEqualTo(EnterpriseState.ACTIVE);
            assertThat(vote("OrgA", "OrgB", "SUSPEND", "OrgC").state()).isEqualTo(EnterpriseState.SUSPENDED);
        }

        @Test
        void is_left_to_a_suspended_enterprise_and_taken_from_a_retired_one_until_it_is_admitted_again() {
            suspendB();
            assertThat(vote("OrgB", "OrgC", "SUSPEND", "").state()).isEqualTo(EnterpriseState.ACTIVE);
            vote("OrgA", "OrgB", "RETIRE", "");
            assertThat(vote("OrgC", "OrgB", "RETIRE", "OrgA").state()).isEqualTo(EnterpriseState.RETIRED);
            channel.refuses(RefusalCode.ENTERPRISE_SUSPENDED, admin("OrgB"), "enterprise:Vote", "OrgC", "SUSPEND", "");
            channel.refuses(RefusalCode.NOT_FOUND, admin("OrgA"), "enterprise:Vote", "OrgC", "SUSPEND", "OrgB");
            vote("OrgA", "OrgB", "ADMIT", "");
            assertThat(vote("OrgC", "OrgB", "ADMIT", "OrgA").state()).isEqualTo(EnterpriseState.ACTIVE);
        }

        @Test
        void is_shown_with_its_voter_and_the_majority() {
            vote("OrgA", "OrgB", "SUSPEND", "");
            EnterpriseTally tally = channel.query(EnterpriseTally.class, admin("OrgC"), "enterprise:Get", "OrgB");
            assertThat(tally.majority()).isEqualTo(2);
            assertThat(tally.votes())
                    .containsExactly(
                            new EnterpriseVote(1, "OrgB", "OrgA", EnterpriseVote.Choice.SUSPEND),
                            new EnterpriseVote(1, "OrgB", "OrgC", EnterpriseVote.Choice.ADMIT));
        }
    }

    @Nested
    class Registration {
        @Test
        void comes_with_the_first_enrolment_and_is_written_once() {
            assertThat(register().enterprises()).extracting(Enterprise::mspId).containsExactly("OrgA", "OrgB", "OrgC");
            Identity newcomer = TestChannel.client("OrgD", "dora");
            TestChannel.Run first =
                    channel.run(admin("OrgD"), "participant:Enroll", "dora", "TRAINER", newcomer.fingerprint());
            assertThat(first.transaction().writes).containsKey("ENTERPRISES/all/");
            TestChannel.Run second = channel.run(
                    admin("OrgD"),
                    "participant:Enroll",
                    "dave",
                    "TRAINER",
                    TestChannel.client("OrgD", "dave").fingerprint());
            assertThat(second.transaction().writes).doesNotContainKey("ENTERPRISES/all/");
            assertThat(register().find("OrgD").orElseThrow().state()).isEqualTo(EnterpriseState.ACTIVE);
        }

        @Test
        void is_refused_to_who_is_no_administrator_so_voters_cannot_be_made_up() {
            Identity client = TestChannel.client("OrgD", "dora");
            channel.refuses(
                    RefusalCode.NOT_ADMIN, client, "participant:Enroll", "dora", "TRAINER", client.fingerprint());
            assertThat(register().find("OrgD")).isEmpty();
        }
    }

    @Nested
    class ASuspendedEnterprise {
        @Test
        void joins_no_task_and_creates_none() {
            federation.create(TinyTask.spec("tiny", 3, 2));
            Identity bob = federation.enrol(B);
            suspendB();
            channel.refuses(
                    RefusalCode.ENTERPRISE_SUSPENDED, bob, "participant:Join", federation.joinArguments("tiny", B));
            channel.refuses(RefusalCode.ENTERPRISE_SUSPENDED, admin("OrgB"), "task:Create", "{}");
        }

        @Test
        void is_not_started_with() {
            federation.create(TinyTask.spec("tiny", 3, 2));
            for (String id : List.of(A, B, C)) {
                federation.enrol(id);
                federation.join("tiny", id);
            }
            suspendB();
            assertThat(federation.start("tiny", A, B, C).selected()).containsExactly(A, C);
        }

        @Test
        void finishes_the_version_it_was_selected_for_and_is_not_selected_from_the_next_on() throws Exception {
            federation.started(TinyTask.spec("tiny", 4, 2), A, A2, B, C);
            byte[] byBob = federation.update("tiny", B, 5, 1);
            suspendB();
            UpdateRecord submitted = federation.submit("tiny", B, byBob);
            assertThat(submitted.participantId()).isEqualTo(B);
            federation.reveal(B, byBob);
            federation.submitHonest("tiny", A, A2, C);
            assertThat(federation.close("tiny", A).contributors()).hasSize(4);
            VersionRecord next = federation.advance("tiny", A);
            assertThat(next.selected()).doesNotContain(B).contains(C);
            assertThat(federation.version("tiny", 0).contributors())
                    .as("what was committed stands")
                    .anyMatch(c -> c.id().equals(B) && c.weight() > 0);

            federation.submitHonest("tiny", next.selected().toArray(String[]::new));
            federation.close("tiny", A);
            vote("OrgA", "OrgB", "ADMIT", "");
            vote("OrgC", "OrgB", "ADMIT", "OrgA");
            assertThat(federation.advance("tiny", A).selected())
                    .as("readmitted, with the reputation it had")
                    .contains(B);
        }

        @Test
        void ends_a_task_that_could_never_make_its_quorum_without_it() throws Exception {
            federation.started(TinyTask.spec("tiny", 4, 3), A, B, C);
            suspendB();
            federation.submitHonest("tiny", A, B, C);
            federation.close("tiny", A);
            assertThat(federation.advance("tiny", A).selected()).containsExactly(A, C);
            assertThat(federation.task("tiny").state()).isEqualTo(TaskState.STOPPED);
        }
    }
}
