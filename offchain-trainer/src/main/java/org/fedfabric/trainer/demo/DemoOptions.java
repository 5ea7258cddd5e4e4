package org.fedfabric.trainer.demo;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.Patience;
import org.fedfabric.trainer.dataset.DataOptions;
import org.fedfabric.trainer.dataset.DatasetException;
import org.fedfabric.trainer.dataset.Partition;
import org.fedfabric.trainer.terms.ContributionTerms;
import org.fedfabric.trainer.terms.NoiseTerms;
import org.fedfabric.trainer.terms.PatienceTerms;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a person can ask of a demo. Defaults marked "by dataset" are in {@link DatasetDefaults}. */
public final class DemoOptions {
    /** Whether to compare with training alone and pooled. */
    public enum Baselines {
        /** On for generated data, off otherwise. */
        AUTO,
        /** After the job. */
        ON,
        /** Not at all. */
        OFF
    }

    private static final int MAX_OWN_PROCESSES = 4;

    @Option(names = "--embedded", description = "Use the embedded network (default where Fabric is not found).")
    boolean embedded;

    @Option(names = "--enterprises", paramLabel = "N", description = "Enterprises. Default: ${DEFAULT-VALUE}.")
    int enterprises = 3;

    @Option(
            names = "--participants",
            paramLabel = "N",
            description = "Participants of each enterprise. Default: ${DEFAULT-VALUE}.")
    int participants = 2;

    @Option(
            names = "--trainer-processes",
            paramLabel = "N",
            description =
                    "Processes that the enterprises' trainers share. Default: one each up to four enterprises, one"
                            + " for all beyond.")
    Integer trainerProcesses;

    @Mixin
    DataOptions data = new DataOptions();

    @Option(names = "--train-count", paramLabel = "N", description = "Use only this many training rows.")
    Integer trainCount;

    @Option(
            names = "--validation-count",
            paramLabel = "N",
            description =
                    "Rows taken from the training data for the endorsers to judge with. Default: 500, or an eighth"
                            + " of fewer than 4000.")
    Integer validationCount;

