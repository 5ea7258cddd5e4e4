package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.UpdateState;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.selection.Beacon;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.ledger.UpdateView;
import org.fedfabric.trainer.sealing.SealedUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContributionTest {
    private static final VersionRecord COLLECTING =
            NodeFixture.version(VersionState.COLLECTING, System.currentTimeMillis() + 60_000, List.of());

    @TempDir
    Path folder;

    private NodeFixture fixture;
    private ScriptedLedger ledger;
    private Member member;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture(folder.resolve("state"));
        ledger = new ScriptedLedger(folder);
        member = fixture.member(ledger.contract());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Contribution to(VersionRecord version) {
        return new Contribution(NodeFixture.TASK, fixture.tools, member, version);
    }

    private static UpdateRecord recordOf(Submission submission) {
        return new UpdateRecord(1, "t", 0, NodeFixture.ME, submission, PrivacyLoss.NONE, 0);
    }

    @Test
    void is_destroyed_unsent_when_it_is_refused_for_good() throws Exception {
        SealedUpdate sealed = to(COLLECTING).make();
        ledger.on("update:Submit", arguments -> {
            throw ScriptedLedger.refusal(RefusalCode.NOT_COLLECTING, "AMSP");
        });
        ledger.on("update:Get", arguments -> {
            throw ScriptedLedger.refusal(RefusalCode.NOT_FOUND, "AMSP");
        });
        assertThat(to(COLLECTING).submit(sealed)).isFalse();
        assertThat(to(COLLECTING).sealedEarlier()).isEmpty();
        assertThat(fixture.store.pinned(Duration.ofSeconds(1)))
                .as("nothing has left the machine")
                .isEmpty();
    }

    @Test
    void stays_on_disk_when_an_earlier_try_was_committed_unheard_of() throws Exception {
        SealedUpdate sealed = to(COLLECTING).make();
        Submission committed = new Submission(
                1,
                sealed.cid().text(),
                sealed.lengthBytes(),
                Submission.DENSE_INT32,
                Submission.NO_NOISE,
                NodeFixture.chain().preimage(0));
        ledger.on("update:Submit", arguments -> {
            throw ScriptedLedger.refusal(RefusalCode.NOT_COLLECTING, "AMSP");
        });
        ledger.on("update:Get", arguments -> new UpdateView(recordOf(committed), UpdateState.SUBMITTED, null));
        assertThat(to(COLLECTING).submit(sealed)).isTrue();
        assertThat(to(COLLECTING).sealedEarlier()).isPresent();
    }

    @Test
    void is_sent_again_as_the_same_bytes_after_a_crash() throws Exception {
        SealedUpdate before = to(COLLECTING).make();
        Member restarted = fixture.member(ledger.contract());
        SealedUpdate after = new Contribution(NodeFixture.TASK, fixture.tools, restarted, COLLECTING)
                .sealedEarlier()
                .orElseThrow();
        assertThat(after.cid()).isEqualTo(before.cid());
    }

    @Test
    void of_another_ledger_with_the_same_names_is_not_sent() throws Exception {
        to(COLLECTING).make();
        VersionRecord otherBase = new VersionRecord(
                1,
                "t",
                0,
                Cid.of(new byte[] {9}).text(),
                VersionState.COLLECTING,
                COLLECTING.seed(),
                COLLECTING.selected(),
                COLLECTING.openedMillis(),
                COLLECTING.deadlineMillis(),
                0,
                null,
                List.of(),
                0,
                0);
        assertThat(to(otherBase).sealedEarlier()).isEmpty();
        assertThat(to(COLLECTING).sealedEarlier()).as("it is destroyed").isEmpty();
    }

    @Test
    void reveals_the_next_value_of_its_hash_chain() throws Exception {
        SealedUpdate sealed = to(COLLECTING).make();
        String tip = member.tip().get();
        ledger.on("update:Submit", arguments -> recordOf(CanonicalJson.read(arguments[2], Submission.class)));
        assertThat(to(COLLECTING).submit(sealed)).isTrue();
        assertThat(Beacon.reveals(member.tip().get(), tip)).isTrue();
        assertThat(ledger.calls.get(0)).contains(member.tip().get());
    }

    @Test
    void reads_its_tip_again_when_the_ledger_has_moved_on() throws Exception {
        SealedUpdate sealed = to(COLLECTING).make();
        String moved = NodeFixture.chain().preimage(0);
        ledger.on("update:Submit", arguments -> {
            throw ScriptedLedger.refusal(RefusalCode.BEACON_MISMATCH, "AMSP");
        });
        Membership membership = new Membership(
                1,
                "t",
                NodeFixture.ME,
                NodeFixture.SPEC.digest(),
                "rows",
                5,
                new Assessment(0, 0, 0),
                moved,
                Evidence.NONE,
                -1,
                false);
        ledger.on("task:Joins", arguments -> "{\"items\":[" + CanonicalJson.write(membership) + "],\"bookmark\":\"\"}");
        assertThatThrownBy(() -> to(COLLECTING).submit(sealed)).isInstanceOf(LedgerRefusal.class);
        assertThat(member.tip()).hasValue(moved);
        assertThat(to(COLLECTING).sealedEarlier()).as("it is tried again").isPresent();
    }

    @Test
    void shows_only_the_bytes_that_were_counted() throws Exception {
        SealedUpdate sealed = to(COLLECTING).make();
        Contributor counted = new Contributor(NodeFixture.ME, sealed.cid().text(), sealed.lengthBytes(), 5, null, null);
        VersionRecord closed = NodeFixture.version(VersionState.CLOSED, COLLECTING.deadlineMillis(), List.of(counted));
        to(closed).reveal(counted);
        assertThat(fixture.store.pinned(Duration.ofSeconds(1))).containsExactly(sealed.cid());

        Contributor other =
                new Contributor(NodeFixture.ME, Cid.of(new byte[] {3}).text(), 1, 5, null, null);
        to(closed).reveal(other);
        assertThat(fixture.store.pinned(Duration.ofSeconds(1)))
                .as("bytes that are nowhere cannot be shown")
                .containsExactly(sealed.cid());
    }
}
