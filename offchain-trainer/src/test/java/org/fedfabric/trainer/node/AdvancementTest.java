package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.trainer.ledger.TestConflict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdvancementTest {
    private static final Verdict GOOD = new Verdict(Verdict.Outcome.INCLUDED, null, 500_000L, 600_000L);
    private static final Verdict BAD = new Verdict(Verdict.Outcome.REJECTED, Verdict.Reason.SCORE, 900_000L, 600_000L);

    @TempDir
    Path folder;

    private NodeFixture fixture;
    private ScriptedLedger ledger;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture(folder.resolve("state"));
        ledger = new ScriptedLedger(folder);
        ledger.on("update:Judge", arguments -> GOOD);
        ledger.on("reputation:List", arguments -> "{\"items\":[],\"bookmark\":\"\"}");
        ledger.on("round:Advance", arguments -> closedVersion());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Contributor contributor(String id, int value) throws Exception {
        byte[] bytes =
                UpdateBlob.encode(NodeFixture.TASK.header(0, NodeFixture.BASE_CID, id), new int[] {value, 0, 0, 0});
        Cid cid = fixture.store.put(bytes, Pinning.PINNED, Duration.ofSeconds(1));
        return new Contributor(id, cid.text(), bytes.length, 5, null, null);
    }

    private VersionRecord closedVersion() {
        return closedVersion(System.currentTimeMillis() + 60_000);
    }

    private VersionRecord closedVersion(long deadlineMillis) {
        try {
            return NodeFixture.version(
                    VersionState.CLOSED,
                    deadlineMillis,
                    List.of(contributor(NodeFixture.ME, 65_536), contributor(NodeFixture.OTHER, 131_072)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void advance(VersionRecord closed) throws Exception {
        advance(closed, false);
    }

    private Advancement advance(VersionRecord closed, boolean rosterMayHaveChanged) throws Exception {
        fixture.watch.set(closed);
        Advancement advancement = new Advancement(
                NodeFixture.TASK,
                fixture.tools,
                fixture.watch,
                new Turns(ledger.contract(), "t"),
                List.of(fixture.member(ledger.contract())),
                rosterMayHaveChanged,
                closed);
        advancement.run();
        return advancement;
    }

    private List<AdvanceRequest> proposed() {
        return ledger.calls.stream()
                .filter(call -> call.startsWith("round:Advance t 0 "))
                .map(call -> CanonicalJson.read(call.substring("round:Advance t 0 ".length()), AdvanceRequest.class))
                .toList();
    }

    @Test
    void proposes_the_mean_of_what_was_included() throws Exception {
        advance(closedVersion());
        float[] next = fixture.tools
                .models()
                .parameters(NodeFixture.SPEC, proposed().get(0).cid());
        // Two updates of one and two steps of 2^16 to the unit: their mean is 1.5.
        assertThat(next[0]).isEqualTo(NodeFixture.BASE[0] + 1.5f);
        assertThat(next[1]).isEqualTo(NodeFixture.BASE[1]);
    }

    @Test
    void proposes_the_same_model_when_too_few_were_included() throws Exception {
        ledger.on("update:Judge", arguments -> arguments[2].equals(NodeFixture.OTHER) ? BAD : GOOD);
        advance(closedVersion());
        assertThat(proposed().get(0).cid()).isEqualTo(NodeFixture.BASE_CID);
    }

    @Test
    void is_done_when_somebody_was_faster() throws Exception {
        ledger.on("round:Advance", arguments -> {
            throw ScriptedLedger.refusal(RefusalCode.NOT_HEAD, "AMSP");
        });
        advance(closedVersion());
        assertThat(proposed()).hasSize(1);
    }

    @Test
    void judges_again_what_it_wrongly_called_withheld() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ledger.on("update:Judge", arguments -> {
            if (arguments[2].equals(NodeFixture.OTHER) && asked.incrementAndGet() < 20) {
                throw ScriptedLedger.refusal(RefusalCode.CONTENT_UNAVAILABLE, "AMSP");
            }
            return GOOD;
        });
        AtomicInteger proposals = new AtomicInteger();
        ledger.on("round:Advance", arguments -> {
            if (proposals.incrementAndGet() == 1) {
                asked.set(20);
                throw ScriptedLedger.refusal(RefusalCode.AVAILABLE, "BMSP");
            }
            return closedVersion();
        });
        advance(closedVersion(System.currentTimeMillis() - 10_000));
        assertThat(proposed()).hasSize(2);
        assertThat(proposed().get(0).unavailable()).containsExactly(NodeFixture.OTHER);
        assertThat(proposed().get(1).unavailable()).isEmpty();
    }

    @Test
    void waiting_for_withheld_bytes_is_not_taken_for_judging_by_which_turns_are_counted() throws Exception {
        ledger.on("update:Judge", arguments -> {
            if (arguments[2].equals(NodeFixture.OTHER)) {
                throw ScriptedLedger.refusal(RefusalCode.CONTENT_UNAVAILABLE, "AMSP");
            }
            return GOOD;
        });
        VersionRecord closed = closedVersion(System.currentTimeMillis() - 10_000);
        fixture.watch.set(closed);
        Judging judging =
                new Judging(List.of(fixture.member(ledger.contract())), fixture.tools.judging(), fixture.watch, closed);
        assertThat(judging.untilAllJudged()).isTrue();
        assertThat(judging.verdicts()).containsEntry(NodeFixture.OTHER, Verdict.UNAVAILABLE);
        assertThat(System.nanoTime() - judging.lastJudgedNanos())
                .as("nanoseconds waited after the last update that was there")
                .isGreaterThan(Duration.ofSeconds(4).toNanos());
    }

    @Test
    void names_nobody_withheld_before_the_deadline() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ledger.on("update:Judge", arguments -> {
            if (arguments[2].equals(NodeFixture.OTHER) && asked.incrementAndGet() < 4) {
                throw ScriptedLedger.refusal(RefusalCode.CONTENT_UNAVAILABLE, "AMSP");
            }
            return GOOD;
        });
        advance(closedVersion());
        assertThat(proposed().get(0).unavailable()).isEmpty();
        assertThat(asked).hasValue(4);
    }

    @Test
    void takes_the_others_verdicts_when_its_own_endorser_is_alone_with_its_own() throws Exception {
        ledger.on("update:Judge", arguments -> arguments[2].equals(NodeFixture.OTHER) ? BAD : GOOD);
        ledger.on("elsewhere:update:Judge", arguments -> GOOD);
        ledger.on("round:Advance", arguments -> {
            AdvanceRequest request = CanonicalJson.read(arguments[2], AdvanceRequest.class);
            if (request.cid().equals(NodeFixture.BASE_CID)) {
                throw ScriptedLedger.refusal(RefusalCode.AGGREGATE_MISMATCH, "BMSP", "CMSP");
            }
            return closedVersion();
        });
        advance(closedVersion());
        assertThat(proposed()).hasSize(2);
        assertThat(proposed().get(1).cid()).isNotEqualTo(NodeFixture.BASE_CID);
    }

    @Test
    void goes_home_when_the_version_has_a_successor_before_it_could_judge() throws Exception {
        VersionRecord closed = closedVersion();
        ledger.on("update:Judge", arguments -> {
            fixture.watch.set(closed.in(VersionState.PUBLISHED, closed.contributors()));
            throw ScriptedLedger.refusal(RefusalCode.CONTENT_UNAVAILABLE, "AMSP");
        });
        advance(closed);
        assertThat(proposed()).isEmpty();
    }

    @Test
    void lets_joins_wait_whose_owners_rewrite_them_until_nothing_commits() throws Exception {
        Membership joined = new Membership(
                1,
                "t",
                "BMSP/flipping",
                "ab".repeat(32),
                "rows",
                5,
                new Assessment(0, 0, 0),
                "cd".repeat(32),
                Evidence.NONE,
                -1,
                false);
        ledger.on("task:Joins", arguments -> "{\"items\":[" + CanonicalJson.write(joined) + "],\"bookmark\":\"\"}");
        ledger.on("round:Advance", arguments -> {
            AdvanceRequest request = CanonicalJson.read(arguments[2], AdvanceRequest.class);
            if (!request.joins().isEmpty()) {
                throw TestConflict.exception();
            }
            return closedVersion();
        });

        Advancement advancement = advance(closedVersion(), true);

        assertThat(proposed())
                .extracting(AdvanceRequest::joins)
                .containsExactly(List.of(joined.participantId()), List.of());
        assertThat(advancement.isRosterSettled()).isFalse();
    }

    @Test
    void looks_at_the_roster_again_after_it_took_somebody_over_and_no_more_once_nobody_waits() throws Exception {
        ledger.on("task:Joins", arguments -> "{\"items\":[],\"bookmark\":\"\"}");

        assertThat(advance(closedVersion(), true).isRosterSettled()).isTrue();
        assertThat(advance(closedVersion(), false).isRosterSettled()).isTrue();
    }
}
