package org.fedfabric.experiments.run;

import java.util.List;
import java.util.Optional;
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
 * Makes what a version's selected members send: the honest ones train first, all at once; then the attackers, who may read
 * what the honest ones have made.
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
     * Makes the updates of a version and sends each as soon as it is sealed.
     *
     * @param base parameters of the version's model
     */
    void send(VersionRecord version, float[] base, Submissions submissions) throws RunException, InterruptedException {
        List<String> honest = version.selected().stream()
                .filter(id -> cast.attacking(id, version.version()).isEmpty())
                .toList();
        List<String> attackers =
                version.selected().stream().filter(id -> !honest.contains(id)).toList();
        List<ClippedUpdate> trained = cores.all(honest.stream()
                .map(id -> (Callable<ClippedUpdate>) () -> {
                    ClippedUpdate update = trained(version, id, own(id), base);
                    submissions.send(id, sealed(version, id, noise -> quantised(noise, id, update)));
                    return update;
                })
                .toList());
        // Who wants to know all honest updates gets copies; made once, and only if somebody asks.
        Supplier<List<double[]>> known =
                once(() -> trained.stream().map(ClippedUpdate::values).toList());
        cores.all(attackers.stream()
                .map(id -> (Callable<Void>) () -> {
                    double[] update = attack(version, id, base, known, attackers.size());
                    submissions.send(
                            id,
                            sealed(
                                    version,
                                    id,
                                    noise -> QuantisedUpdate.insecureOfUnclipped(
                                            update, task.spec().quantisation(), rowsLog2(id))));
                    return null;
                })
                .toList());
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
