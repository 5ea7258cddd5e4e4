package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.SpecChecks;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.trainer.dataset.DatasetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RunTermsTest {
    static final List<String> DEFENCES =
            Defence.names().stream().filter(name -> !name.equals("fltrust")).toList();

    @Test
    void refuses_names_that_nobody_knows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(TinyRun.with(null, "prayer", null)))
                .withMessageContaining("defence must be one of fedavg, default, as-published, multi-krum")
                .withMessageContaining("prayer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(TinyRun.with(null, null, "friends")))
                .withMessageContaining("selection must be ranked, weighted or random")
                .withMessageContaining("friends");
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> DataPlace.generated().read("mnist", 1))
                .withMessageContaining("in the folder that --data names");
    }

    @ParameterizedTest
    @FieldSource("DEFENCES")
    void every_defence_gives_terms_that_can_work(String defence) {
        for (String partition : List.of("iid", "shards")) {
            RunSettings settings = TinyRun.with(partition, defence, null);
            RunData data = TinyRun.data(settings);
            SpecChecks.requireWorkable(
                    RunTerms.of(settings, data),
                    FeatureEncoder.encode(RowsBlob.decode(data.schema(), data.validation())));
        }
    }

    @Test
    void plain_averaging_refuses_no_score_and_no_norm_an_update_can_have() {
        TaskSpec spec = terms(TinyRun.with(null, "fedavg", null));
        assertThat(spec.check().metric()).isEqualTo(UpdateCheck.Metric.ACCURACY);
        assertThat(spec.check().marginMicros()).isEqualTo(1_000_000);
        assertThat(spec.quantisation().clipNorm()).isEqualTo(16_384);
    }

    @Test
    void the_default_check_depends_on_how_rows_are_spread() {
        assertThat(terms(TinyRun.with("iid", "default", null)).check()).isEqualTo(UpdateCheck.crossEntropy());
        assertThat(terms(TinyRun.with("dirichlet:5", "default", null)).check()).isEqualTo(UpdateCheck.crossEntropy());
        assertThat(terms(TinyRun.with("shards", "default", null)).check()).isEqualTo(UpdateCheck.mirrored(5));
        assertThat(terms(TinyRun.with("dirichlet:0.5", "default", null)).check())
                .isEqualTo(UpdateCheck.mirrored(5));
    }

    @Test
    void the_selection_is_the_one_that_is_asked_for() {
        assertThat(terms(TinyRun.with(null, null, "ranked")).selection().policy())
                .isEqualTo(Selection.Policy.RANKED);
        assertThat(terms(TinyRun.with(null, null, "random")).selection().count())
                .isEqualTo(5);
    }

    @Test
    void validation_rows_are_none_of_the_test_rows_and_only_so_many_training_rows_are_used() {
        RunSettings settings = TinyRun.settings(2);
        RunData data = TinyRun.data(settings);
        FeatureRows test = FeatureEncoder.encode(RowsBlob.decode(data.schema(), data.test()));
        assertThat(data.labels()).hasSize(settings.trainingRows() - settings.validationRows());
        // A fifth of the generated rows.
        assertThat(test.rows()).isEqualTo(2_000);
        assertThat(TinyRun.data(settings).digest()).isEqualTo(data.digest());
        assertThat(Digests.bytes(data.digest())).hasSize(32);
    }

    private static TaskSpec terms(RunSettings settings) {
        return RunTerms.of(settings, TinyRun.data(settings));
    }
}
