package org.fedfabric.experiments.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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
        "ll-bcfl, 66, 11400, 10",
        "fedavg-reference, 4, 1360, 2",
        "attacks, 342, 13200, 13",
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
                .contains("none-default-iid-seed-21", "label-flip-share-40-percent-median-shards-seed-21");
    }

    @Test
    void ll_bcfl_has_five_seeds_of_100_versions_and_noise_for_each_length() throws IOException {
        assertThat(scenario("ll-bcfl").runs(false, Only.ALL))
                .allSatisfy(run ->
                        assertThat(run.versions()).isEqualTo(run.seed() == 1 ? 500 : run.seed() == 7 ? 200 : 100))
                .allSatisfy(run ->
                        assertThat(run.seed() <= 5 || run.noise().isPresent()).isTrue())
                .allSatisfy(run -> assertThat(run.axes().containsKey("mode"))
                        .isEqualTo(run.noise().isPresent()));
    }

    @Test
    void every_attack_is_tried_and_every_defence() throws IOException {
        List<RunSettings> runs = scenario("attacks").runs(false, Only.ALL);

        assertThat(new TreeSet<>(runs.stream()
                        .map(RunSettings::attack)
                        .flatMap(Optional::stream)
                        .map(AttackSettings::kind)
                        .toList()))
                .hasSize(21);
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
