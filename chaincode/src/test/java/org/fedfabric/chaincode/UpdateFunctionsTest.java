package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.chaincode.contract.UpdateContract;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.UpdateState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UpdateFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Nested
    class Submit {
        private final Identity anna;
        private final byte[] bytes;
        private final String submission;

        Submit() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            anna = federation.identity(A);
            bytes = federation.update("tiny", A, 5, 1);
            submission = CanonicalJson.write(federation.submission(A, bytes));
        }

        private void refuses(RefusalCode code, String base, String json) {
            channel.refuses(code, anna, "update:Submit", "tiny", base, json);
        }

        private String changed(String before, String after) {
            assertThat(submission).contains(before);
            return submission.replace(before, after);
        }

        @Test
        void refuses_a_submission_that_is_not_canonical_or_whose_cid_is_not() {
            String cid = TinyTask.cid(bytes);
            for (String json : List.of(
                    "",
                    submission + " ",
                    changed("{\"schema\":1", "{\"schema\":1,\"schema\":1"),
                    changed("\"schema\":1", "\"schema\":2"),
                    changed("\"lengthBytes\":", "\"lengthBytes\":0"),
                    changed("\"noise\":\"none\"", "\"noise\":null"),
                    changed(cid, cid.toUpperCase(java.util.Locale.ROOT)),
                    changed(cid, "ipfs://" + cid),
                    changed(cid, cid.substring(0, 58)),
                    changed(cid, cid.substring(0, 58) + "7"),
                    changed(cid, "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"))) {
                refuses(RefusalCode.MALFORMED_ARGUMENT, "0", json);
            }
            for (String base : List.of("", "-1", "00", "0.0", "1e0", "99999999999999999999")) {
                refuses(RefusalCode.MALFORMED_ARGUMENT, base, submission);
            }
        }

        @Test
        void refuses_a_task_or_version_that_does_not_exist() {
            channel.refuses(RefusalCode.NOT_FOUND, anna, "update:Submit", "other", "0", submission);
            refuses(RefusalCode.NOT_FOUND, "1", submission);
        }

        @Test
        void refuses_another_length_encoding_or_noise_than_the_tasks() {
            refuses(
                    RefusalCode.WRONG_LENGTH,
                    "0",
                    changed("\"lengthBytes\":" + bytes.length, "\"lengthBytes\":" + (bytes.length + 1)));
            refuses(RefusalCode.WRONG_ENCODING, "0", changed("dense-int32", "sparse"));
            refuses(RefusalCode.WRONG_ENCODING, "0", changed("\"noise\":\"none\"", "\"noise\":\"gaussian\""));
            // A dag-pb address cannot be that of so short an update.
            refuses(RefusalCode.WRONG_LENGTH, "0", changed(TinyTask.cid(bytes), TinyTask.cid(new byte[(1 << 20) + 1])));
        }

        @Test
        void refuses_a_beacon_value_that_the_tip_does_not_commit_to_and_one_used_before() {
            refuses(
                    RefusalCode.BEACON_MISMATCH,
                    "0",
                    changed(federation.submission(A, bytes).preimage(), "00".repeat(32)));
        }

        @Test
        void refuses_who_is_not_selected() throws Exception {
            Identity late = federation.enrol("OrgB/late");
            federation.join("tiny", "OrgB/late");
            channel.refuses(RefusalCode.NOT_SELECTED, late, "update:Submit", "tiny", "0", submission);
        }

        @Test
        void refuses_a_second_update_with_another_cid_and_answers_the_first_again_without_writing() throws Exception {
            UpdateRecord record = federation.submit("tiny", A, bytes);
            byte[] other = federation.update("tiny", A, 6, 1);
            refuses(RefusalCode.DUPLICATE_UPDATE, "0", CanonicalJson.write(federation.submission(A, other)));
            channel.changesNothing(anna, "update:Submit", "tiny", "0", submission);
            assertThat(channel.simulate(anna, "update:Submit", "tiny", "0", submission)
                            .result())
                    .isEqualTo(record);

            federation.submitHonest("tiny", B, C);
            federation.close("tiny", B);
            channel.changesNothing(anna, "update:Submit", "tiny", "0", submission);
        }

        @Test
        void refuses_a_version_that_is_closed_or_published() throws Exception {
            federation.submitHonest("tiny", B, C);
            federation.pass(java.time.Duration.ofSeconds(62));
            federation.close("tiny", B);
            refuses(RefusalCode.NOT_COLLECTING, "0", submission);
            federation.advance("tiny", B);
            refuses(RefusalCode.NOT_COLLECTING, "0", submission);
        }

        @Test
        void reads_only_what_no_other_submission_writes_and_writes_only_the_callers_own_keys() {
            TestChannel.Run run = channel.run(anna, "update:Submit", "tiny", "0", submission);
            assertThat(run.transaction().reads)
                    .containsExactly(
                            "CERTIFICATE/" + anna.fingerprint() + "/",
                            "MEMBERSHIP/tiny/OrgA/anna/",
                            "PARTICIPANT/OrgA/anna/",
                            "TASK/tiny/",
                            "UPDATE/tiny/0000000000000/OrgA/anna/",
                            "VERSION/tiny/0000000000000/");
            assertThat(run.transaction().writes.keySet())
                    .containsExactly("MEMBERSHIP/tiny/OrgA/anna/", "UPDATE/tiny/0000000000000/OrgA/anna/");
            assertThat(run.transaction().eventPayload)
                    .isEqualTo("{\"schema\":1,\"kind\":\"SUBMITTED\",\"task\":\"tiny\",\"version\":0,"
                            + "\"participantId\":\"OrgA/anna\"}");
        }

        @Test
        void still_takes_the_update_of_somebody_selected_who_has_left_since() {
            channel.run(anna, "participant:Leave", "tiny");
            assertThat(federation.submit("tiny", A, bytes).participantId()).isEqualTo(A);
        }

        @Test
        void fetches_nothing() {
            int before = federation.swarm.fetches.get();
            federation.submit("tiny", A, bytes);
            assertThat(federation.swarm.fetches.get()).isEqualTo(before);
        }
    }

    /** What the rules make of bytes that match the signed CID but are wrong inside (protocol.md §3, §4). */
    @Nested
    class Judged {
        /** Publishes the next version with Cleo's bytes beside honest ones and returns the verdict on hers. */
        private Verdict verdictOnNext(byte[] bytes) throws Exception {
            federation.submitHonest("tiny", A, B);
            federation.submit("tiny", C, bytes);
            federation.reveal(C, bytes);
            federation.close("tiny", A);
            federation.advance("tiny", A);
            Contributor cleo = federation
                    .version("tiny", federation.head("tiny").version() - 1)
                    .contributors()
                    .stream()
                    .filter(c -> c.id().equals(C))
                    .findFirst()
                    .orElseThrow();
            return cleo.verdict();
        }

        /** An honest update with another header, padded to the length that Submit asks for. */
        private byte[] withHeader(java.util.function.UnaryOperator<UpdateHeader> change) throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            VersionRecord base = federation.head("tiny");
            UpdateHeader honest = federation.header("tiny", base, C);
            float[] parameters = federation.model("tiny", 0);
            int[] values = TinyTask.quantised(parameters, TinyTask.trained(parameters, 5), 1);
            byte[] bytes = UpdateBlob.encode(change.apply(honest), values);
            assertThat(bytes).hasSize((int) UpdateBlob.lengthBytes(honest));
            return bytes;
        }

        private static UpdateHeader header(
                UpdateHeader h, String channel, String task, long base, String cid, String id, String digest) {
            return new UpdateHeader(1, channel, task, base, cid, id, digest, h.encoding(), h.count());
        }

        private void rejectsHeader(java.util.function.UnaryOperator<UpdateHeader> change) throws Exception {
            byte[] bytes = withHeader(change);
            assertThat(verdictOnNext(bytes)).isEqualTo(Verdict.rejected(Verdict.Reason.HEADER));
        }

        @Test
        void another_channel_is_a_wrong_header() throws Exception {
            rejectsHeader(
                    h -> header(h, "federatiom", h.task(), h.base(), h.baseCid(), h.participantId(), h.specDigest()));
        }

        @Test
        void another_task_is_a_wrong_header() throws Exception {
            rejectsHeader(
                    h -> header(h, h.channel(), "tinz", h.base(), h.baseCid(), h.participantId(), h.specDigest()));
        }

        @Test
        void another_base_version_is_a_wrong_header() throws Exception {
            rejectsHeader(h -> header(h, h.channel(), h.task(), 1, h.baseCid(), h.participantId(), h.specDigest()));
        }

        @Test
        void another_base_model_is_a_wrong_header() throws Exception {
            rejectsHeader(h -> header(
                    h, h.channel(), h.task(), h.base(), TinyTask.cid(new byte[3]), h.participantId(), h.specDigest()));
        }

        @Test
        void another_participant_is_a_wrong_header() throws Exception {
            rejectsHeader(h -> header(h, h.channel(), h.task(), h.base(), h.baseCid(), "OrgC/clea", h.specDigest()));
        }

        @Test
        void other_terms_are_a_wrong_header() throws Exception {
            rejectsHeader(
                    h -> header(h, h.channel(), h.task(), h.base(), h.baseCid(), h.participantId(), "00".repeat(32)));
        }

        @Test
        void a_copied_cid_is_legal_at_submit_and_falls_at_the_header() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, "OrgC/anna");
            byte[] byAnna = federation.update("tiny", A, 5, 1);
            federation.submit("tiny", A, byAnna);
            federation.submit("tiny", "OrgC/anna", byAnna);
            byte[] byBob = federation.update("tiny", B, 6, 1);
            federation.submit("tiny", B, byBob);
            federation.reveal(A, byAnna);
            federation.reveal(B, byBob);
            federation.close("tiny", B);
            federation.advance("tiny", B);
            Map<String, Verdict> verdicts = new TreeMap<>();
            federation.version("tiny", 0).contributors().forEach(c -> verdicts.put(c.id(), c.verdict()));
            assertThat(verdicts.get(A).outcome()).isEqualTo(Verdict.Outcome.INCLUDED);
            assertThat(verdicts.get("OrgC/anna")).isEqualTo(Verdict.rejected(Verdict.Reason.HEADER));
        }

        @Test
        void last_versions_bytes_sent_again_are_a_wrong_header() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            byte[] first = federation.update("tiny", C, 5, 1);
            assertThat(verdictOnNext(first).outcome()).isEqualTo(Verdict.Outcome.INCLUDED);
            assertThat(verdictOnNext(first)).isEqualTo(Verdict.rejected(Verdict.Reason.HEADER));
        }

        @Test
        void a_header_that_is_not_canonical_is_a_wrong_header() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            byte[] bytes = federation.update("tiny", C, 5, 1);
            // The header stands after magic, schema and its own length; its first quote becomes a blank.
            int brace = 0;
            while (bytes[brace] != '{') {
                brace++;
            }
            bytes[brace + 1] = ' ';
            assertThat(verdictOnNext(bytes)).isEqualTo(Verdict.rejected(Verdict.Reason.HEADER));
        }

        @Test
        void the_smallest_integer_is_out_of_range() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            byte[] bytes = federation.update("tiny", C, 5, 1);
            Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0);
            bytes[bytes.length - 1] = (byte) 0x80;
            assertThat(verdictOnNext(bytes)).isEqualTo(Verdict.rejected(Verdict.Reason.RANGE));
        }

        @Test
        void one_large_value_breaks_the_norm() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            byte[] bytes = federation.update("tiny", C, 5, 1);
            // 11 × 2^16 at a clipping norm of 10.
            byte[] eleven = {0, 0, 11, 0};
            System.arraycopy(eleven, 0, bytes, bytes.length - 4, 4);
            assertThat(verdictOnNext(bytes)).isEqualTo(Verdict.rejected(Verdict.Reason.NORM));
        }

        @Test
        void content_of_another_length_than_declared_contradicts_the_record() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            byte[] honest = federation.update("tiny", C, 5, 1);
            byte[] longer = Arrays.copyOf(honest, honest.length + 1);
            Submission lie = new Submission(
                    1,
                    TinyTask.cid(longer),
                    honest.length,
                    Submission.DENSE_INT32,
                    Submission.NO_NOISE,
                    federation.submission(C, honest).preimage());
            federation.submitHonest("tiny", A, B);
            channel.run(federation.identity(C), "update:Submit", "tiny", "0", CanonicalJson.write(lie));
            federation.reveal(C, longer);
            federation.close("tiny", A);
            federation.advance("tiny", A);
            assertThat(federation.version("tiny", 0).contributors().get(2).verdict())
                    .isEqualTo(Verdict.rejected(Verdict.Reason.CONTENT));
        }
    }

    @Nested
    class Judge {
        @Test
        void refuses_a_version_that_is_not_closed_and_somebody_who_gave_nothing() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
            federation.submitHonest("tiny", A, B);
            channel.refuses(RefusalCode.NOT_CLOSED, federation.identity(A), "update:Judge", "tiny", "0", A);
            federation.pass(java.time.Duration.ofSeconds(62));
            federation.close("tiny", A);
            channel.refuses(RefusalCode.NOT_CONTRIBUTOR, federation.identity(A), "update:Judge", "tiny", "0", C);
            assertThat(channel.query(Verdict.class, federation.identity(C), "update:Judge", "tiny", "0", A)
                            .outcome())
                    .isEqualTo(Verdict.Outcome.INCLUDED);
        }

        @Test
        void refuses_to_answer_for_bytes_that_are_not_there() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B);
            federation.submitHonest("tiny", A);
            federation.submit("tiny", B, federation.update("tiny", B, 5, 1));
            federation.close("tiny", A);
            channel.refuses(RefusalCode.CONTENT_UNAVAILABLE, federation.identity(A), "update:Judge", "tiny", "0", B);
        }
    }

    @Nested
    class GetAndList {
        @Test
        void show_what_was_committed_to_and_what_became_of_it() throws Exception {
            federation.started(TinyTask.spec("tiny", 3, 2), A, B);
            channel.refuses(RefusalCode.NOT_FOUND, federation.requester, "update:Get", "tiny", "0", A);
            federation.submitHonest("tiny", A, B);
            UpdateContract.UpdateView view =
                    channel.query(UpdateContract.UpdateView.class, federation.requester, "update:Get", "tiny", "0", A);
            assertThat(view.state()).isEqualTo(UpdateState.SUBMITTED);
            assertThat(view.contributor()).isNull();
            federation.close("tiny", A);
            federation.advance("tiny", A);
            view = channel.query(UpdateContract.UpdateView.class, federation.requester, "update:Get", "tiny", "0", A);
            assertThat(view.state()).isEqualTo(UpdateState.INCLUDED);
            assertThat(view.contributor().weight()).isEqualTo(Contributor.WHOLE);
            Page<?> updates = channel.query(Page.class, federation.requester, "update:List", "tiny", "0");
            assertThat(updates.items()).extracting("participantId").containsExactly(A, B);
        }
    }
}
