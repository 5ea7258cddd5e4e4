package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final TaskSpec TINY = TinyTask.spec("tiny", 3, 2);
    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private String refusesToCreate(RefusalCode code, TaskSpec spec) {
        return refusesToCreate(code, CanonicalJson.write(spec));
    }

    private String refusesToCreate(RefusalCode code, String json) {
        return channel.refuses(code, federation.requester, "task:Create", json);
    }

    /** The spec with part of its JSON replaced. */
    private static String changed(String before, String after) {
        String json = CanonicalJson.write(TINY);
        assertThat(json).contains(before);
        return json.replace(before, after);
    }

    private static TaskSpec with(InitialModel initial) {
        return TinyTask.spec("tiny", initial, Schedule.synchronous(3, 2, 60), null);
    }

    @Nested
    class Create {
        @Test
        void refuses_a_spec_that_is_not_canonical_or_breaks_a_range() {
            String json = CanonicalJson.write(TINY);
            for (String broken : List.of(
                    "",
                    "{}",
                    json + "\n",
                    changed("\"schema\":1,\"name\"", "\"schema\":2,\"name\""),
                    changed("\"name\":\"tiny\"", "\"name\":\"Tiny\""),
                    changed("\"quorum\":2", "\"quorum\":0"),
                    changed("\"durationSeconds\":60", "\"durationSeconds\":19"),
                    changed("\"simulation\":false", "\"simulation\":0"),
                    changed("\"kind\":\"seeded\"", "\"kind\":\"magic\""),
                    changed(TINY.validation().cid(), "Qm" + TINY.validation().cid()),
                    changed(TINY.initialModel().cid(), TINY.initialModel().cid().toUpperCase(java.util.Locale.ROOT)))) {
                refusesToCreate(RefusalCode.MALFORMED_ARGUMENT, broken);
            }
        }

        @Test
        void refuses_rules_this_chaincode_does_not_have() {
            for (int other : new int[] {TaskSpec.RULES - 1, TaskSpec.RULES + 1}) {
                refusesToCreate(
                        RefusalCode.RULES_VERSION, changed("\"rules\":" + TaskSpec.RULES, "\"rules\":" + other));
            }
        }

        @Test
        void refuses_what_this_version_does_not_have_by_name() {
            assertThat(refusesToCreate(
                            RefusalCode.NOT_SUPPORTED, changed("\"protection\":\"PLAIN\"", "\"protection\":\"RLWE\"")))
                    .contains("protection");
            assertThat(refusesToCreate(RefusalCode.NOT_SUPPORTED, changed("\"bufferSize\":0", "\"bufferSize\":4")))
                    .contains("bufferSize");
        }

        @Test
        void refuses_a_name_that_is_taken() {
            federation.create(TINY);
            refusesToCreate(RefusalCode.TASK_EXISTS, TINY);
        }

        @Test
        void fetches_nothing_for_terms_that_cannot_work_or_callers_who_may_not() {
            int before = federation.swarm.fetches.get();
            refusesToCreate(RefusalCode.NOT_SUPPORTED, changed("\"protection\":\"PLAIN\"", "\"protection\":\"RLWE\""));
            channel.refuses(RefusalCode.MISSING_ROLE, federation.enrol(A), "task:Create", CanonicalJson.write(TINY));
            assertThat(federation.swarm.fetches.get()).isEqualTo(before);
        }

        @Test
        void refuses_a_validation_set_that_cannot_be_had_or_is_not_what_the_spec_says() {
            refusesToCreate(
                    RefusalCode.CONTENT_UNAVAILABLE,
                    changed(TINY.validation().cid(), TinyTask.cid("elsewhere".getBytes(StandardCharsets.UTF_8))));
            refusesToCreate(
                    RefusalCode.SPEC_IMPOSSIBLE,
                    changed("\"lengthBytes\":" + TINY.validation().lengthBytes(), "\"lengthBytes\":77"));
            refusesToCreate(RefusalCode.SPEC_IMPOSSIBLE, changed("\"rows\":49", "\"rows\":48"));
            byte[] other = TinyTask.validation();
            other[0] ^= 1;
            refusesToCreate(
                    RefusalCode.SPEC_IMPOSSIBLE, changed(TINY.validation().cid(), federation.swarm.put("OrgA", other)));
        }

        @Test
        void refuses_a_seeded_model_with_another_cid_than_its_seed_draws() {
            assertThat(refusesToCreate(
                            RefusalCode.INITIAL_MODEL,
                            with(new InitialModel.Seeded(8, TINY.initialModel().cid()))))
                    .contains("seed 8");
        }

        @Test
        void refuses_an_uploaded_model_that_is_missing_of_another_network_or_not_finite() {
            byte[] good = ModelBlob.encode(TinyTask.MODEL, TinyTask.initial());
            byte[] notFinite = good.clone();
            Arrays.fill(notFinite, notFinite.length - 4, notFinite.length, (byte) 0xff);
            refusesToCreate(RefusalCode.CONTENT_UNAVAILABLE, with(new InitialModel.Uploaded(TinyTask.cid(notFinite))));
            refusesToCreate(
                    RefusalCode.INITIAL_MODEL,
                    with(new InitialModel.Uploaded(federation.swarm.put("OrgB", notFinite))));
            refusesToCreate(
                    RefusalCode.INITIAL_MODEL,
                    with(new InitialModel.Uploaded(
                            federation.swarm.put("OrgB", Arrays.copyOf(good, good.length - 4)))));
            federation.create(with(new InitialModel.Uploaded(federation.swarm.put("OrgB", good))));
        }

        @Test
        void opens_the_task_and_leaves_the_initial_model_in_every_endorsers_store() {
            TaskRecord task = federation.create(TINY);
            assertThat(task.state()).isEqualTo(TaskState.OPEN);
            assertThat(task.requester()).isEqualTo("OrgA/boss");
            assertThat(task.specDigest()).isEqualTo(TINY.digest());
            int length = (int) ModelBlob.lengthBytes(TinyTask.MODEL);
            for (String enterprise : Federation.ENTERPRISES) {
                assertThat(federation.swarm.holds(
                                enterprise, TINY.initialModel().cid(), length))
                        .as(enterprise)
                        .isTrue();
            }
        }
    }

    @Nested
    class Start {
        private void join(String... ids) {
            federation.create(TINY);
            for (String id : ids) {
                federation.enrol(id);
                federation.join("tiny", id);
            }
        }

        private void refusesToStart(RefusalCode code, String joins) {
            channel.refuses(code, federation.requester, "task:Start", "tiny", joins);
        }

        @Test
        void refuses_joins_that_are_unsorted_double_malformed_or_too_many() {
            join(A, B);
            String many = IntStream.range(0, 257)
                    .mapToObj(i -> "\"OrgA/p" + (1000 + i) + "\"")
                    .collect(java.util.stream.Collectors.joining(",", "[", "]"));
            for (String joins : List.of(
                    "",
                    "OrgA/anna",
                    "[\"OrgB/bob\",\"OrgA/anna\"]",
                    "[\"OrgA/anna\",\"OrgA/anna\"]",
                    "[\"OrgA/anna\", \"OrgB/bob\"]",
                    "[null]",
                    "[\"anna\"]",
                    "[1]",
                    many)) {
                refusesToStart(RefusalCode.MALFORMED_ARGUMENT, joins);
            }
        }

        @Test
        void refuses_too_few_participants_or_enterprises() {
            join(A, B, "OrgA/adam");
            refusesToStart(RefusalCode.TOO_FEW_PARTICIPANTS, "[\"OrgA/anna\"]");
            refusesToStart(RefusalCode.TOO_FEW_PARTICIPANTS, "[\"OrgA/adam\",\"OrgA/anna\"]");
        }

        @Test
        void refuses_who_has_not_joined_or_is_suspended() {
            join(A, B);
            refusesToStart(RefusalCode.ROSTER_MISMATCH, "[\"OrgA/anna\",\"OrgC/cleo\"]");
            channel.run(TestChannel.admin("OrgB"), "participant:Suspend", B, "true");
            refusesToStart(RefusalCode.ROSTER_MISMATCH, "[\"OrgA/anna\",\"OrgB/bob\"]");
        }

        @Test
        void refuses_a_timestamp_that_the_endorsers_clock_contradicts() {
            join(A, B);
            String both = "[\"OrgA/anna\",\"OrgB/bob\"]";
            channel.nowMillis += 2_001;
            refusesToStart(RefusalCode.CLOCK_SKEW, both);
            channel.nowMillis -= 2_001 + 10_001;
            refusesToStart(RefusalCode.CLOCK_SKEW, both);
            channel.nowMillis += 1;
            federation.start("tiny", A, B);
        }

        @Test
        void refuses_to_start_twice() {
            join(A, B);
            federation.start("tiny", A, B);
            refusesToStart(RefusalCode.WRONG_TASK_STATE, "[\"OrgA/anna\",\"OrgB/bob\"]");
        }

        @Test
        void writes_task_head_version_0_and_the_roster() {
            join(A, B);
            TestChannel.Run run =
                    channel.run(federation.requester, "task:Start", "tiny", "[\"OrgA/anna\",\"OrgB/bob\"]");
            assertThat(run.transaction().writes.keySet())
                    .containsExactly(
                            "HEAD/tiny/", "ROSTER/tiny/0000000000000/", "TASK/tiny/", "VERSION/tiny/0000000000000/");
            assertThat(run.transaction().eventName).isEqualTo("task-started");
            VersionRecord version = (VersionRecord) run.result();
            assertThat(version.deadlineMillis()).isEqualTo(channel.nowMillis + 60_000);
            assertThat(version.seed()).isEqualTo(TINY.seed());
            Page<?> roster = channel.query(Page.class, federation.requester, "reputation:List", "tiny", "0");
            assertThat(roster.items())
                    .extracting(item -> ((ReputationContract.Standing) item).expectationMicros())
                    .containsExactly(500_000L, 500_000L);
        }
    }

    @Nested
    class Stop {
        @Test
        void ends_an_open_or_running_task_once_and_writes_the_task_alone() {
            federation.started(TINY, A, B);
            TestChannel.Run run = channel.run(federation.requester, "task:Stop", "tiny");
            assertThat(run.transaction().writes.keySet()).containsExactly("TASK/tiny/");
            assertThat(((TaskRecord) run.result()).stopReason()).isEqualTo(StopReason.REQUESTED);
            channel.refuses(RefusalCode.WRONG_TASK_STATE, federation.requester, "task:Stop", "tiny");
        }

        @Test
        void ends_submissions_closing_and_advancing() throws Exception {
            federation.started(TINY, A, B);
            byte[] bytes = federation.update("tiny", A, 5, 1);
            String submission = CanonicalJson.write(federation.submission(A, bytes));
            channel.run(federation.requester, "task:Stop", "tiny");
            channel.refuses(
                    RefusalCode.WRONG_TASK_STATE, federation.identity(A), "update:Submit", "tiny", "0", submission);
            channel.refuses(RefusalCode.WRONG_TASK_STATE, federation.identity(A), "round:Close", "tiny", "0");
        }

        @Test
        void is_open_to_the_enterprises_administrator_even_when_the_requester_cannot_act() {
            federation.create(TINY);
            channel.run(TestChannel.admin("OrgA"), "participant:Suspend", "OrgA/boss", "true");
            assertThat(channel.submit(TaskRecord.class, TestChannel.admin("OrgA"), "task:Stop", "tiny")
                            .state())
                    .isEqualTo(TaskState.STOPPED);
        }
    }

    @Nested
    class RevealTest {
        private static final String SALT = "0123456789abcdef0123456789abcdef";
        private final String cid = TinyTask.cid("hidden".getBytes(StandardCharsets.UTF_8));

        private void complete(String commitment) throws Exception {
            TaskSpec spec = TinyTask.spec("tiny", TinyTask.seeded(), Schedule.synchronous(1, 2, 60), commitment);
            federation.started(spec, A, B);
            federation.submitHonest("tiny", A, B);
            federation.close("tiny", A);
            federation.advance("tiny", A);
        }

        private void refusesToReveal(RefusalCode code, String salt, String hidden) {
            channel.refuses(code, federation.requester, "task:RevealTest", "tiny", salt, hidden, "6");
        }

        @Test
        void refuses_before_the_task_is_complete_and_where_nothing_was_committed_to() throws Exception {
            federation.create(TINY);
            refusesToReveal(RefusalCode.WRONG_TASK_STATE, SALT, cid);
        }

        @Test
        void refuses_where_nothing_was_committed_to() throws Exception {
            complete(null);
            refusesToReveal(RefusalCode.TEST_SET_MISMATCH, SALT, cid);
        }

        @Test
        void opens_what_a_stopped_task_had_committed_to_and_not_while_it_runs() {
            String commitment = Digests.sha256Hex(HexFormat.of().parseHex(SALT), cid.getBytes(StandardCharsets.UTF_8));
            federation.started(
                    TinyTask.spec("tiny", TinyTask.seeded(), Schedule.synchronous(1, 2, 60), commitment), A, B);
            refusesToReveal(RefusalCode.WRONG_TASK_STATE, SALT, cid);
            channel.run(federation.requester, "task:Stop", "tiny");
            channel.refuses(RefusalCode.NOT_OWNER, federation.identity(A), "task:RevealTest", "tiny", SALT, cid, "6");
            assertThat(channel.submit(TaskRecord.class, federation.requester, "task:RevealTest", "tiny", SALT, cid, "6")
                            .testCid())
                    .isEqualTo(cid);
        }

        @Test
        void opens_exactly_what_was_committed_to() throws Exception {
            complete(Digests.sha256Hex(HexFormat.of().parseHex(SALT), cid.getBytes(StandardCharsets.UTF_8)));
            refusesToReveal(RefusalCode.TEST_SET_MISMATCH, SALT.replace('0', '1'), cid);
            refusesToReveal(RefusalCode.TEST_SET_MISMATCH, SALT, TinyTask.cid(new byte[1]));
            refusesToReveal(RefusalCode.MALFORMED_ARGUMENT, SALT.toUpperCase(java.util.Locale.ROOT), cid);
            refusesToReveal(RefusalCode.MALFORMED_ARGUMENT, "0011", cid);
            refusesToReveal(RefusalCode.MALFORMED_ARGUMENT, SALT, "not a cid");
            assertThat(channel.submit(TaskRecord.class, federation.requester, "task:RevealTest", "tiny", SALT, cid, "6")
                            .testCid())
                    .isEqualTo(cid);
            channel.changesNothing(federation.requester, "task:RevealTest", "tiny", SALT, cid, "6");
            channel.refuses(
                    RefusalCode.TEST_SET_MISMATCH, federation.requester, "task:RevealTest", "tiny", SALT, cid, "7");
        }
    }

    @Nested
    class Lists {
        @Test
        void name_all_tasks_and_all_who_joined_in_pages() {
            federation.create(TINY);
            federation.create(TinyTask.spec("small", 3, 2));
            for (String id : List.of(A, B, C)) {
                federation.enrol(id);
                federation.join("tiny", id);
            }
            Page<?> tasks = channel.query(Page.class, federation.requester, "task:List", "1", "");
            assertThat(tasks.bookmark()).isEqualTo("tiny");
            Page<?> joins = channel.query(Page.class, federation.requester, "task:Joins", "tiny", "2", "");
            assertThat(joins.items()).extracting("participantId").containsExactly(A, B);
            assertThat(joins.bookmark()).isEqualTo(C);
            joins = channel.query(Page.class, federation.requester, "task:Joins", "tiny", "2", joins.bookmark());
            assertThat(joins.items()).extracting("participantId").containsExactly(C);
            federation.pass(Duration.ofSeconds(1));
        }
    }
}
