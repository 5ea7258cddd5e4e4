package org.fedfabric.chaincode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.chaincode.contract.RoundContract;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;

/** Three enterprises with an endorser each, and participants who do what trainers do, in memory. */
final class Federation implements AutoCloseable {
    static final List<String> ENTERPRISES = List.of("OrgA", "OrgB", "OrgC");
    static final String NO_PRIOR = "";

    final TestSwarm swarm = new TestSwarm();
    final TestClock clock = new TestClock();
    final List<FedFabricChaincode> endorsers = new ArrayList<>();
    final TestChannel channel;

    /** The requester; also an administrator of its enterprise. */
    final Identity requester = TestChannel.admin("OrgA");

    /** How many submissions a join pays for, where the task charges. */
    long submissions;

    private final Map<String, Identity> identities = new LinkedHashMap<>();
    private final Map<String, HashChain> chains = new LinkedHashMap<>();
    private final Map<String, Integer> revealed = new LinkedHashMap<>();

    Federation() {
        this(EndorserObserver.NONE);
    }

    /** With somebody who watches the first enterprise's endorser. */
    Federation(EndorserObserver observer) {
        this(observer, (who, function, arguments, run) -> {});
    }

    /** With somebody who is told of every transaction. */
    Federation(EndorserObserver observer, TestChannel.Committed committed) {
        for (String enterprise : ENTERPRISES) {
            EndorserObserver own = endorsers.isEmpty() ? observer : EndorserObserver.NONE;
            endorsers.add(new FedFabricChaincode(Judging.of(swarm.store(enterprise), clock, own), own));
        }
        channel = new TestChannel(endorsers.stream()
                .map(FedFabricChaincode::functions)
                .toArray(org.fedfabric.chaincode.function.Functions[]::new));
        channel.committed = committed;
        for (String enterprise : ENTERPRISES) {
            Identity admin = TestChannel.admin(enterprise);
            channel.run(admin, "participant:Enroll", "boss", "REQUESTER", admin.fingerprint());
        }
        swarm.put("OrgA", TinyTask.validation());
    }

    /** Enrols a trainer and aggregator with data of its own. */
    Identity enrol(String id) {
        String mspId = id.substring(0, id.indexOf('/'));
        String name = id.substring(id.indexOf('/') + 1);
        Identity admin = TestChannel.admin(mspId);
        Identity identity = TestChannel.client(mspId, name);
        channel.run(admin, "participant:Enroll", name, "TRAINER,AGGREGATOR", identity.fingerprint());
        channel.run(admin, "participant:RegisterData", registration("data-" + name, true));
        identities.put(id, identity);
        chains.put(id, new HashChain(("a secret of " + id).getBytes(StandardCharsets.UTF_8), 20));
        revealed.put(id, 0);
        return identity;
    }

    static String registration(String lineage, boolean allowUnprotected) {
        return CanonicalJson.write(new DataRegistration(
                1,
                lineage,
                0,
                "ab".repeat(32),
                10,
                List.of(8, 8),
                new Assessment(500_000, 500_000, 500_000),
                allowUnprotected,
                10_000,
                8_000_000));
    }

    Identity identity(String id) {
        return identities.get(id);
    }

    /** Lets time pass for ledger and endorsers alike. */
    void pass(Duration time) {
        channel.nowMillis += time.toMillis();
        clock.pass(time);
    }

    /** Creates a task. */
    TaskRecord create(TaskSpec spec) {
        return channel.submit(TaskRecord.class, requester, "task:Create", CanonicalJson.write(spec));
    }

    /** Lets an enrolled trainer join. */
    void join(String task, String id) {
        channel.run(identity(id), "participant:Join", joinArguments(task, id));
    }

    /** Gives everybody a new hash chain, for another task. */
    void renewChains() {
        chains.replaceAll((id, before) ->
                new HashChain(("a new secret after " + before.tip()).getBytes(StandardCharsets.UTF_8), 20));
        revealed.replaceAll((id, before) -> 0);
    }

    String[] joinArguments(String task, String id) {
        String digest = task(task).specDigest();
        return new String[] {
            task,
            digest,
            "data-" + id.substring(id.indexOf('/') + 1),
            chains.get(id).tip(),
            NO_PRIOR,
            Long.toString(submissions)
        };
    }

    /** Enrols, creates, joins and starts. */
    VersionRecord started(TaskSpec spec, String... ids) {
        create(spec);
        for (String id : ids) {
            if (!identities.containsKey(id)) {
                enrol(id);
            }
            join(spec.name(), id);
        }
        return start(spec.name(), ids);
    }

