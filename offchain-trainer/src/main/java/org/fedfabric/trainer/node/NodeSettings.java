package org.fedfabric.trainer.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;

/**
 * How a node works.
 *
 * @param channel the channel of its tasks
 * @param tasks names of the tasks to take part in
 * @param state folder for everything that must outlive the process: sealed updates, chain secrets, event checkpoint
 * @param parallel how many participants train at a time, 1 or more
 * @param terms under which terms it joins
 * @param retention what it keeps pinned
 * @param scores what is scored on the participants' own rows, and whether that may leave
 * @param fallback how long without an event before the ledger is read all the same: events may stall
 * @param patience how long it waits at the start for the task, the enrolment and the data's registration to be there
 * @param simulationSeed if given, hash chains are drawn from it, so that a simulation can be repeated exactly; whoever
 *     knows it can foretell the beacon, so never in earnest
 */
public record NodeSettings(
        String channel,
        List<String> tasks,
        Path state,
        int parallel,
        JoinTerms terms,
        Retention retention,
        OwnScores scores,
        Duration fallback,
        Duration patience,
        OptionalLong simulationSeed) {
    /** A version takes seconds at least; reading the head costs a few milliseconds. */
    public static final Duration DEFAULT_FALLBACK = Duration.ofSeconds(2);

    /** Checks the parts. */
    public NodeSettings {
        Checks.present(channel, "channel");
        tasks = Checks.list(tasks, 1_000, "tasks");
        Checks.require(!tasks.isEmpty(), "A node must be given at least one task", tasks);
        tasks.forEach(task -> Names.requireId(task, "task"));
        Checks.present(state, "state folder");
        Checks.inRange(parallel, 1, 1_024, "parallel");
        Checks.present(terms, "terms");
        Checks.present(retention, "retention");
        Checks.present(scores, "scores");
        Checks.present(fallback, "fallback");
        Checks.present(patience, "patience");
        Checks.present(simulationSeed, "simulationSeed (empty for none)");
    }

    /** The usual settings for one task: as many trainings at a time as there are processors. */
    public static NodeSettings of(String channel, String task, Path state) {
        return new NodeSettings(
                channel,
                List.of(task),
                state,
                Runtime.getRuntime().availableProcessors(),
                JoinTerms.unprotected(),
                Retention.defaults(),
                OwnScores.none(),
                DEFAULT_FALLBACK,
                Duration.ofSeconds(30),
                OptionalLong.empty());
    }

    /**
     * The settings a person gave.
     *
     * @param state the state folder, where {@link TrainerSettings#STATE} does not name another
     * @throws IllegalArgumentException with the setting that is not of its form
     */
    public static NodeSettings from(Settings settings, Path state) {
        return new NodeSettings(
                settings.get(TrainerSettings.CHANNEL),
                settings.get(TrainerSettings.TASKS),
                settings.get(TrainerSettings.STATE).orElse(state),
                settings.get(TrainerSettings.PARALLEL),
                new JoinTerms(
                        Set.copyOf(settings.get(TrainerSettings.TRUSTED_MODELS)),
                        settings.get(TrainerSettings.ACCEPT_UNPROTECTED),
                        agreed(settings.get(TrainerSettings.AGREED_TERMS))),
                Retention.from(settings),
                OwnScores.from(settings),
                DEFAULT_FALLBACK,
                Duration.ofSeconds(settings.get(TrainerSettings.WAIT_SECONDS)),
                OptionalLong.empty());
    }

    /** These settings with hash chains drawn from a seed, for a simulation that is to be repeated exactly. */
    public NodeSettings simulating(long seed) {
        return new NodeSettings(
                channel, tasks, state, parallel, terms, retention, scores, fallback, patience, OptionalLong.of(seed));
    }

    private static Map<String, String> agreed(List<String> entries) {
        Map<String, String> digests = new TreeMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            Checks.require(
                    equals > 0,
                    TrainerSettings.AGREED_TERMS.name() + " must be " + TrainerSettings.AGREED_TERMS.description(),
                    entry);
            digests.put(entry.substring(0, equals), Names.requireDigest(entry.substring(equals + 1), "agreed digest"));
        }
        return digests;
    }
}
