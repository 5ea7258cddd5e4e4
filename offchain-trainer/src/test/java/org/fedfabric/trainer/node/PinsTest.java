package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
    private static final Duration STORE = Duration.ofSeconds(20);
    private static final Verdict GOOD = new Verdict(Verdict.Outcome.INCLUDED, null, 1L, 2L);
    private static final Verdict BAD = new Verdict(Verdict.Outcome.REJECTED, Verdict.Reason.SCORE, 3L, 2L);

    @TempDir
    Path folder;

    private final ContentStore store = ContentStore.inMemory();
    private final List<VersionRecord> versions = new ArrayList<>();
    private NodeFixture fixture;
    private ScriptedLedger ledger;

    @BeforeEach
    void start() throws Exception {
        ledger = new ScriptedLedger(folder);
        ledger.on("round:Get", arguments -> {
            int number = Integer.parseInt(arguments[1]);
            if (number >= versions.size()) {
                throw ScriptedLedger.refusal(RefusalCode.NOT_FOUND);
            }
            return versions.get(number);
        });
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Pins pins(int updateVersions, int modelVersions, int collectEvery) {
        fixture = new NodeFixture(folder, new Retention(updateVersions, modelVersions, collectEvery), store);
        return new Pins(NodeFixture.TASK, fixture.tools, ledger.contract());
    }

    /** Publishes version 0 to the last, as endorsers and owners leave their bytes: models and rivals' updates unpinned. */
    private void publish(Pins pins, int last, int rejectedIn) throws Exception {
        for (int version = 0; version <= last; version++) {
            List<Contributor> contributors = List.of(
                    contributor(NodeFixture.ME, own(version), Pinning.PINNED, GOOD),
                    contributor(
                            NodeFixture.OTHER, rivals(version), Pinning.UNPINNED, version == rejectedIn ? BAD : GOOD));
            store.put(model(version), Pinning.UNPINNED, STORE);
            VersionRecord head = numbered(version, List.of(), VersionState.COLLECTING);
            versions.add(numbered(version, contributors, VersionState.PUBLISHED));
            pins.keepHead(head);
        }
    }

    private Contributor contributor(String id, byte[] bytes, Pinning pinning, Verdict verdict) throws Exception {
        return new Contributor(id, store.put(bytes, pinning, STORE).text(), bytes.length, 5, 0, verdict);
    }

    private static VersionRecord numbered(int version, List<Contributor> contributors, VersionState state) {
        VersionRecord first = NodeFixture.version(state, 120_000, contributors);
        return new VersionRecord(
                1,
                first.task(),
                version,
                Cid.of(model(version)).text(),
                state,
                first.seed(),
                first.selected(),
                first.openedMillis(),
                first.deadlineMillis(),
                0,
                null,
                contributors,
                1,
                0);
    }

    private static byte[] model(int version) {
        float[] parameters = NodeFixture.BASE.clone();
        parameters[0] += version;
        return ModelBlob.encode(NodeFixture.SPEC.model(), parameters);
    }

    private static byte[] own(int version) {
        return new byte[] {1, (byte) version};
    }

    private static byte[] rivals(int version) {
        return new byte[] {2, (byte) version};
    }

    private boolean has(byte[] content) throws Exception {
        return store.getLocal(Cid.of(content), content.length, STORE).isPresent();
    }

    private static Set<Cid> cids(byte[]... contents) {
        Set<Cid> cids = new TreeSet<>();
        for (byte[] content : contents) {
            cids.add(Cid.of(content));
        }
        return cids;
    }

    @Test
    void pins_the_last_versions_models_and_own_updates_and_every_rejected_update() throws Exception {
        publish(pins(2, 3, 4), 8, 1);

        assertThat(store.pinned(STORE))
                .containsExactlyInAnyOrderElementsOf(cids(model(6), model(7), model(8), own(7), own(8), rivals(1)));
    }

    @Test
    void superseded_bytes_leave_the_store_and_rejected_ones_stay() throws Exception {
        publish(pins(2, 3, 4), 8, 1);

        assertThat(has(own(0))).isFalse();
        assertThat(has(rivals(0))).isFalse();
        assertThat(has(model(4))).isFalse();
        assertThat(has(rivals(1))).isTrue();
        assertThat(has(own(7))).isTrue();
        assertThat(has(model(6))).isTrue();
    }

    @Test
    void keeps_everything_that_is_pinned_for_ever_and_leaves_collecting_to_the_store() throws Exception {
        publish(pins(0, 0, 0), 5, -1);

        for (int version = 0; version <= 5; version++) {
            assertThat(has(own(version))).isTrue();
            assertThat(has(rivals(version))).isTrue();
            assertThat(store.pinned(STORE)).containsAll(cids(model(version), own(version)));
        }
    }

    @Test
    void makes_good_what_went_by_while_the_node_was_down() throws Exception {
        publish(pins(0, 0, 0), 7, -1);
        VersionRecord head = numbered(7, List.of(), VersionState.COLLECTING);

        pins(2, 3, 0).keepHead(head);

        assertThat(store.pinned(STORE))
                .containsExactlyInAnyOrderElementsOf(cids(model(5), model(6), model(7), own(6), own(7)));
    }

    @Test
    void puts_a_model_back_that_a_collection_dropped_before_it_was_pinned() throws Exception {
        Pins pins = pins(2, 3, 0);
        store.put(model(0), Pinning.UNPINNED, STORE);
        VersionRecord head = numbered(0, List.of(), VersionState.COLLECTING);
        fixture.tools.models().parameters(NodeFixture.SPEC, head.modelCid());
        store.collectGarbage(STORE);

        pins.keepHead(head);

        assertThat(has(model(0))).isTrue();
        assertThat(store.pinned(STORE)).containsExactly(Cid.parse(head.modelCid()));
    }
}