    VersionRecord start(String task, String... ids) {
        return channel.submit(VersionRecord.class, requester, "task:Start", task, CanonicalJson.write(ids));
    }

    TaskRecord task(String task) {
        return channel.query(TaskRecord.class, requester, "task:Get", task);
    }

    VersionRecord head(String task) {
        return channel.query(VersionRecord.class, requester, "round:Get", task, "head");
    }

    VersionRecord version(String task, long version) {
        return channel.query(VersionRecord.class, requester, "round:Get", task, Long.toString(version));
    }

    /** The parameters of a version, from whichever store has them. */
    float[] model(String task, long version) throws Exception {
        byte[] bytes = swarm.store("OrgA")
                .get(
                        Cid.parse(version(task, version).modelCid()),
                        ModelBlob.lengthBytes(TinyTask.MODEL),
                        Duration.ofSeconds(1));
        return ModelBlob.decode(TinyTask.MODEL, bytes);
    }

    /** The bytes of an update to the head version: some steps of training, times a factor. */
    byte[] update(String task, String id, int steps, double factor) throws Exception {
        VersionRecord base = head(task);
        float[] parameters = model(task, base.version());
        int[] values = TinyTask.quantised(parameters, TinyTask.trained(parameters, steps), factor);
        return UpdateBlob.encode(header(task, base, id), values);
    }

    UpdateHeader header(String task, VersionRecord base, String id) {
        return new UpdateHeader(
                1,
                "federation",
                task,
                base.version(),
                base.modelCid(),
                id,
                task(task).specDigest(),
                Submission.DENSE_INT32,
                TinyTask.MODEL.parameterCount());
    }

    /** The submission to a task without noise that commits to these bytes with the next value of the chain. */
    Submission submission(String id, byte[] bytes) {
        return submission(id, bytes, Submission.NO_NOISE);
    }

    /** The submission with a noise descriptor. */
    Submission submission(String id, byte[] bytes, String noise) {
        return new Submission(
                1,
                TinyTask.cid(bytes),
                bytes.length,
                Submission.DENSE_INT32,
                noise,
                chains.get(id).preimage(revealed.get(id)));
    }

    /** Commits to an update without revealing it. */
    UpdateRecord submit(String task, String id, byte[] bytes) {
        String base = Long.toString(head(task).version());
        UpdateRecord record = channel.submit(
                UpdateRecord.class,
                identity(id),
                "update:Submit",
                task,
                base,
                CanonicalJson.write(
                        submission(id, bytes, NoiseDescriptor.of(task(task).spec()))));
        revealed.merge(id, 1, Integer::sum);
        return record;
    }

    /** Puts an update's bytes into its enterprise's store. */
    void reveal(String id, byte[] bytes) {
        swarm.put(id.substring(0, id.indexOf('/')), bytes);
    }

    /** Submits and reveals honest updates, one more step of training for each further trainer. */
    void submitHonest(String task, String... ids) throws Exception {
        int steps = 5;
        for (String id : ids) {
            byte[] bytes = update(task, id, steps++, 1);
            submit(task, id, bytes);
            reveal(id, bytes);
        }
    }

    VersionRecord close(String task, String aggregator) {
        return channel.submit(
                VersionRecord.class,
                identity(aggregator),
                "round:Close",
                task,
                Long.toString(head(task).version()));
    }

    /** What the first endorser computes for the version after the head. */
    RoundContract.Recomputation recompute(String task, String who) {
        return channel.query(
                RoundContract.Recomputation.class,
                identity(who),
                "round:Recompute",
                task,
                Long.toString(head(task).version() + 1));
    }

    /** Advances with the CID that an endorser recomputes. */
    VersionRecord advance(String task, String aggregator) {
        return advance(task, aggregator, recompute(task, aggregator).cid(), List.of(), List.of(), List.of());
    }

    VersionRecord advance(
            String task,
            String aggregator,
            String cid,
            List<String> unavailable,
            List<String> joins,
            List<String> leaves) {
        return channel.submit(
                VersionRecord.class,
                identity(aggregator),
                "round:Advance",
                task,
                Long.toString(head(task).version()),
                CanonicalJson.write(new AdvanceRequest(1, cid, unavailable, joins, leaves)));
    }

    @Override
    public void close() {
        endorsers.forEach(FedFabricChaincode::close);
    }
}
