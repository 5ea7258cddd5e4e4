package org.fedfabric.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final String NAMESPACE = "cc";

    @Test
    void a_read_of_an_absent_key_is_recorded_without_a_version() throws Exception {
        Simulation simulation = new Simulation(rows(1), NAMESPACE);

        simulation.get("nothing");
        simulation.get("key000");

        assertThat(set(simulation).getReadsList())
                .extracting(KVRead::hasVersion)
                .containsExactly(true, false);
    }

    @Test
    void an_empty_value_is_recorded_as_a_deletion() throws Exception {
        Simulation simulation = new Simulation(WorldState.EMPTY, NAMESPACE);

        simulation.put("b", ByteString.EMPTY);
        simulation.put("a", ByteString.copyFromUtf8("1"));
        simulation.put("a", ByteString.copyFromUtf8("2"));

        assertThat(set(simulation).getWritesList()).extracting(KVWrite::getKey).containsExactly("a", "b");
        assertThat(set(simulation).getWrites(0).getValue().toStringUtf8()).isEqualTo("2");
        assertThat(set(simulation).getWrites(1).getIsDelete()).isTrue();
    }

    @Test
    void a_scan_that_was_not_finished_vouches_only_for_what_it_handed_out() throws Exception {
        Simulation simulation = new Simulation(rows(3), NAMESPACE);
        RangeScan scan = simulation.scan("key", "kez");
        scan.next();
        scan.next();

        RangeQueryInfo info = set(simulation).getRangeQueriesInfo(0);

        assertThat(info.getItrExhausted()).isFalse();
        assertThat(info.getEndKey()).isEqualTo("key001");
        assertThat(info.getRawReads().getKvReadsCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void up_to_fifty_rows_are_carried_as_they_are(int rows) throws Exception {
        RangeQueryInfo info = scanned(rows);

        assertThat(info.getItrExhausted()).isTrue();
        assertThat(info.getEndKey()).isEqualTo("kez");
        assertThat(info.getRawReads().getKvReadsCount()).isEqualTo(rows);
        assertThat(info.hasReadsMerkleHashes()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {51, 52, 102, 2_700})
    void more_rows_are_carried_as_hashes(int rows) throws Exception {
        RangeQueryInfo info = scanned(rows);

        assertThat(info.hasRawReads()).isFalse();
        assertThat(info.getReadsMerkleHashes().getMaxDegree()).isEqualTo(50);
        // 51 rows make a leaf; 51 leaves (2,601 rows) make a node of the second level.
        assertThat(info.getReadsMerkleHashes().getMaxLevel()).isEqualTo(rows > 2_600 ? 2 : 1);
        assertThat(info.getReadsMerkleHashes().getMaxLevelHashesCount()).isEqualTo(rows > 2_600 ? 2 : (rows + 50) / 51);
    }

    @Test
    void pages_and_writes_exclude_each_other() {
        Simulation reader = new Simulation(WorldState.EMPTY, NAMESPACE);
        reader.scanPage("a", "b");
        assertThatThrownBy(() -> reader.put("k", ByteString.copyFromUtf8("v")))
                .isInstanceOf(UnsupportedOperationException.class);

        Simulation writer = new Simulation(WorldState.EMPTY, NAMESPACE);
        writer.put("k", ByteString.copyFromUtf8("v"));
        assertThatThrownBy(() -> writer.scanPage("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static RangeQueryInfo scanned(int rows) throws InvalidProtocolBufferException {
        Simulation simulation = new Simulation(rows(rows), NAMESPACE);
        RangeScan scan = simulation.scan("key", "kez");
        while (scan.next() != null) {
            // only the recording matters
        }
        return set(simulation).getRangeQueriesInfo(0);
    }

    private static WorldState rows(int count) {
        WorldState state = WorldState.EMPTY;
        for (int i = 0; i < count; i++) {
            KVWrite write = KVWrite.newBuilder()
                    .setKey(String.format("key%03d", i))
                    .setValue(ByteString.copyFromUtf8("1"))
                    .build();
            state = state.with(NAMESPACE, List.of(write), new StateVersion(1, i));
        }
        return state;
    }

    private static KVRWSet set(Simulation simulation) throws InvalidProtocolBufferException {
        return KVRWSet.parseFrom(TxReadWriteSet.parseFrom(simulation.readWriteSet())
                .getNsRwset(0)
                .getRwset());
    }
}
