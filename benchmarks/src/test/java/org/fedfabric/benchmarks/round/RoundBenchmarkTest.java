package org.fedfabric.benchmarks.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.fedfabric.benchmarks.measure.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundBenchmarkTest {
    private static final int SELECTED = 10;

    @Test
    void a_share_above_three_tenths_misses_its_aim() {
        Figure share = figure(
                RoundBenchmark.figures(rounds(0.3, 0.2, 0.2), 6, List.of()), "ledger and judging, share of wall");

        assertThat(share.value().median()).isCloseTo(40, within(1e-9));
        assertThat(share.target().met()).isFalse();
    }

    @Test
    void what_overlaps_with_training_shows_in_the_share_of_processor_time() {
        List<Figure> figures = RoundBenchmark.figures(rounds(0.3, 0, 0), 6, List.of());

        assertThat(figure(figures, "ledger and judging, share of wall").value().median())
                .isZero();
        assertThat(figure(figures, "all but training").value().median()).isCloseTo(40, within(1e-9));
        assertThat(figure(figures, "processor time, ledger").value().median()).isCloseTo(300, within(1e-9));
    }

    @Test
    void refused_updates_show() {
        OwnRounds all = rounds(0.3, 0, 0);
        OwnRounds nine = new OwnRounds(all.versions(), all.processor(), Collections.nCopies(6, 9), 1);

        assertThat(figure(RoundBenchmark.figures(nine, 6, List.of()), "updates included")
                        .value()
                        .median())
                .isEqualTo(9);
    }

    @Test
    void five_hundred_versions_beyond_twenty_minutes_miss_their_aim() {
        Figure run = figure(RoundBenchmark.figures(rounds(3, 0, 0), 6, List.of()), "500 versions");

        assertThat(run.value().median()).isCloseTo(27.5, within(1e-9));
        assertThat(run.target().met()).isFalse();
    }

    @Test
    void a_round_stands_beside_each_of_pytorchs_and_without_it_beside_its_own_training() {
        OwnRounds ours = rounds(0.1, 0.05, 0.04);
        List<TorchRounds> theirs = List.of(
                new TorchRounds("2", new double[] {9, 0.4, 0.4}), new TorchRounds("2", new double[] {9, 0.3, 0.3}));

        List<Figure> figures = RoundBenchmark.figures(ours, 6, theirs);

        assertThat(figures.get(0).ratio()).isCloseTo(400 / 490.0, within(1e-9));
        assertThat(figures.get(1).ratio()).isCloseTo(300 / 490.0, within(1e-9));
        assertThat(RoundBenchmark.figures(ours, 6, List.of()).get(0).baseline()).isEqualTo("its own training");
    }

    @Test
    void made_up_images_have_the_form_of_mnists(@TempDir Path folder) throws Exception {
        MadeUpImages written = MadeUpImages.write(folder, 30, 20);

        ByteBuffer images = ByteBuffer.wrap(Files.readAllBytes(written.images()));
        ByteBuffer labels = ByteBuffer.wrap(Files.readAllBytes(written.labels()));
        assertThat(List.of(images.getInt(), images.getInt(), images.getInt(), images.getInt()))
                .containsExactly(0x803, 30, 28, 28);
        assertThat(images.remaining()).isEqualTo(30 * 784);
        assertThat(List.of(labels.getInt(), labels.getInt())).containsExactly(0x801, 30);
        assertThat(labels.remaining()).isEqualTo(30);
        while (labels.hasRemaining()) {
            assertThat(labels.get()).isBetween((byte) 0, (byte) 9);
        }
    }

    /** Six versions of these parts and 0.3 s of others. */
    private static OwnRounds rounds(double training, double judging, double ledger) {
        JsonObject seconds = new Gson()
                .fromJson(
                        "{\"whole\": " + (0.3 + training + judging + ledger)
                                + ", \"training\": " + training + ", \"judging\": " + judging + ", \"ledger\": "
                                + ledger
                                + "}",
                        JsonObject.class);
        JsonObject processor = new Gson()
                .fromJson("{\"whole\": 1, \"training\": 0.5, \"judging\": 0.1, \"evaluating\": 0.1}", JsonObject.class);
        return new OwnRounds(
                Collections.nCopies(6, seconds),
                Collections.nCopies(6, processor),
                Collections.nCopies(6, SELECTED),
                700_000_000);
    }

    private static Figure figure(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
