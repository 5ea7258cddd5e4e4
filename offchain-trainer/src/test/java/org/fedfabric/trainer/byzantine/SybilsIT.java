package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;
import org.fedfabric.trainer.ledger.FederationContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C's administrator enrols fifty participants, all of which send the opposite of what they have learnt. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SybilsIT {
    private static final int C = 2;
    private static final int SYBILS = 50;

    @TempDir
    static Path folder;

    private Federation federation;
    private String[] sybils;
    private int played;

    @BeforeAll
    void enrolSybils() throws Exception {
        federation = new Federation(folder.resolve("network"));
        sybils = IntStream.rangeClosed(1, SYBILS)
                .mapToObj(i -> federation.network.id(C, "sybil-" + i))
                .toArray(String[]::new);
        for (String id : sybils) {
            federation.network.enrol(id, "TRAINER,AGGREGATOR");
        }
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void opposites_that_harm_are_rejected_and_nearly_all_is_learnt_all_the_same() throws Exception {
        Scenario.play("sybils", () -> {
            Outcome outcome = played(spec ->
                    SmallTask.with(SmallTask.with(spec, "training.epochs", "40"), "training.rateMicros", "500000"));
            assertThat(outcome.rejected()).as(outcome.toString()).isPositive();
            assertThat(outcome.kept()).as(outcome.toString()).isGreaterThanOrEqualTo(outcome.learnt() * 9 / 10);
            return outcome.toString();
        });
    }

    /** Steps so small that no score tells them apart; then the share is what is left of the defence. */
    @Test
    void opposites_that_pass_weigh_no_more_than_one_enterprise_of_three() throws Exception {
        Scenario.play("sybils-unnoticed", () -> {
            Outcome outcome = played(spec -> SmallTask.with(spec, "quotas.maxSharePermille", "333"));
            // Two thirds forwards and one third back are a third of the way.
            assertThat(outcome.kept()).as(outcome.toString()).isGreaterThanOrEqualTo(outcome.learnt() / 4);
            return outcome.toString();
        });
    }

    /**
     * What became of a task.
     *
     * @param learnt how far the loss came down without Sybils, in millionths
     * @param kept how far with them
     */
    private record Outcome(long learnt, long kept, int places, int placesOfC, int rejected) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "C had %d of %d places, %d updates REJECTED; loss came down by %.4f, by %.4f without them",
                    placesOfC,
                    places,
                    rejected,
                    kept / 1e6,
                    learnt / 1e6);
        }
    }

    private Outcome played(UnaryOperator<TaskSpec> terms) throws Exception {
        String name = "sybils-" + played++;
        List<VersionRecord> without = trained(task(name + "-without", terms));
        List<VersionRecord> with = trained(task(name, terms), sybils);
        int places = 0;
        int placesOfC = 0;
        int rejected = 0;
        for (VersionRecord version : with) {
            int ofC = (int) version.selected().stream()
                    .filter(id -> id.startsWith(federation.mspId(C)))
                    .count();
            assertThat(ofC).isLessThanOrEqualTo((version.selected().size() + 1) / 2);
            placesOfC += ofC;
            places += version.selected().size();
            for (Contributor contributor : version.contributors()) {
                if (contributor.verdict().outcome() == Verdict.Outcome.REJECTED) {
                    assertThat(contributor.id()).startsWith(federation.mspId(C));
                    rejected++;
                }
            }
        }
        return new Outcome(down(without), down(with), places, placesOfC, rejected);
    }

    private static long down(List<VersionRecord> versions) {
        return versions.get(0).scoreMicros() - versions.get(versions.size() - 1).scoreMicros();
    }

    private ScriptedTask task(String name, UnaryOperator<TaskSpec> terms) {
        return new ScriptedTask(
                federation.network, terms.apply(SmallTask.with(federation.spec(name), "schedule.versions", "4")));
    }

    /** A's and B's honest trainers and these attackers take a task to its end. */
    private List<VersionRecord> trained(ScriptedTask task, String... attackers) throws Exception {
        task.create();
        List<String> members = new ArrayList<>(federation.honest.subList(0, C));
        members.addAll(List.of(attackers));
        try (Trainers trainers = new Trainers(task, folder)) {
            trainers.start(federation.honest.get(0));
            trainers.start(federation.honest.get(1));
            if (attackers.length > 0) {
                trainers.start(federation.network.store(federation.mspId(C)), Attack.SIGN_FLIP, attackers);
            }
            trainers.begin(members.toArray(String[]::new));
            trainers.complete(federation.mspId(0), federation.mspId(1));
        }
        HonestRules.check(task, 0, members);
        FederationContract ledger = new FederationContract(federation.network.as(federation.honest.get(0)));
        return ledger.versions(task.name);
    }
}
