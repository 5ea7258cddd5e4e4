package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.fedfabric.audit.chain.ChaincodeEvent;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateRead;
import org.fedfabric.audit.chain.StateWrite;
import org.fedfabric.audit.chain.TransactionStatus;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.ledger.StateKey;

/** A transaction that a colluding majority endorsed, different in one thing. */
record Forgery(LedgerTransaction genuine) {
    static Forgery of(LedgerTransaction genuine) {
        return new Forgery(genuine);
    }

    /** With a record that it wrote changed as text. */
    LedgerTransaction writing(StateKey.Kind kind, String search, String replacement) {
        List<StateWrite> writes = new ArrayList<>();
        int changed = 0;
        for (StateWrite write : genuine.writes()) {
            String text = write.value() == null ? "" : new String(write.value(), StandardCharsets.UTF_8);
            boolean here = FabricKeys.parse(write.key()).kind() == kind && text.contains(search);
            changed += here ? 1 : 0;
            writes.add(
                    here
                            ? new StateWrite(
                                    write.key(),
                                    text.replace(search, replacement).getBytes(StandardCharsets.UTF_8))
                            : write);
        }
        assertThat(changed).as("records with " + search).isPositive();
        return with(
                genuine.arguments(),
                genuine.reads(),
                writes,
                genuine.event(),
                genuine.responsePayload(),
                genuine.recomputed());
    }

    /** With a further write. */
    LedgerTransaction alsoWriting(StateKey key, String value) {
        List<StateWrite> writes = new ArrayList<>(genuine.writes());
        writes.add(new StateWrite(FabricKeys.text(key), value.getBytes(StandardCharsets.UTF_8)));
        return with(
                genuine.arguments(),
                genuine.reads(),
                writes,
                genuine.event(),
                genuine.responsePayload(),
                genuine.recomputed());
    }

    /** Without its writes of a kind. */
    LedgerTransaction withoutWriting(StateKey.Kind kind) {
        List<StateWrite> writes = genuine.writes().stream()
                .filter(write -> FabricKeys.parse(write.key()).kind() != kind)
                .toList();
        assertThat(writes).hasSizeLessThan(genuine.writes().size());
        return with(
                genuine.arguments(),
                genuine.reads(),
                writes,
                genuine.event(),
                genuine.responsePayload(),
                genuine.recomputed());
    }

    /** Without its reads of a kind. */
    LedgerTransaction withoutReading(StateKey.Kind kind) {
        List<StateRead> reads = genuine.reads().stream()
                .filter(read -> FabricKeys.parse(read.key()).kind() != kind)
                .toList();
        assertThat(reads).hasSizeLessThan(genuine.reads().size());
        return with(
                genuine.arguments(),
                reads,
                genuine.writes(),
                genuine.event(),
                genuine.responsePayload(),
                genuine.recomputed());
    }

    /** With its event changed as text. */
    LedgerTransaction sending(String search, String replacement) {
        String payload = new String(genuine.event().payload(), StandardCharsets.UTF_8);
        assertThat(payload).contains(search);
        ChaincodeEvent event = new ChaincodeEvent(
                genuine.event().name(), payload.replace(search, replacement).getBytes(StandardCharsets.UTF_8));
        return with(
                genuine.arguments(),
                genuine.reads(),
                genuine.writes(),
                event,
                genuine.responsePayload(),
                genuine.recomputed());
    }

    /** With its answer changed as text. */
    LedgerTransaction answering(String search, String replacement) {
        String payload = new String(genuine.responsePayload(), StandardCharsets.UTF_8);
        assertThat(payload).contains(search);
        return with(
                genuine.arguments(),
                genuine.reads(),
                genuine.writes(),
                genuine.event(),
                payload.replace(search, replacement).getBytes(StandardCharsets.UTF_8),
                genuine.recomputed());
    }

    /** With everything in it changed as text: arguments, writes, event and answer. */
    LedgerTransaction throughout(UnaryOperator<String> change) {
        List<StateWrite> writes = genuine.writes().stream()
                .map(write ->
                        write.value() == null ? write : new StateWrite(write.key(), changed(write.value(), change)))
                .toList();
        return with(
                genuine.arguments().stream().map(change).toList(),
                genuine.reads(),
                writes,
                new ChaincodeEvent(
                        genuine.event().name(), changed(genuine.event().payload(), change)),
                changed(genuine.responsePayload(), change),
                genuine.recomputed());
    }

    /** Later than it was. */
    LedgerTransaction later(Duration time) {
        return new LedgerTransaction(
                genuine.block(),
                genuine.index(),
                genuine.txId(),
                genuine.channel(),
                genuine.mspId(),
                genuine.creatorCertificatePem(),
                genuine.timestamp().plus(time),
                genuine.chaincode(),
                genuine.function(),
                genuine.arguments(),
                genuine.reads(),
                genuine.writes(),
                genuine.hasRangeQueries(),
                genuine.event(),
                genuine.responseStatus(),
                genuine.responsePayload(),
                genuine.endorsers(),
                genuine.flaggedInBlock(),
                genuine.recomputed());
    }

    /** With one of Fabric's validation codes. */
    LedgerTransaction status(int code) {
        return with(
                genuine.arguments(),
                genuine.reads(),
                genuine.writes(),
                genuine.event(),
                genuine.responsePayload(),
                new TransactionStatus(code));
    }

    private static byte[] changed(byte[] text, UnaryOperator<String> change) {
        return change.apply(new String(text, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private LedgerTransaction with(
            List<String> arguments,
            List<StateRead> reads,
            List<StateWrite> writes,
            ChaincodeEvent event,
            byte[] response,
            TransactionStatus status) {
        return new LedgerTransaction(
                genuine.block(),
                genuine.index(),
                genuine.txId(),
                genuine.channel(),
                genuine.mspId(),
                genuine.creatorCertificatePem(),
                genuine.timestamp(),
                genuine.chaincode(),
                genuine.function(),
                arguments,
                reads,
                writes,
                genuine.hasRangeQueries(),
                event,
                genuine.responseStatus(),
                response,
                genuine.endorsers(),
                status,
                status);
    }
}
