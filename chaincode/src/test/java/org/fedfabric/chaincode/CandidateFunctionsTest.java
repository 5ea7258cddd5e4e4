package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.chaincode.contract.CandidateContract.Candidate;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.selection.Eligibility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CandidateFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final Federation federation = new Federation();
    private final TestChannel channel = federation.channel;

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    /** Anna has 2^12 images, Bob 2^9 rows of a table, Cleo 2^10 of a kind not said. */
    private VersionRecord started() {
        registered(A, "images", 12);
        registered(B, "table", 9);
        return federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
    }

    private void registered(String id, String dataType, int rowsLog2) {
        federation.enrol(id);
        String name = id.substring(id.indexOf('/') + 1);
        Identity admin = TestChannel.admin(id.substring(0, id.indexOf('/')));
        DataRegistration first =
                CanonicalJson.read(Federation.registration("data-" + name, true), DataRegistration.class);
        channel.run(
                admin,
                "participant:RegisterData",
                CanonicalJson.write(new DataRegistration(
                        1,
                        first.lineage(),
                        1,
                        first.digest(),
                        rowsLog2,
                        first.classCoverage16(),
                        first.assessment(),
                        true,
                        first.deltaPerBillion(),
                        first.epsilonCapMicros(),
                        dataType)));
    }

    private List<Candidate> find(String... filters) {
        Page<?> page = page(filters[0], filters[1], filters[2], "100", "");
        assertThat(page.bookmark()).isEmpty();
        return page.items().stream().map(Candidate.class::cast).toList();
    }

    private Page<?> page(String... arguments) {
        List<String> all = new ArrayList<>(List.of("tiny"));
        all.addAll(List.of(arguments));
        return channel.query(Page.class, federation.requester, "reputation:Candidates", all.toArray(String[]::new));
    }

    @Nested
    class Candidates {
        @Test
        void refuses_filters_that_are_none_and_tasks_that_do_not_exist() {
            started();
            for (String[] arguments : List.of(
                    new String[] {"tiny", "Two Words", "0", "0", "10", ""},
                    new String[] {"tiny", "", "41", "0", "10", ""},
                    new String[] {"tiny", "", "0", "1000001", "10", ""},
                    new String[] {"tiny", "", "0", "0", "101", ""},
                    new String[] {"tiny", "", "0", "0", "10", "-1"},
                    new String[] {"tiny", "", "0", "0", "10", "01"})) {
                channel.refuses(
                        RefusalCode.MALFORMED_ARGUMENT, federation.requester, "reputation:Candidates", arguments);
            }
            channel.refuses(
                    RefusalCode.NOT_FOUND,
                    federation.requester,
                    "reputation:Candidates",
                    "nothing",
                    "",
                    "0",
                    "0",
                    "10",
                    "");
        }

        @Test
        void are_found_by_kind_size_and_reputation() throws Exception {
            started();
            assertThat(find("", "0", "0")).extracting(Candidate::id).containsExactly(A, B, C);
            assertThat(find("images", "0", "0")).extracting(Candidate::id).containsExactly(A);
            assertThat(find("table", "10", "0")).isEmpty();
            assertThat(find("", "10", "0")).extracting(Candidate::id).containsExactly(A, C);
            federation.submitHonest("tiny", A, B);
            byte[] flipped = federation.update("tiny", C, 20, -3);
            federation.submit("tiny", C, flipped);
            federation.reveal(C, flipped);
            federation.close("tiny", A);
            federation.advance("tiny", A);

            assertThat(find("", "0", "600000")).extracting(Candidate::id).containsExactly(A, B);
            assertThat(find("", "0", "0"))
                    .extracting(Candidate::expectationMicros)
                    .containsExactly(642_857L, 642_857L, 312_500L);
        }

        @Test
        void carry_what_the_selection_was_made_of_and_its_outcome() {
            VersionRecord first = started();
            Candidate anna = find("", "0", "0").get(0);

            // All three scores 0.5, so the evaluation is; 0.2 · 0.5 + 0.8 · 0.5.
            assertThat(anna)
                    .isEqualTo(new Candidate(
                            A,
                            "images",
                            12,
                            anna.assessment(),
                            500_000,
                            500_000,
                            500_000,
                            Eligibility.ELIGIBLE,
                            first.selected().contains(A)));
        }

        @Test
        void say_why_somebody_was_no_candidate() throws Exception {
            started();
            federation.submitHonest("tiny", A, B);
            federation.pass(java.time.Duration.ofSeconds(63));
            federation.close("tiny", A);
            federation.enrol("OrgA/late");
            federation.join("tiny", "OrgA/late");
            channel.run(federation.identity(B), "participant:Leave", "tiny");
            federation.advance(
                    "tiny", A, federation.recompute("tiny", A).cid(), List.of(), List.of("OrgA/late"), List.of(B));

            assertThat(find("", "0", "0"))
                    .extracting(Candidate::eligibility)
                    .containsExactly(Eligibility.ELIGIBLE, Eligibility.LEFT, Eligibility.RESTING, Eligibility.RESTING);
            // Cleo was absent and rests, but with Anna alone there would be no quorum; who came last still waits.
            assertThat(find("", "0", "0")).extracting(Candidate::selected).containsExactly(true, false, true, false);
        }

        @Test
        void come_in_pages_that_follow_one_another() {
            started();
            Page<?> first = page("", "0", "0", "2", "");
            assertThat(first.items()).hasSize(2);
            assertThat(first.bookmark()).isEqualTo("2");
            assertThat(page("", "0", "0", "2", first.bookmark()).items()).hasSize(1);
            assertThat(page("", "0", "0", "2", "99").items()).isEmpty();
        }
    }
}
