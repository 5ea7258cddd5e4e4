package org.fedfabric.trainer.federation;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.fedfabric.trainer.ledger.LedgerRefusal;

/** One task on a {@link ScriptedNetwork}, of which a test takes each step when and as whom it likes. */
public final class ScriptedTask {
    private static final int CHAIN_LENGTH = 64;
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Set<RefusalCode> LAGGING = EnumSet.of(RefusalCode.NOT_FOUND, RefusalCode.TOO_EARLY);

    public final ScriptedNetwork network;
    public final TaskSpec spec;
    public final String name;
    private final String requester;

    public ScriptedTask(ScriptedNetwork network, TaskSpec spec) {
        this.network = network;
        this.spec = spec;
        this.name = spec.name();
        this.requester = network.id(0, "admin");
    }

    /** Opens the task. */
    public ScriptedTask create() throws Exception {
        network.as(requester).submit("task:Create", CanonicalJson.write(spec));
        return this;
    }

    /** Opens the task, lets these join, and starts with them. */
    public ScriptedTask start(String... ids) throws Exception {
        create();
        for (String id : ids) {
            network.as(id).submit("participant:Join", joining(id));
        }
        startJoined(ids);
        return this;
    }

    /** Starts the open task with these, who have joined. */
    public void startJoined(String... ids) throws Exception {
        network.as(requester).submit("task:Start", name, new Gson().toJson(new TreeSet<>(Arrays.asList(ids))));
    }

    /** What Join takes of an honest trainer. */
    public String[] joining(String id) {
        return new String[] {name, spec.digest(), "rows", chain(id).tip(), "", "0"};
    }

    private static HashChain chain(String id) {
        return new HashChain(Digests.sha256(id.getBytes(StandardCharsets.UTF_8)), CHAIN_LENGTH);
    }

    public VersionRecord version(String which) throws Exception {
        return CanonicalJson.read(network.as(requester).evaluate("round:Get", name, which), VersionRecord.class);
    }

    public UpdateHeader header(String id, VersionRecord base) {
        return new UpdateHeader(
                1,
                EmbeddedNetwork.FEDERATION,
                name,
                base.version(),
                base.modelCid(),
                id,
                spec.digest(),
                Submission.DENSE_INT32,
                SmallTask.PARAMETERS);
    }

    /** An update that is sound and differs between participants: a step too small to matter. */
    public byte[] update(String id, VersionRecord base) {
        int[] values = new int[SmallTask.PARAMETERS];
        values[0] = 1 + Math.floorMod(id.hashCode(), 1_000);
        return update(id, base, values);
    }

    public byte[] update(String id, VersionRecord base, int[] values) {
        return UpdateBlob.encode(header(id, base), values);
    }

    public Submission submission(String id, VersionRecord base, byte[] bytes) {
        return submission(id, base, Cid.of(bytes).text());
    }

    /** Announces an address, and the length that any update of this participant has. */
    public Submission submission(String id, VersionRecord base, String cid) {
        return new Submission(
                1,
                cid,
                UpdateBlob.lengthBytes(header(id, base)),
                Submission.DENSE_INT32,
                Submission.NO_NOISE,
                chain(id).preimage((int) base.version()));
    }

    public String[] submitting(VersionRecord base, Submission submission) {
        return new String[] {name, Long.toString(base.version()), CanonicalJson.write(submission)};
    }

    public void submit(String id, VersionRecord base, byte[] bytes) throws Exception {
        settled(() -> network.as(id).submit("update:Submit", submitting(base, submission(id, base, bytes))));
    }

    /** Closes a version to which all have submitted. */
    public void close(String by, VersionRecord base) throws Exception {
        settled(() -> network.as(by).submit("round:Close", name, Long.toString(base.version())));
    }

    /** Peers have a block at slightly different moments: what one does not know yet it knows in a moment. */
    private static void settled(Callable<?> call) throws Exception {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (true) {
            try {
                call.call();
                return;
            } catch (LedgerRefusal e) {
                if (!LAGGING.contains(e.code()) || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** These submit sound updates to the newest version and somebody closes it. */
    public VersionRecord submitAndClose(String... ids) throws Exception {
        VersionRecord base = version("head");
        for (String id : ids) {
            submit(id, base, update(id, base));
        }
        close(ids[0], base);
        return base;
    }

    public void reveal(byte[] bytes, String id) throws Exception {
        network.store(ScriptedNetwork.mspOf(id)).put(bytes, Pinning.PINNED, ScriptedNetwork.STORE_DEADLINE);
    }

    /** These reveal the sound updates they submitted. */
    public void revealAll(VersionRecord base, String... ids) throws Exception {
        for (String id : ids) {
            reveal(update(id, base), id);
        }
    }

    /** The next model's CID as an enterprise's endorser computes it. */
    public String recomputed(String by, long version) throws Exception {
        return JsonParser.parseString(network.as(by).evaluate("round:Recompute", name, Long.toString(version)))
                .getAsJsonObject()
                .get("cid")
                .getAsString();
    }

    public String[] advancing(VersionRecord base, String cid, List<String> unavailable) {
        return new String[] {
            name,
            Long.toString(base.version()),
            CanonicalJson.write(new AdvanceRequest(1, cid, unavailable, List.of(), List.of()))
        };
    }

    /** Publishes what the enterprise of this aggregator computes. */
    public VersionRecord advance(String by, VersionRecord base) throws Exception {
        network.as(by).submit("round:Advance", advancing(base, recomputed(by, base.version() + 1), List.of()));
        return version("head");
    }
}
