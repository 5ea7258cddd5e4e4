package org.fedfabric.trainer.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedSignalTest {
    private static final DataSchema SCHEMA = new DataSchema(
            1,
            List.of(new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE)),
            "label",
            List.of("no", "yes"),
            List.of(1_000_000L, 1_000_000L));

    private static TaskSpec spec(String privacy, double clipNorm) {
        return new TaskDraft(
                        "noisy",
                        NamedModels.forName("linear", SCHEMA.shape(), 2),
                        SCHEMA,
                        new ValidationSet(Cid.of(new byte[] {1}).text(), 1, 10),
                        new Training(1, 32, Training.Optimiser.SGD, 50_000, 0),
                        Selection.all(),
                        UpdateCheck.crossEntropy(),
                        clipNorm,
                        12,
                        1,
                        2,
                        60,
                        2,
                        1)
                .with(NoiseTerms.parse(privacy, new BigDecimal("0.00001")).over(1), false)
                .toSpec();
    }

    /** 4 parameters, sensitivity 2C, multiplier z: the mean's noise is √4 · 2C·z / √n, so the ratio is √n / 4z. */
    @Test
    void gives_the_ratio_of_clip_norm_and_noise_of_the_mean() {
        TaskSpec spec = spec("gaussian:8", 3);
        double z = spec.privacy().sigmaMicros() / 1e6;
        ExpectedSignal signal = ExpectedSignal.of(spec, 25);
        assertThat(signal.parameters()).isEqualTo(4);
        assertThat(signal.clipNorm()).isEqualTo(3);
        assertThat(signal.ratio()).isCloseTo(5 / (4 * z), within(1e-4));
        assertThat(signal.describe()).contains("norm 3.000", "25 clipped updates", "4 parameters");
    }

    @Test
    void warns_where_noise_is_larger_than_any_signal_can_be() {
        assertThat(ExpectedSignal.of(spec("gaussian:300", 1), 100).isDrowned()).isFalse();
        ExpectedSignal drowned = ExpectedSignal.of(spec("gaussian:0.1", 1), 2);
        assertThat(drowned.isDrowned()).isTrue();
        assertThat(drowned.warning()).startsWith("WARNING").contains("below the noise", "hardly learn");
    }

    /** However strong the noise, the draft's scale leaves room for it in 32 bits. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian:0.001", "gaussian:1", "laplace:0.001", "laplace:8"})
    void a_draft_scales_so_that_noise_fits(String privacy) {
        TaskSpec spec = spec(privacy, 20);
        assertThat(spec.quantisation().scaleBits()).isBetween(0, 16);
        double largest = org.fedfabric.protocol.privacy.NoiseBounds.largestValue(
                org.fedfabric.protocol.privacy.Sensitivity.of(spec.quantisation(), 4, 12), spec.privacy());
        assertThat(largest).isLessThanOrEqualTo(spec.quantisation().maxMagnitude());
    }
}
