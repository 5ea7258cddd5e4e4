package org.fedfabric.benchmarks.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fedfabric.benchmarks.network.Consortium.Member;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.aggregation.AggregationRule;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.update.UpdateBlob;

/** The versions of a sample task, one after the other: made-up updates are submitted, the version closed, the bytes revealed. */
final class SampleVersions {
    private static final Duration STORE = Duration.ofSeconds(60);
    private static final Verdict INCLUDED = new Verdict(Verdict.Outcome.INCLUDED, null, 0L, 0L);

    private final SampleFederation federation;
    private final Crowd crowd;
    private long version;
    private float[] base;

    SampleVersions(SampleFederation federation, Crowd crowd) {
        this.federation = federation;
        this.crowd = crowd;
        this.base = federation.initial();
    }

    /**
     * A version that waits for Advance.
     *
     * @param version its number
     * @param nextCid address of the model that follows if every update is included
     */
    record Closed(long version, String nextCid) {}

    String task() {
        return federation.spec().name();
    }

    List<Member> members() {
        return federation.members();
    }

    /** Takes the next version up to where its bytes are in the stores of their owners, and nobody else's. */
    Closed close() throws Exception {
        String baseCid =
                Cid.of(ModelBlob.encode(federation.spec().model(), base)).text();
        Map<String, int[]> values = new LinkedHashMap<>();
        Map<String, byte[]> blobs = new LinkedHashMap<>();
        for (Member member : members()) {
            int[] own = federation.values(version * members().size() + values.size());
            values.put(member.id(), own);
            blobs.put(member.id(), UpdateBlob.encode(federation.header(member, version, baseCid), own));
        }
        crowd.run(members().stream()
                .map(member -> (Crowd.Step) () -> {
                    byte[] blob = blobs.get(member.id());
                    member.contract()
                            .submit(task(), version, federation.submission(member, version, Cid.of(blob), blob.length));
                })
                .toList());
        members().get(0).contract().close(task(), version);
        crowd.run(members().stream()
                .map(member ->
                        (Crowd.Step) () -> member.side().store().put(blobs.get(member.id()), Pinning.PINNED, STORE))
                .toList());
        base = next(values);
        Closed closed = new Closed(
                version,
                Cid.of(ModelBlob.encode(federation.spec().model(), base)).text());
        version++;
        return closed;
    }

    private float[] next(Map<String, int[]> values) throws Exception {
        VersionRecord closed =
                members().get(0).contract().version(task(), version).orElseThrow();
        Map<String, Verdict> verdicts = closed.contributors().stream()
                .map(Contributor::id)
                .collect(Collectors.toMap(Function.identity(), id -> INCLUDED));
        List<WeightedUpdate> included = new ArrayList<>();
        for (Contributor contributor :
                VersionRules.judged(federation.spec(), closed, verdicts).contributors()) {
            included.add(
                    new WeightedUpdate(values.get(contributor.id()), contributor.weight(), contributor.rowsLog2()));
        }
        return AggregationRule.of(federation.spec(), () -> {
                    throw new IllegalStateException("The sample task's rule takes no validation rows.");
                })
                .next(base, included)
                .parameters();
    }
}
