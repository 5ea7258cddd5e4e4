package org.fedfabric.experiments.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.experiments.run.RunSettings.AttackSettings;
import org.fedfabric.experiments.run.RunSettings.NoiseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    private static final String HEAD = """
            name: small
            title: A small grid
            defaults:
              dataset: mnist
              partition: iid
              participants: 100
              enterprises: 10
              selected: 10
              model: 2nn
              epochs: 1
              batch: 10
              rate: 0.1
              versions: 3
            """;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        grid: {modle: [2nn]}         | 14: An axis with a list of values must be called like a field. Provided value: modle. Did you mean model?
        grid: {model: [2mm]}         | 14: model must be one of linear, mlp, 2nn, small-cnn, mcmahan-cnn. Provided value: 2mm. Did you mean 2nn?
        grid: {partition: [idd]}     | 14: partition must be one of iid, shards (two classes each) or dirichlet:α. Provided value: idd
        grid: {attack: [flip-sign]}  | 14: attack must be one of none, label-flip
        grid: {defence: [medain]}    | Provided value: medain. Did you mean median?
        grid: {batch: [ten]}         | 14: batch must be a whole number. Provided value: ten
        grid: {batch: [3000000000]}  | 14: batch must be at most 2147483647. Provided value: 3000000000
        grid: {rate: [.nan]}         | 14: rate must be a number. Provided value: .nan
        grid: {rate: [11]}           | 14: rate must lie in (0, 10]. Provided value: 11.0. Run: rate-11-seed-1
        grid: {versions: [0]}        | 14: versions must lie in [1, 100000]. Provided value: 0. Run: versions-0-seed-1
        grid: {selected: [101]}      | 14: selected must lie in [1, 100]. Provided value: 101
        grid: {attack: [copier]}     | 14: share must be given, say in defaults: share of all participants that attack, with an attack. Provided value: none
        grid: {mechanism: [laplace]} | 14: epsilon must be given, say in defaults
        grid: {model: []}            | 14: The axis model must have a value. It has none
        grid: {model: [2nn, 2nn]}    | 14: The axis model must have every value once. It has 2nn twice
        grid: {model: 2nn}           | 14: The axis model must be a list. Provided value: 2nn
        grid: {model: [[2nn]]}       | 14: model must be a word or a number. Provided value: a list
        grid: {model: [null]}           | 14: model must be a word or a number. Provided value: nothing
        grid: {size: {big: {modl: 2nn}}} | 14: size big has no modl. Did you mean model?
        grid: {seed: [1]}            | 14: Seeds must be given as seeds, not as an axis. Provided value: seed
        grid: [model]                | 14: A grid must be a map of names to values. Provided value: a list
        grid: {model: [2nn], model: [mlp]} | 14: model must be given once in A grid. It is given twice.
        grid: {model: [2nn            | must be YAML.
        gird: {model: [2nn]}         | 14: A scenario has no gird. Did you mean grid?
        title: other                 | title must be given once in A scenario. It is given twice.
        seeds: [one]                 | 14: A seed must be a whole number, or a range such as 2-5. Provided value: one
                    description: x               | either grid, a map of axes, or grids, a list of such with axes: before each. It has neither
        """)
    void says_what_is_wrong_with_a_grid_and_where(String line, String message) {
        assertThatThrownBy(() -> parse(HEAD + line + "\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("small.yaml:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        name: Small | 1: name must be of [a-z0-9-], at most 60 characters
        nam: small  | 1: A scenario has no nam. Did you mean name?
        title: x    | 1: A scenario must have name. It has title
        - a         | 1: A scenario must be a map of names to values. Provided value: a list
        """)
    void says_what_is_wrong_with_a_head(String text, String message) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining(message);
    }

    @Test
    void an_empty_file_is_no_scenario() {
        assertThatThrownBy(() -> parse("")).hasMessage("small.yaml: must hold a scenario. It is empty.");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        Path file = temporary.resolve("none.yaml");

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("Provided value: " + file);
    }

    @Test
    void a_file_that_is_no_text_is_refused() throws IOException {
        Path file = temporary.resolve("binary.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> Scenario.read(file)).hasMessageContaining("must be YAML in UTF-8");
    }

    @Test
    void a_field_that_is_missing_everywhere_is_named() {
        assertThatThrownBy(() -> parse(HEAD.replace("  rate: 0.1\n", "") + "grid: {model: [2nn]}"))
                .hasMessageContaining("rate must be given, say in defaults: learning rate. Provided value: none");
    }

    @Test
    void two_runs_of_one_id_are_refused() {
        assertThatThrownBy(() -> parse(HEAD + "grids: [{axes: {model: [2nn]}}, {axes: {model: [2nn]}}]"))
                .hasMessageContaining("Twice there is: 2nn-seed-1");
    }

    @Test
    void a_grid_that_nobody_will_wait_for_is_refused() {
        assertThatThrownBy(() -> parse(HEAD + "grid: {model: [2nn, mlp]}\nseeds: [1-9000]"))
                .hasMessageContaining("14: A grid must have at most 10000 runs. It has more with the axis seed");
    }

    @Test
    void a_quick_grid_names_only_axes_and_values_that_exist() {
        assertThatThrownBy(() -> parse(HEAD + "grid: {model: [2nn]}\nquick: {only: {modle: [2nn]}}"))
                .hasMessageContaining("Provided value: modle. Did you mean model?");
        assertThatThrownBy(() -> parse(HEAD + "grid: {model: [2nn]}\nquick: {only: {model: [2n]}}"))
                .hasMessageContaining("Provided value: 2n. Did you mean 2nn?");
    }

    @Test
    void a_published_value_may_be_about_several_values_of_an_axis() {
        Scenario scenario = parse(HEAD + "grid: {model: [2nn, mlp], partition: [iid]}\npublished:\n"
                + "  - {axes: {model: [2nn, mlp], partition: iid}, versions: 5, accuracy: 0.9, source: a book}\n");

        assertThat(scenario.published().stream().map(Published::axes))
                .containsExactly(
                        Map.of("model", "2nn", "partition", "iid"), Map.of("model", "mlp", "partition", "iid"));
        assertThatThrownBy(() -> parse(HEAD + "grid: {model: [2nn]}\npublished:\n"
                        + "  - {axes: {model: [2nn, mlq]}, versions: 5, accuracy: 0.9, source: a book}\n"))
                .hasMessageContaining("mlq");
    }

    @Test
    void a_published_value_is_about_axes_and_values_that_exist() {
        String grid = HEAD + "grid: {model: [2nn]}\npublished:\n";

        assertThatThrownBy(() -> parse(grid + "  - {axes: {model: cnn}, versions: 1, accuracy: 0.9, source: a}"))
                .hasMessageContaining("Provided value: cnn");
        assertThatThrownBy(() -> parse(grid + "  - {versions: 1, accuracy: 90, source: a}"))
                .hasMessageContaining("16: A published accuracy must lie in [0, 1]. Provided value: 90.0");
        assertThatThrownBy(() -> parse(grid + "  - {versions: 1, source: a}"))
                .hasMessageContaining("must have accuracy, lowest, highest or note");
        assertThatThrownBy(() -> parse(grid + "  - {versions: 1, accuracy: 0.9}"))
                .hasMessageContaining("A published value must have source. It has versions, accuracy");
    }

    @Test
    void later_axes_and_seeds_win_over_earlier_ones_and_over_defaults() {
        List<RunSettings> runs = parse(HEAD + """
                        grid:
                          size:
                            short: {versions: 5, batch: 20}
                            usual: {}
                          rate: [0.1, 0.2]
                        seeds:
                          1: {versions: 50}
                          2-3: {}
                        """).runs(false, Only.ALL);

        assertThat(runs)
                .extracting(RunSettings::id)
                .startsWith("short-rate-0.1-seed-1", "short-rate-0.1-seed-2", "short-rate-0.1-seed-3")
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(runs).extracting(RunSettings::versions).containsExactly(50, 5, 5, 50, 5, 5, 50, 3, 3, 50, 3, 3);
        assertThat(runs.get(4).axes())
                .containsExactly(Map.entry("size", "short"), Map.entry("rate", "0.2"), Map.entry("seed", "2"));
        assertThat(runs.get(4).training().rate()).isEqualTo(0.2);
        assertThat(runs.get(4).training().batch()).isEqualTo(20);
        assertThat(runs.get(4).seed()).isEqualTo(2);
    }

    @Test
    void only_keeps_the_named_values_and_whatever_lacks_the_axis() {
        Scenario scenario = parse(HEAD + """
                grids:
                  - axes: {model: [2nn, mlp]}
                  - axes: {model: [mlp], batch: [5, 10]}
                """);

        assertThat(ids(scenario, Only.parse(List.of("batch=5"))))
                .containsExactly("2nn-seed-1", "mlp-seed-1", "mlp-batch-5-seed-1");
        assertThat(ids(scenario, Only.parse(List.of("model=2nn", "model=mlp", "batch=10"))))
                .containsExactly("2nn-seed-1", "mlp-seed-1", "mlp-batch-10-seed-1");
        assertThatThrownBy(() -> scenario.runs(false, Only.parse(List.of("modle=2nn"))))
                .hasMessageContaining("Provided value: modle. Did you mean model?");
        assertThatThrownBy(() -> Only.parse(List.of("model")))
                .hasMessage("--only must be AXIS=VALUE, several with commas. Provided value: model");
    }

    @Test
    void what_a_part_and_the_quick_grid_leave_nothing_of_is_refused() {
        Scenario scenario = parse(HEAD + "grid: {model: [2nn, mlp]}\nquick: {only: {model: [mlp]}}");

        assertThatThrownBy(() -> scenario.runs(true, Only.parse(List.of("model=2nn"))))
                .hasMessageContaining(
                        "A part of the grid must have a run. Provided value: {model=[2nn]}, of the quick");
    }

    @Test
    void noise_and_attack_are_made_of_their_fields_and_absent_without_a_word() {
        RunSettings run = parse(HEAD + """
                        grid:
                          mechanism:
                            gaussian: {mechanism: gaussian, calibration: as-published, epsilon: 10, delta: 0.00001}
                          share: {10%: {attack: alie, share: 0.1}}
                        """).runs(false, Only.ALL).get(0);

        assertThat(run.id()).isEqualTo("gaussian-share-10-percent-seed-1");
        assertThat(run.noise()).contains(new NoiseSettings("gaussian", "as-published", 10, 1e-5));
        assertThat(run.attack()).contains(new AttackSettings("alie", 0.1));
        RunSettings plain =
                parse(HEAD + "grid: {model: [2nn]}").runs(false, Only.ALL).get(0);
        assertThat(plain.noise()).isEmpty();
        assertThat(plain.attack()).isEmpty();
        assertThat(plain.target()).isEmpty();
    }

    private static List<String> ids(Scenario scenario, Only only) {
        return scenario.runs(false, only).stream().map(RunSettings::id).toList();
    }

    private static Scenario parse(String text) {
        return Scenario.parse("small.yaml", text);
    }
}