    @Option(
            names = "--partition",
            paramLabel = "KIND",
            description =
                    "iid, shards:K (K label shards each; shards is shards:2), dirichlet:A, column:NAME or files (a"
                            + " file to each enterprise). Default: by dataset.")
    String partition;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "linear, mlp, 2nn, small-cnn or mcmahan-cnn. By dataset.")
    String model;

    @Option(names = "--versions", paramLabel = "N", description = "Versions to publish. Default: by dataset.")
    Integer versions;

    @Option(
            names = "--select",
            paramLabel = "WHO",
            description = "all, a number of participants, or a fraction such as 0.1. Default: ${DEFAULT-VALUE}.")
    String select = "all";

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data. Default: 1, more for few rows of idx and csv.")
    Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Rows per step. Default: 32, less for few rows.")
    Integer batch;

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate. Default: ${DEFAULT-VALUE}.")
    double rate = .05;

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum of SGD. Default: ${DEFAULT-VALUE}.")
    double momentum = .9;

    @Option(
            names = "--baselines",
            paramLabel = "WHEN",
            description = "auto, on or off: compare with training alone and with pooled data. Default: "
                    + "${DEFAULT-VALUE}.")
    Baselines baselines = Baselines.AUTO;

    @Option(
            names = "--privacy",
            paramLabel = "KIND",
            description = "none, gaussian:EPS or laplace:EPS: noise on every update, such that a participant spends EPS"
                    + " over the whole task. Default: ${DEFAULT-VALUE}.")
    String privacy = "none";

    @Option(
            names = "--delta",
            paramLabel = "D",
            description = "Probability at which the guarantee of --privacy may fail. Default: ${DEFAULT-VALUE}.")
    BigDecimal delta = new BigDecimal("0.00001");

    @Option(
            names = "--simulate-noise",
            description = "Draw the noise from --seed, so that a run can be repeated: it protects nobody then.")
    boolean simulateNoise;

    @Option(
            names = "--clip-norm",
            paramLabel = "C",
            description = "L2 norm an update is clipped to; noise grows with it. Default: by dataset and --privacy.")
    Double clipNorm;

    @Option(
            names = "--hold-out",
            paramLabel = "PERCENT",
            description = "Rows of each participant that only score versions. Scores stay with it. Default: 0.")
    int holdOut;

    @Option(
            names = "--evaluation",
            paramLabel = "RULE",
            description = "none, or shared: participants report those scores to the ledger. Default: ${DEFAULT-VALUE}.")
    Evaluation evaluation = Evaluation.NONE;

    @Option(
            names = "--aggregation",
            paramLabel = "RULE",
            description = {
                "weighted-mean, or by votes: multi-krum, trimmed-mean, median, geometric-median, centred-clipping,",
                "fltrust. Default: ${DEFAULT-VALUE}."
            })
    String aggregation = "weighted-mean";

    @Option(
            names = "--contribution",
            paramLabel = "RULE",
            description =
                    "none, leave-one-out or shapley:K: what each update was worth, as endorsers compute it. Default:"
                            + " ${DEFAULT-VALUE}.")
    String contribution = "none";

    @Option(
            names = "--patience",
            paramLabel = "VERSIONS[:IMPROVEMENT]",
            description =
                    "End early when the score on the validation rows gets no further. Default: run to the last version.")
    String patience;

    @Option(
            names = "--attack",
            paramLabel = "KIND:COUNT",
            description = "none, or how many participants simulate an attack: sign-flip:COUNT, scaled-flip:COUNT.")
    String attack = "none";

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "How long a version waits for its participants. Default: ${DEFAULT-VALUE}.")
    int deadlineSeconds = 60;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as one JSON object.")
    Path json;

    /** Refuses values that cannot work, before anything is started. */
    void check() {
        require(enterprises >= 1 && enterprises <= 26, "--enterprises must lie in [1, 26]", enterprises);
        require(participants >= 1 && participants <= 1000, "--participants must lie in [1, 1000]", participants);
        require(
                trainerProcesses == null || (trainerProcesses >= 1 && trainerProcesses <= enterprises),
                "--trainer-processes must lie in [1, " + enterprises + "], the enterprises",
                trainerProcesses);
        require(epochs == null || (epochs >= 1 && epochs <= 100), "--epochs must lie in [1, 100]", epochs);
        require(batch == null || (batch >= 1 && batch <= 65_536), "--batch must lie in [1, 65536]", batch);
        require(rate > 0 && rate <= 100, "--rate must be above 0 and at most 100", rate);
        require(momentum >= 0 && momentum < 1, "--momentum must lie in [0, 1)", momentum);
        require(versions == null || versions >= 1, "--versions must be at least 1", versions);
        require(deadlineSeconds >= 20, "--deadline must be at least 20 seconds", deadlineSeconds);
        require(
                validationCount == null || (validationCount >= 10 && validationCount <= 10_000),
                "--validation-count must lie in [10, 10000]",
                validationCount);
        require(
                trainCount == null || trainCount >= participants * enterprises,
                "--train-count must leave each participant a row",
                trainCount);
        require(
                clipNorm == null || (clipNorm >= 1e-6 && clipNorm <= 1e6),
                "--clip-norm must lie in [1e-6, 1e6]",
                clipNorm);
        boolean noisy = !noise().isNone();
        require(holdOut >= 0 && holdOut <= 50, "--hold-out must lie in [0, 50]", holdOut);
        require(
                evaluation == Evaluation.NONE || holdOut > 0,
                "--evaluation shared needs rows to score with: --hold-out PERCENT",
                holdOut);
        require(
                evaluation == Evaluation.NONE || !noisy,
                "--evaluation must be none where there is noise, which covers no score",
                evaluation);
        require(
                !simulateNoise || noisy,
                "--simulate-noise needs noise: --privacy gaussian:EPS or laplace:EPS",
                privacy);
        require(
                model == null || NamedModels.names().contains(model),
                "--model must be one of " + String.join(", ", NamedModels.names()),
                model);
        Aggregation.Rule rule = aggregation().rule();
        require(
                enterprises >= rule.leastEnterprises() && enterprises * participants >= rule.leastUpdates(),
                "--aggregation " + aggregation + " needs " + rule.leastEnterprises() + " enterprises and "
                        + rule.leastUpdates() + " participants",
                enterprises + " × " + participants);
        contributionRule();
        patience();
        SelectOption.parse(select);
        AttackPlan.parse(attack, enterprises * participants);
        try {
            if (partition != null) {
                Partition.parse(partition);
            }
        } catch (DatasetException e) {
            throw new DemoException(DemoException.USAGE, "--" + e.getMessage());
        }
        try {
            data.check();
        } catch (DatasetException e) {
            throw new DemoException(DemoException.USAGE, e.getMessage());
        }
    }

    /** The aggregation asked for. */
    Aggregation aggregation() {
        try {
            return Aggregation.named(aggregation);
        } catch (IllegalArgumentException e) {
            throw new DemoException(DemoException.USAGE, "--" + e.getMessage());
        }
    }

    /** How contributions are to be measured, or null. */
    ContributionRule contributionRule() {
        return understood(() -> ContributionTerms.parse(contribution));
    }

    /** When the task is to end early, or null. */
    Patience patience() {
        return understood(() -> PatienceTerms.parse(patience));
    }

    /** The noise asked for. */
    NoiseTerms noise() {
        return understood(() -> NoiseTerms.parse(privacy, delta));
    }

    private static <T> T understood(Supplier<T> option) {
        try {
            return option.get();
        } catch (IllegalArgumentException e) {
            throw new DemoException(DemoException.USAGE, e.getMessage());
        }
    }

    /**
     * Processes that the enterprises' trainers share: a process each costs 260 MB and two seconds of start-up on two
     * cores, which a machine bears for a few.
     */
    int trainerProcesses() {
        return trainerProcesses != null ? trainerProcesses : enterprises <= MAX_OWN_PROCESSES ? enterprises : 1;
    }

    private static void require(boolean holds, String mustHold, Object provided) {
        if (!holds) {
            throw new DemoException(DemoException.USAGE, mustHold + ". Provided value: " + provided);
        }
    }
}
