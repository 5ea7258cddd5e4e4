package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.fedfabric.experiments.adversary.Adversary;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.ProgressListener;
import org.fedfabric.trainer.learning.TrainingDivergedException;
import org.fedfabric.trainer.node.TaskContext;
import org.fedfabric.trainer.privacy.ClippedUpdate;
import org.fedfabric.trainer.privacy.DivergedException;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.fedfabric.trainer.privacy.QuantisedUpdate;

/**
 * The bytes that a version's selected members send: the honest ones train first, all at once; then the attackers, who may
 * read what the honest ones have made.
 */
final class UpdateMaking {
    private final RunData data;
    private final Cast cast;
    private final TaskContext task;
    private final Seeds seeds;
    private final Federation federation;
    private final Workers cores;

    UpdateMaking(RunData data, Cast cast, TaskContext task, Seeds seeds, Federation federation, Workers cores) {
        this.data = data;
        this.cast = cast;
        this.task = task;
        this.seeds = seeds;
        this.federation = federation;
        this.cores = cores;
    }

    /**
     * The updates of a version.
     *
     * @param base parameters of the version's model
     * @return the sealed bytes by participant
     */
    Map<String, byte[]> of(VersionRecord version, float[] base) throws RunException, InterruptedException {
        List<String> honest = version.selected().stream()
                .filter(id -> cast.attacking(id, version.version()).isEmpty())
                .toList();
        List<String> attackers =
                version.selected().stream().filter(id -> !honest.contains(id)).toList();
        Map<String, ClippedUpdate> updates = new LinkedHashMap<>();
        List<ClippedUpdate> trained = cores.all(honest.stream()
                .map(id -> (Callable<ClippedUpdate>) () -> trained(version, id, own(id), base))
                .toList());
        for (int i = 0; i < trained.size(); i++) {
            updates.put(honest.get(i), trained.get(i));
        }
        List<Callable<byte[]>> sealing = new ArrayList<>();
        for (String id : honest) {
            sealing.add(() -> sealed(version, id, noise -> quantised(noise, id, updates.get(id))));
        }
        // Who wants to know all honest updates gets copies; made once, and only if somebody asks.
        Supplier<List<double[]>> known =
                once(() -> trained.stream().map(ClippedUpdate::values).toList());
        for (String id : attackers) {
            sealing.add(() -> sealed(
                    version,
                    id,
                    noise -> QuantisedUpdate.insecureOfUnclipped(
                            attack(version, id, base, known, attackers.size()),
                            task.spec().quantisation(),
                            rowsLog2(id))));
        }
        List<byte[]> sealed = cores.all(sealing);
        Map<String, byte[]> byId = new TreeMap<>();
        for (int i = 0; i < sealed.size(); i++) {
            byId.put(i < honest.size() ? honest.get(i) : attackers.get(i - honest.size()), sealed.get(i));
        }
        return byId;
    }

    private double[] attack(
            VersionRecord version, String id, float[] base, Supplier<List<double[]>> honest, int attackers) {
        Adversary adversary = cast.attacking(id, version.version()).orElseThrow();
        FeatureRows rows = cast.rows(id, own(id));
        return adversary.update(new Adversary.Situation(
                task.spec(),
                version.version(),
                id,
                base,
                once(() -> trained(version, id, rows, base).values()),
                honest,
                attackers,
                seeds.number("attack", version.version(), id)));
    }

    private interface Rounding {
        QuantisedUpdate with(Noise noise);
    }

    private byte[] sealed(VersionRecord version, String id, Rounding rounding) {
        TaskSpec spec = task.spec();
        Noise noise = spec.simulation()
                ? Noise.insecureOfSeed(spec, task.simulatedNoiseSeed(version.version(), id))
                : Noise.none();
        return UpdateBlob.encode(
                task.header(version.version(), version.modelCid(), id),
                noise.addTo(rounding.with(noise)).values());
    }

    private QuantisedUpdate quantised(Noise noise, String id, ClippedUpdate update) {
        return noise.quantise(update, task.spec().quantisation(), rowsLog2(id));
    }

    /** Training that diverged counts as no change at all: a member that sent nothing would hold its version up. */
    private ClippedUpdate trained(VersionRecord version, String id, FeatureRows rows, float[] base) {
        TaskSpec spec = task.spec();
        float[] parameters;
        try {
            parameters = LocalTraining.run(
                            spec.model(),
                            spec.training(),
                            spec.data(),
                            rows,
                            base,
                            task.shuffleSeed(version.version(), id),
                            ProgressListener.NONE)
                    .parameters();
            return ModelUpdate.between(base, parameters)
                    .clip(spec.quantisation().clipNorm());
        } catch (TrainingDivergedException | DivergedException e) {
            return ModelUpdate.between(base, base).clip(spec.quantisation().clipNorm());
        }
    }

    private FeatureRows own(String id) {
        return data.parts().get(federation.member(id).place()).rows();
    }

    /** The registered bucket of rows, which the judges weight the update by. */
    private int rowsLog2(String id) {
        return federation.rowsLog2(id);
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Supplier<>() {
            private Optional<T> value = Optional.empty();

            @Override
            public synchronized T get() {
                if (value.isEmpty()) {
                    value = Optional.of(source.get());
                }
                return value.get();
            }
        };
    }
}
