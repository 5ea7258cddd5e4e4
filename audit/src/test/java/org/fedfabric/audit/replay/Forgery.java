package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
import org.fedfabric.protocol.canonical.CanonicalJson;

/** A transaction as a colluding majority would have endorsed it. Each step changes one thing. */
final class Forgery {
    private final LedgerTransaction genuine;
    private Instant timestamp;
    private List<String> arguments;
    private List<StateRead> reads;
    private List<StateWrite> writes;
    private ChaincodeEvent event;
    private byte[] response;
    private TransactionStatus status;

    private Forgery(LedgerTransaction genuine) {
        this.genuine = genuine;
        this.timestamp = genuine.timestamp();
        this.arguments = genuine.arguments();
        this.reads = genuine.reads();
        this.writes = genuine.writes();
        this.event = genuine.event();
        this.response = genuine.responsePayload();
        this.status = genuine.recomputed();
    }

    static Forgery of(LedgerTransaction genuine) {
        return new Forgery(genuine);
    }

    /** Changes the record that it wrote under a key. */
    <T> Forgery writes(StateKey key, Class<T> type, UnaryOperator<T> change) {
        String text = FabricKeys.text(key);
        byte[] before = writes.stream()
                .filter(write -> write.key().equals(text))
                .findFirst()
                .orElseThrow()
                .value();
        byte[] after = CanonicalJson.bytes(change.apply(CanonicalJson.read(before, type)));
        assertThat(after).as("a forgery changes something").isNotEqualTo(before);
        List<StateWrite> forged = new ArrayList<>();
        writes.forEach(write -> forged.add(write.key().equals(text) ? new StateWrite(text, after) : write));
        writes = forged;
        return this;
    }

    /** Writes a further key. */
    Forgery alsoWrites(StateKey key, byte[] value) {
        writes = new ArrayList<>(writes);
        writes.add(new StateWrite(FabricKeys.text(key), value));
        return this;
    }

    /** Leaves out what it writes under keys of a kind. */
    Forgery writesNo(StateKey.Kind kind) {
        int before = writes.size();
        writes = writes.stream()
                .filter(write -> FabricKeys.parse(write.key()).kind() != kind)
                .toList();
        assertThat(writes).as("a forgery changes something").hasSizeLessThan(before);
        return this;
    }

    /** Does not say that it read a key. */
    Forgery hidesReading(StateKey key) {
        int before = reads.size();
        reads = reads.stream()
                .filter(read -> !read.key().equals(FabricKeys.text(key)))
                .toList();
        assertThat(reads).as("a forgery changes something").hasSizeLessThan(before);
        return this;
    }

    /** Sends another event. */
    Forgery sends(String name, UnaryOperator<String> payload) {
        event = new ChaincodeEvent(name, changed(event.payload(), payload));
        return this;
    }

    /** Answers otherwise. */
    Forgery answers(UnaryOperator<String> change) {
        response = changed(response, change);
        return this;
    }

    /** Replaces a text wherever it stands: in arguments, writes, event and answer. */
    Forgery replaces(String search, String replacement) {
        UnaryOperator<String> change = text -> text.replace(search, replacement);
        arguments = arguments.stream().map(change).toList();
        writes = writes.stream()
                .map(write -> write.value() == null
                        ? write
                        : new StateWrite(
                                write.key(), change.apply(text(write.value())).getBytes(StandardCharsets.UTF_8)))
                .toList();
        if (event != null) {
            event = new ChaincodeEvent(
                    event.name(), change.apply(text(event.payload())).getBytes(StandardCharsets.UTF_8));
        }
        response = changed(response, change);
        return this;
    }

    /** Names another time. */
    Forgery at(Instant time) {
        timestamp = time;
        return this;
    }

    /** Has one of Fabric's validation codes. */
    Forgery status(int code) {
        status = new TransactionStatus(code);
        return this;
    }

    LedgerTransaction done() {
        return new LedgerTransaction(
                genuine.block(),
                genuine.index(),
                genuine.txId(),
                genuine.channel(),
                genuine.mspId(),
                genuine.creatorCertificatePem(),
                timestamp,
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

    private static byte[] changed(byte[] before, UnaryOperator<String> change) {
        byte[] after = change.apply(text(before)).getBytes(StandardCharsets.UTF_8);
        assertThat(after).as("a forgery changes something").isNotEqualTo(before);
        return after;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
