package org.fedfabric.experiments.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.experiments.run.RunSettings.AttackSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of the repository. */
class ScenarioFilesTest {
    private static final Path SCENARIOS = Path.of("../scenarios");

    static Stream<Path> files() throws IOException {
        return Files.list(SCENARIOS).sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void can_be_read_and_is_called_like_its_file(Path file) throws IOException {
        Scenario scenario = Scenario.read(file);

        assertThat(file).hasFileName(scenario.name() + ".yaml");
        assertThat(scenario.title()).isNotBlank();
        assertThat(scenario.description()).isNotBlank();
        List<String> ids = ids(scenario.runs(false, Only.ALL));
        assertThat(ids(scenario.runs(true, Only.ALL))).isSubsetOf(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "ll-bcfl, 85, 13850, 19",
        "fedavg-reference, 4, 1360, 2",
        "attacks, 346, 13330, 13",
        "selection, 12, 600, 6",
        "first-steps, 8, 80, 4"
    })
    void has_as_many_runs_and_versions_as_its_grid_says(String name, int runs, int versions, int quickRuns)
            throws IOException {
        Scenario scenario = scenario(name);

        List<RunSettings> all = scenario.runs(false, Only.ALL);

        assertThat(all).hasSize(runs);
        assertThat(all.stream().mapToInt(RunSettings::versions).sum()).isEqualTo(versions);
        assertThat(scenario.runs(true, Only.ALL)).hasSize(quickRuns);
    }

    @Test
    void ids_stay_as_results_of_earlier_runs_have_them() throws IOException {
        assertThat(ids(scenario("ll-bcfl").runs(false, Only.ALL)))
                .contains("none-iid-seed-1", "laplace-as-published-iid-seed-1", "gaussian-calibrated-shards-seed-5");
        assertThat(ids(scenario("fedavg-reference").runs(false, Only.ALL)))
                .containsExactly(
                        "2nn-iid-seed-1", "2nn-shards-seed-1", "mcmahan-cnn-iid-seed-1", "mcmahan-cnn-shards-seed-1");
        assertThat(ids(scenario("attacks").runs(false, Only.ALL)))
                .contains("none-default-iid-seed-31", "label-flip-share-40-percent-median-shards-seed-31");
    }

    @Test
    void ll_bcfl_has_five_seeds_of_100_versions_and_noise_for_each_length() throws IOException {
        assertThat(scenario("ll-bcfl").runs(false, Only.ALL).stream()
                        .filter(run -> run.participants() == 100)
                        .filter(run -> !run.axes().containsValue("equal-epsilon"))
                        .filter(run -> !run.axes().containsValue("as-published-one-step")))
                .allSatisfy(run ->
                        assertThat(run.versions()).isEqualTo(run.seed() == 1 ? 500 : run.seed() == 7 ? 200 : 100))
                .allSatisfy(run ->
                        assertThat(run.seed() <= 5 || run.noise().isPresent()).isTrue());
    }

    @Test
    void ll_bcfl_has_the_published_codes_one_step_on_all_rows_with_its_noise_and_without() throws IOException {
        List<RunSettings> all = scenario("ll-bcfl").runs(false, Only.ALL);
        List<RunSettings> oneStep = all.stream()
                .filter(run -> run.axes().containsValue("as-published-one-step"))
                .toList();

        assertThat(oneStep)
                .allSatisfy(run -> assertThat(run.training().epochs()).isEqualTo(1))
                .allSatisfy(run -> assertThat(run.training().batch()).isZero());
        assertThat(oneStep.stream()
                        .map(run -> run.axes().get("mechanism") + " " + run.partition() + " " + run.versions())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "none iid 200",
                        "none shards 200",
                        "laplace iid 100",
                        "laplace iid 200",
                        "laplace shards 100",
                        "laplace shards 200",
                        "gaussian iid 100",
                        "gaussian iid 200",
                        "gaussian shards 100",
                        "gaussian shards 200");
        // The noise is the same as with our own local work: what differs is what it is added to.
        RunSettings theirs = with("gaussian-as-published-one-step-iid-seed-7", all);
        RunSettings ours = with("gaussian-as-published-iid-seed-7", all);
        assertThat(theirs.noise()).isEqualTo(ours.noise());
        assertThat(theirs.training().rate()).isEqualTo(ours.training().rate());
    }

    @Test
    void ll_bcfl_has_both_mechanisms_at_equal_epsilon_and_one_place_with_all_rows() throws IOException {
        List<RunSettings> all = scenario("ll-bcfl").runs(false, Only.ALL);

        assertThat(all.stream()
                        .filter(run -> run.axes().containsValue("equal-epsilon"))
                        .map(run -> run.noise().orElseThrow())
                        .map(noise -> noise.mechanism() + " " + noise.calibration() + " " + noise.epsilon()))
                .containsExactly(
                        "laplace calibrated 0.5",
                        "laplace calibrated 1.0",
                        "laplace calibrated 2.0",
                        "laplace calibrated 8.0",
                        "gaussian calibrated 0.5",
                        "gaussian calibrated 1.0",
                        "gaussian calibrated 2.0",
                        "gaussian calibrated 8.0");
        assertThat(all.stream().filter(run -> run.participants() == 1))
                .singleElement()
                .satisfies(run -> assertThat(run.selected()).isEqualTo(1))
                .satisfies(run -> assertThat(run.noise()).isEmpty());
    }

    @Test
    void ll_bcfl_says_of_every_published_value_why_ours_may_differ() throws IOException {
        assertThat(scenario("ll-bcfl").published())
                .hasSize(21)
                .allSatisfy(value -> assertThat(value.why()).isNotBlank());
    }

    private static RunSettings with(String id, List<RunSettings> runs) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void every_attack_is_tried_and_every_defence() throws IOException {
        List<RunSettings> runs = scenario("attacks").runs(false, Only.ALL);

        assertThat(new TreeSet<>(runs.stream()
                        .map(RunSettings::attack)
                        .flatMap(Optional::stream)
                        .map(AttackSettings::kind)
                        .toList()))
                .hasSize(22);
        assertThat(new TreeSet<>(runs.stream().map(RunSettings::defence).toList()))
                .hasSize(9);
    }

    @Test
    void the_documentation_has_every_field_and_an_example_that_can_be_read() throws IOException {
        String page = Files.readString(Path.of("../docs/experiments.md"));
        Scenario example = Scenario.parse(
                "docs/experiments.md",
                page.substring(page.indexOf("```yaml") + 8, page.indexOf("```\n\nSeveral grids")));

        assertThat(Field.keys()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
        assertThat(example.runs(false, Only.ALL)).hasSize(30);
        assertThat(example.runs(true, Only.ALL)).hasSize(4);
    }

    private static Scenario scenario(String name) throws IOException {
        return Scenario.read(SCENARIOS.resolve(name + ".yaml"));
    }

    private static List<String> ids(List<RunSettings> runs) {
        return runs.stream().map(RunSettings::id).toList();
    }
}
