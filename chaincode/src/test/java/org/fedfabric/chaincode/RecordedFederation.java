package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;

/** A federation in memory that keeps every transaction it commits, for those who check them afterwards. */
public final class RecordedFederation implements AutoCloseable {
    private final List<Recorded> transactions = new ArrayList<>();
    private final Federation federation = new Federation(EndorserObserver.NONE, this::record);

    /**
     * A committed transaction, in Fabric's keys.
     *
     * @param creator who signed it
     * @param timestampMillis the time it names
     * @param function what was called
     * @param arguments with what
     * @param reads keys read
     * @param writes keys written, null for a deletion
     * @param eventName name of the event, or null
     * @param eventPayload its payload, or null
     * @param response the answer
     */
    public record Recorded(
            Identity creator,
            long timestampMillis,
            String function,
            List<String> arguments,
            SortedSet<String> reads,
            SortedMap<String, byte[]> writes,
            String eventName,
            byte[] eventPayload,
            byte[] response) {}

    /** What was committed, in order. */
    public List<Recorded> transactions() {
        return List.copyOf(transactions);
    }

    /** The content store of an enterprise: it finds what any of them holds. */
    public ContentStore store() {
        return federation.swarm.store("OrgA");
    }

    /** A task without noise. */
    public static TaskSpec plain(String name, int versions, int quorum) {
        return TinyTask.spec(name, versions, quorum);
    }

    /** A task whose updates are put together by a rule that counts votes, of three enterprises. */
    public static TaskSpec voted(String name, Aggregation.Rule rule, int quorum) {
        return CanonicalJson.read(
                CanonicalJson.write(plain(name, 3, quorum))
                        .replace("\"WEIGHTED_MEAN\"", "\"" + rule + "\"")
                        .replace("\"minEnterprises\":2", "\"minEnterprises\":3"),
                TaskSpec.class);
    }

    /** A task whose updates are judged by this check. */
    public static TaskSpec checked(String name, UpdateCheck check, int quorum) {
        TaskSpec plain = plain(name, 3, quorum);
        return CanonicalJson.read(
                CanonicalJson.write(plain)
                        .replace(CanonicalJson.write(plain.check()), CanonicalJson.write(check))
                        .getBytes(StandardCharsets.UTF_8),
                TaskSpec.class);
    }

    /** A task with discrete Gaussian noise, whose submissions cost. */
    public static TaskSpec gaussian(String name) {
        return TinyTask.noised(name, Privacy.Mechanism.DISCRETE_GAUSSIAN, 2_000_000, false);
    }

    /** Enrols, creates, joins with this allotment, and starts. */
    public void start(TaskSpec spec, long submissions, String... ids) {
        federation.submissions = submissions;
        federation.started(spec, ids);
    }

    /** Calls a function as a participant. */
    public void run(String id, String function, String... arguments) {
        federation.channel.run(federation.identity(id), function, arguments);
    }

    /** Calls a function as an enterprise's administrator. */
    public void administer(String mspId, String function, String... arguments) {
        federation.channel.run(TestChannel.admin(mspId), function, arguments);
    }

    /** A further key of a participant, as its fingerprint. */
    public static String fingerprint(String mspId, String key) {
        return TestChannel.fingerprint(mspId, key);
    }

    /** Honest submissions, revealed. */
    public void submit(String task, String... ids) throws Exception {
        int steps = 5;
        for (String id : ids) {
            byte[] bytes = federation.update(task, id, steps++, 1);
            federation.submit(task, id, bytes);
            federation.reveal(id, bytes);
        }
    }

    /** A submission of what some steps of training change, times a factor, revealed. */
    public void submit(String task, String id, int steps, double factor) throws Exception {
        byte[] bytes = federation.update(task, id, steps, factor);
        federation.submit(task, id, bytes);
        federation.reveal(id, bytes);
    }

    /** A submission that no check lets pass, revealed. */
    public void submitFlipped(String task, String id) throws Exception {
        byte[] bytes = federation.update(task, id, 20, -3);
        federation.submit(task, id, bytes);
        federation.reveal(id, bytes);
    }

    /** A submission that is never revealed; gives its bytes. */
    public byte[] withhold(String task, String id) throws Exception {
        byte[] bytes = federation.update(task, id, 5, 1);
        federation.submit(task, id, bytes);
        return bytes;
    }

    /** Reveals bytes to a participant's store. */
    public void reveal(String id, byte[] bytes) {
        federation.reveal(id, bytes);
    }

    /** Closes the head and publishes its successor. */
    public VersionRecord advance(String task, String aggregator) {
        federation.close(task, aggregator);
        return publish(task, aggregator);
    }

    /** Closes the head. */
    public void close(String task, String aggregator) {
        federation.close(task, aggregator);
    }

    /** Publishes the successor of the closed head. */
    public VersionRecord publish(String task, String aggregator) {
        VersionRecord next = federation.advance(task, aggregator);
        pass(Duration.ofSeconds(5));
        return next;
    }

    /** Publishes the successor without a contributor who withholds its bytes until after the deadline. */
    public VersionRecord publishWithout(String task, String aggregator, String withholding) {
        VersionRecord closed = federation.head(task);
        String[] lie = {
            task,
            Long.toString(closed.version()),
            CanonicalJson.write(new AdvanceRequest(1, closed.modelCid(), List.of(withholding), List.of(), List.of()))
        };
        pass(Duration.ofSeconds(62));
        // Every endorser has to miss the bytes first; later, what it computes without them is in its refusal.
        federation.endorsers.forEach(endorser -> refusal(endorser, aggregator, lie));
        pass(Duration.ofSeconds(6));
        String cid = refusal(federation.endorsers.get(0), aggregator, lie)
                .replaceAll("(?s).*The next model must be (\\w+),.*", "$1");
        return federation.advance(task, aggregator, cid, List.of(withholding), List.of(), List.of());
    }

    /** Enrols somebody who joins a running task; nobody has named it to the roster. */
    public void join(String task, String id) {
        federation.enrol(id);
        federation.join(task, id);
    }

    /** Lets time pass for ledger and endorsers. */
    public void pass(Duration time) {
        federation.pass(time);
    }

    /** The newest version. */
    public VersionRecord head(String task) {
        return federation.head(task);
    }

    @Override
    public void close() {
        federation.close();
    }

    private String refusal(FedFabricChaincode endorser, String who, String... arguments) {
        return catchThrowableOfType(
                        RefusalException.class,
                        () -> federation.channel.endorse(
                                endorser.functions(), federation.identity(who), "round:Advance", arguments))
                .getMessage();
    }

    private void record(Identity who, String function, List<String> arguments, TestChannel.Run run) {
        TestLedger.Transaction transaction = run.transaction();
        SortedSet<String> reads = new TreeSet<>();
        transaction.reads.forEach(key -> reads.add(fabric(key)));
        SortedMap<String, byte[]> writes = new TreeMap<>();
        for (Map.Entry<String, String> write : transaction.writes.entrySet()) {
            writes.put(
                    fabric(write.getKey()),
                    write.getValue().isEmpty() ? null : write.getValue().getBytes(StandardCharsets.UTF_8));
        }
        transactions.add(new Recorded(
                who,
                transaction.timestampMillis(),
                function,
                arguments,
                reads,
                writes,
                transaction.eventName,
                transaction.eventPayload == null ? null : transaction.eventPayload.getBytes(StandardCharsets.UTF_8),
                run.json().getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code KIND/part/part/} as Fabric writes it. */
    private static String fabric(String key) {
        return "\0" + key.replace('/', '\0');
    }
}
