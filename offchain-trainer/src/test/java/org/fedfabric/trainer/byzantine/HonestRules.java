package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.aggregation.Aggregate;
import org.fedfabric.protocol.aggregation.AggregationRule;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.judging.Judge;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.Quotas;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.trainer.federation.ScriptedNetwork;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.Standing;

/** A task computed again from ledger and bytes: what stands there must be what the rules make of it. */
final class HonestRules {
    private final ScriptedTask task;
    private final TaskSpec spec;
    private final FederationContract ledger;
    private final Judge judge;

    private HonestRules(ScriptedTask task, int witness) throws Exception {
        this.task = task;
        this.spec = task.spec;
        this.ledger = new FederationContract(task.network.as(task.network.id(witness, "admin")));
        this.judge = new Judge(
                spec, FeatureEncoder.encode(RowsBlob.decode(spec.data(), SmallTask.rows(SmallTask.ROWS, true))));
    }

    /**
     * Asserts that every version of a task is what its updates make of the one before: verdicts, weights, model, score,
     * reputations; and that nobody's share exceeds its quota.
     *
     * @param witness number of the enterprise whose peer is asked
     * @param started who was on the roster from version 0; members who came later are not followed
     * @return all versions
     */
    static List<VersionRecord> check(ScriptedTask task, int witness, List<String> started) throws Exception {
        HonestRules rules = new HonestRules(task, witness);
        List<VersionRecord> versions = rules.ledger.versions(task.name);
        List<RosterPage> roster = RosterRules.admit(
                task.spec,
                List.of(),
                rules.ledger.memberships(task.name).stream()
                        .filter(member -> started.contains(member.participantId()))
                        .toList());
        for (int v = 0; v + 1 < versions.size(); v++) {
            rules.checkStep(versions.get(v), versions.get(v + 1));
            roster = RosterRules.advance(task.spec, roster, versions.get(v), List.of(), List.of());
        }
        assertThat(rules.ledger.roster(task.name).stream()
                        .map(Standing::member)
                        .filter(member -> started.contains(member.id()))
                        .toList())
                .as("reputations")
                .containsExactlyElementsOf(RosterRules.members(roster));
        return versions;
    }

    private void checkStep(VersionRecord base, VersionRecord next) throws Exception {
        float[] model = model(base.modelCid());
        assertThat(base.scoreMicros()).isEqualTo(judge.scoreMicros(model));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Map<String, byte[]> updates = new LinkedHashMap<>();
        for (Contributor contributor : base.contributors()) {
            boolean readable = contributor.verdict().outcome() != Verdict.Outcome.UNAVAILABLE
                    && contributor.verdict().reason() != Verdict.Reason.CONTENT;
            if (readable) {
                updates.put(contributor.id(), bytes(contributor));
            }
            verdicts.put(
                    contributor.id(), readable ? judged(base, contributor, model, updates) : contributor.verdict());
        }
        List<Contributor> unjudged = base.contributors().stream()
                .map(c -> new Contributor(c.id(), c.cid(), c.lengthBytes(), c.rowsLog2(), null, null))
                .toList();
        VersionRecord judged = VersionRules.judged(spec, base.in(VersionState.CLOSED, unjudged), verdicts);
        checkQuotas(base);

        if (!VersionRules.isFruitful(spec, judged.contributors())) {
            assertThat(base.contributors()).as("version %d", base.version()).isEqualTo(judged.contributors());
            assertThat(next.modelCid()).isEqualTo(base.modelCid());
            return;
        }
        List<WeightedUpdate> included = new ArrayList<>();
        for (Contributor c : judged.contributors()) {
            if (c.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                Decoded decoded =
                        UpdateBlob.decode(updates.get(c.id()), task.header(c.id(), base), spec.quantisation());
                included.add(new WeightedUpdate(((Decoded.Values) decoded).values(), c.weight(), c.rowsLog2()));
            }
        }
        Aggregate aggregate = AggregationRule.of(spec, judge::validation).next(model, included);
        assertThat(base.contributors())
                .as("version %d", base.version())
                .isEqualTo(VersionRules.aggregated(judged, aggregate.parts()).contributors());
        byte[] computed = ModelBlob.encode(spec.model(), aggregate.parameters());
        assertThat(next.modelCid()).isEqualTo(Cid.of(computed).text());
    }

    private Verdict judged(VersionRecord base, Contributor c, float[] model, Map<String, byte[]> updates) {
        return judge.judge(updates.get(c.id()), task.header(c.id(), base), model, base.scoreMicros(), c.rowsLog2());
    }

    /** Weights to the exact share, selections to less than a place above it (protocol.md §1). */
    private void checkQuotas(VersionRecord version) {
        Map<String, Long> weights = new TreeMap<>();
        Map<String, Integer> places = new TreeMap<>();
        version.selected().forEach(id -> places.merge(Names.mspOf(id), 1, Integer::sum));
        for (Contributor c : version.contributors()) {
            if (c.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                long weight = (long) c.weight() << spec.quantisation().weightLog2(c.rowsLog2()) + 20;
                weights.merge(Names.mspOf(c.id()), weight, Long::sum);
            }
        }
        Quotas.Share ofPlaces = spec.quotas().shareAmong(places.size());
        assertThat(places.values())
                .allMatch(count -> count <= ofPlaces.ofPlaces(version.selected().size()));
        if (!weights.isEmpty()) {
            Quotas.Share share = spec.quotas().shareAmong(weights.size());
            long total = weights.values().stream().mapToLong(Long::longValue).sum();
            // Rounding down of another capped enterprise's weight may leave one part in 65,536 more.
            assertThat(weights.values())
                    .as("weights of %s", new TreeSet<>(weights.keySet()))
                    .allMatch(weight ->
                            weight * share.denominator() <= total * share.numerator() * (1 + 1.0 / Contributor.WHOLE));
        }
    }

    private byte[] bytes(Contributor contributor) throws Exception {
        return task.network
                .store(ScriptedNetwork.mspOf(contributor.id()))
                .get(Cid.parse(contributor.cid()), contributor.lengthBytes(), ScriptedNetwork.STORE_DEADLINE);
    }

    private float[] model(String cid) throws Exception {
        byte[] initial = SmallTask.initialModel();
        byte[] bytes = Cid.of(initial).text().equals(cid)
                ? initial
                : task.network
                        .store(task.network.mspIds().get(0))
                        .get(Cid.parse(cid), ModelBlob.lengthBytes(SmallTask.MODEL), ScriptedNetwork.STORE_DEADLINE);
        return ModelBlob.decode(SmallTask.MODEL, bytes);
    }
}
