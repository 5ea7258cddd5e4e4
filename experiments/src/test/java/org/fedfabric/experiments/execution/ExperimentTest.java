package org.fedfabric.experiments.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fedfabric.experiments.execution.Experiment.Options;
import org.fedfabric.experiments.execution.Experiment.Outcome;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.result.ExperimentOutline;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Round;
import org.fedfabric.experiments.result.SampleRuns;
import org.fedfabric.experiments.run.RunSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    private static final Options USUAL = new Options(1, false, false);
    private static final Options AGAIN = new Options(1, true, false);
    private static final RunSettings FIRST = SampleRuns.settings("first", 3, 1);
    private static final RunSettings SECOND = SampleRuns.settings("second", 3, 2);
    private static final RunSettings THIRD = SampleRuns.settings("third", 3, 3);
    private static final List<RunSettings> ALL = List.of(FIRST, SECOND, THIRD);

    @TempDir
    Path temporary;

    private ExperimentFolder folder;

    @BeforeEach
    void fresh() {
        folder = ExperimentFolder.at(temporary.resolve("results"));
    }

    @Test
    void refuses_a_folder_of_another_experiment() throws Exception {
        run(new FakeRuns(), USUAL, ALL);

        assertThatThrownBy(() -> experiment(new FakeRuns(), USUAL).run(outline("other", false), ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a folder of other. Provided value: of sample. Give --out");
        assertThatThrownBy(() -> experiment(new FakeRuns(), USUAL).run(outline("sample", true), ALL))
                .hasMessageContaining("must be a folder of sample --quick. Provided value: of sample.");
    }

    @Test
    void refuses_a_result_of_other_settings_by_naming_the_first_difference_and_touches_nothing() throws Exception {
        run(new FakeRuns(), USUAL, List.of(SECOND));
        RunSettings longer = SampleRuns.settings("second", 4, 2);
        FakeRuns runs = new FakeRuns();

        assertThatThrownBy(() -> run(runs, USUAL, List.of(FIRST, longer)))
                .isInstanceOf(DifferentSettingsException.class)
                .hasMessageStartingWith(folder.run("second").toString())
                .hasMessageContaining("Provided value: versions 3, and the scenario has 4. Give --again");
        assertThat(runs.called).isEmpty();
        assertThat(folder.begun("first")).isEmpty();
    }

    @Test
    void names_a_difference_within_a_group_of_settings() throws Exception {
        run(new FakeRuns(), USUAL, List.of(FIRST));
        RunSettings changed = new RunSettings(
                FIRST.id(),
                FIRST.axes(),
                FIRST.dataset(),
                FIRST.trainingRows(),
                FIRST.partition(),
                FIRST.participants(),
                FIRST.enterprises(),
                FIRST.selected(),
                FIRST.model(),
                new RunSettings.LocalWork(1, 20, 0.1, 0, 20),
                FIRST.versions(),
                FIRST.evaluateEvery(),
                FIRST.target(),
                FIRST.validationRows(),
                FIRST.defence(),
                FIRST.selection(),
                FIRST.noise(),
                FIRST.attack(),
                FIRST.seed());

        assertThatThrownBy(() -> run(new FakeRuns(), USUAL, List.of(changed)))
                .hasMessageContaining("Provided value: training.batch 10, and the scenario has 20.");
    }

    @Test
    void refuses_a_folder_that_another_process_is_at_work_in() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RunExecutor waiting = (run, place, rounds) -> {
            begun.countDown();
            if (!go.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let go");
            }
            return SampleRuns.result(run);
        };
        Thread other = new Thread(() -> {
            try {
                run(waiting, USUAL, List.of(FIRST));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        try {
            assertThatThrownBy(() -> run(new FakeRuns(), USUAL, List.of(SECOND)))
                    .hasMessageContaining("Only one process may run an experiment in a folder at a time");
        } finally {
            go.countDown();
            other.join();
        }
        assertThat(folder.result("first")).isPresent();
    }

    @Test
    void a_run_that_fails_is_noted_and_the_others_go_on_and_it_is_tried_again() throws Exception {
        FakeRuns runs = new FakeRuns();
        runs.failing = "second";

        Outcome outcome = run(runs, USUAL, ALL);

        assertThat(outcome.finished()).isEqualTo(2);
        assertThat(outcome.failures()).extracting(RunFailure::reason).containsExactly("no room in second");
        assertThat(folder.failure("second").orElseThrow().settings()).isEqualTo(SECOND);
        assertThat(folder.results())
                .extracting(result -> result.settings().id())
                .containsExactly("first", "third");

        FakeRuns later = new FakeRuns();
        assertThat(run(later, USUAL, ALL)).isEqualTo(new Outcome(2, 1, List.of()));
        assertThat(later.called).containsExactly("second");
        assertThat(folder.failure("second")).isEmpty();
    }

    @Test
    void what_a_killed_process_left_is_gone_on_with() throws Exception {
        // Killed in the middle of the second run: its folder has settings and two rounds, the third's nothing.
        run(new FakeRuns(), USUAL, List.of(FIRST));
        folder.writeBegun(SECOND);
        Files.writeString(folder.run("second").resolve("rounds.jsonl"), "{}\n{}\n");
        Files.createDirectories(folder.run("second").resolve("network/ledger"));
        FakeRuns runs = new FakeRuns();
        Heard heard = new Heard();

        Outcome outcome = new Experiment(folder, runs, heard, USUAL).run(outline("sample", false), ALL);

        assertThat(outcome).isEqualTo(new Outcome(1, 2, List.of()));
        assertThat(runs.called).containsExactly("second", "third");
        assertThat(runs.found).containsExactly("network", "rounds.jsonl", "settings.json", "|", "settings.json", "|");
        assertThat(heard.lines)
                .containsExactly(
                        "1 done, 2 open",
                        "second 1 again",
                        "second 2 again",
                        "second 3",
                        "second finished",
                        "third 1",
                        "third 2",
                        "third 3",
                        "third finished");
    }

    @Test
    void a_begun_run_of_other_settings_is_not_gone_on_with() throws Exception {
        folder.writeBegun(SampleRuns.settings("first", 4, 1));

        assertThatThrownBy(() -> run(new FakeRuns(), USUAL, ALL))
                .hasMessageContaining("Provided value: versions 4, and the scenario has 3.");
    }

    @Test
    void again_does_everything_anew_from_empty_folders() throws Exception {
        run(new FakeRuns(), USUAL, ALL);
        FakeRuns runs = new FakeRuns();

        assertThat(run(runs, AGAIN, List.of(FIRST, SECOND))).isEqualTo(new Outcome(0, 2, List.of()));

        assertThat(runs.called).containsExactly("first", "second");
        assertThat(runs.found).containsExactly("settings.json", "|", "settings.json", "|");
        assertThat(folder.result("third")).isPresent();
    }

    @Test
    void of_a_finished_run_only_settings_rounds_and_result_stay() throws Exception {
        FakeRuns runs = new FakeRuns();
        runs.leaving = "network/ledger/blocks";

        run(runs, USUAL, List.of(FIRST));
        run(runs, new Options(1, false, true), List.of(SECOND));

        assertThat(folder.run("first").toFile().list())
                .containsExactlyInAnyOrder("settings.json", "rounds.jsonl", "result.json");
        assertThat(folder.run("second").resolve("network/ledger/blocks")).exists();
    }

    @Test
    void points_have_every_finished_run_and_the_outline_every_planned_one() throws Exception {
        run(new FakeRuns(), USUAL, List.of(FIRST, THIRD));

        assertThat(folder.outline().orElseThrow().runs()).containsExactly("first", "second", "third");
        assertThat(Files.readAllLines(folder.path().resolve("points.csv")))
                .hasSize(5)
                .anyMatch(line -> line.startsWith("third,iid,3,2,0.5"));
    }

    @Test
    void runs_side_by_side_where_jobs_allow_it() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        RunExecutor meeting = (run, place, rounds) -> {
            both.countDown();
            if (!both.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("ran alone");
            }
            return SampleRuns.result(run);
        };

        assertThat(run(meeting, new Options(2, false, false), List.of(FIRST, SECOND))
                        .failures())
                .isEmpty();
        assertThatThrownBy(() -> new Options(0, false, false))
                .hasMessage("--jobs must lie in [1, 64]. Provided value: 0");
    }

    private Outcome run(RunExecutor executor, Options options, List<RunSettings> runs)
            throws IOException, InterruptedException {
        return experiment(executor, options).run(outline("sample", false), runs);
    }

    private Experiment experiment(RunExecutor executor, Options options) {
        return new Experiment(folder, executor, new Heard(), options);
    }

    private static ExperimentOutline outline(String name, boolean quick) {
        return new ExperimentOutline(
                name,
                "Title",
                "",
                quick,
                "text",
                ALL.stream().map(RunSettings::id).toList(),
                List.of());
    }

    /** Runs that end at once. */
    private static final class FakeRuns implements RunExecutor {
        private final List<String> called = new ArrayList<>();
        private final List<String> found = new ArrayList<>();
        private String failing = "";
        private String leaving = "";

        @Override
        public RunResult run(RunSettings settings, Path folder, Consumer<Round> rounds) {
            called.add(settings.id());
            String[] files = folder.toFile().list();
            found.addAll(List.of(files).stream().sorted().toList());
            found.add("|");
            if (settings.id().equals(failing)) {
                throw new IllegalStateException("no room in " + settings.id());
            }
            RunResult result = SampleRuns.result(settings);
            try {
                Files.writeString(folder.resolve("rounds.jsonl"), "{}\n{}\n{}\n");
                if (!leaving.isEmpty()) {
                    Files.createDirectories(folder.resolve(leaving));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            result.rounds().forEach(rounds);
            return result;
        }
    }

    private static final class Heard implements ExperimentListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void planned(List<RunSettings> done, List<RunSettings> open) {
            lines.add(done.size() + " done, " + open.size() + " open");
        }

        @Override
        public void round(RunSettings run, Round round, boolean again) {
            lines.add(run.id() + " " + round.version() + (again ? " again" : ""));
        }

        @Override
        public void finished(RunResult result) {
            lines.add(result.settings().id() + " finished");
        }

        @Override
        public void failed(RunFailure failure) {
            lines.add(failure.settings().id() + " failed");
        }
    }
}
