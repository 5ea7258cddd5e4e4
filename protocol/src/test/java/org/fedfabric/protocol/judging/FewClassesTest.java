package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.junit.jupiter.api.Test;

/** Updates that are really trained, by participants of two of ten classes each, from the first version to convergence. */
class FewClassesTest {
    private static final int CLASSES = 10;
    private static final int WIDTH = 40;
    private static final int SELECTED = 10;
    private static final int VERSIONS = 40;
    private static final int OWN_ROWS = 60;
    private static final double RATE = 0.05;
    private static final int ROWS_LOG2 = 12;

    /** While a base loses more, wrong labels cost other classes enough to be refused, in a network of one layer, too. */
    private static final long UNTRAINED_MICROS = 250_000;

    private final Random random = new Random(5);
    private final double[][] centres = new double[CLASSES][WIDTH];
    private final TaskSpec spec = new Tasks()
            .model(ModelSpec.of(Shape.flat(WIDTH), new Layer.Dense(CLASSES), new Layer.Softmax()))
            .validationRows(200)
            .check(UpdateCheck.fewClasses(SELECTED, CLASSES))
            .build();

    /** What a participant sends. */
    private enum Kind {
        HONEST,
        WRONG_LABELS,
        FLIPPED
    }

    @Test
    void tells_wrong_labels_and_flipped_updates_from_honest_ones_at_every_stage_of_training() {
        for (double[] centre : centres) {
            Arrays.setAll(centre, i -> random.nextInt(4) == 0 ? 1 : 0);
        }
        Judge judge = new Judge(spec, rows(200, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        int wrongLabels = 0;
        Map<Kind, Integer> refused = new EnumMap<>(Kind.class);
        float[] base = new float[WIDTH * CLASSES + CLASSES];
        for (int version = 0; version < VERSIONS; version++) {
            base = base.clone();
            long baseScore = judge.scoreMicros(base);
            double[] sum = new double[base.length];
            for (int place = 0; place < SELECTED; place++) {
                int first = random.nextInt(CLASSES);
                FeatureRows own = rows(OWN_ROWS, first, (first + 1 + random.nextInt(CLASSES - 1)) % CLASSES);
                double[] honest = trained(base, own, false);
                double[] wrong = trained(base, own, true);
                double[] flipped = Arrays.stream(honest).map(v -> -v).toArray();
                count(refused, Kind.HONEST, verdict(judge, base, baseScore, honest));
                if (baseScore > UNTRAINED_MICROS) {
                    wrongLabels++;
                    count(refused, Kind.WRONG_LABELS, verdict(judge, base, baseScore, wrong));
                }
                count(refused, Kind.FLIPPED, verdict(judge, base, baseScore, flipped));
                Arrays.setAll(sum, j -> sum[j] + honest[j] / SELECTED);
            }
            for (int j = 0; j < base.length; j++) {
                base[j] += (float) sum[j];
            }
        }
        int all = VERSIONS * SELECTED;
        assertThat(refused.get(Kind.HONEST)).isLessThanOrEqualTo(all / 100);
        assertThat(refused.get(Kind.FLIPPED)).isGreaterThanOrEqualTo(all * 95 / 100);
        assertThat(wrongLabels).isGreaterThanOrEqualTo(100);
        assertThat(refused.get(Kind.WRONG_LABELS)).isGreaterThanOrEqualTo(wrongLabels * 3 / 4);
    }

    private static void count(Map<Kind, Integer> refused, Kind kind, Verdict verdict) {
        refused.merge(kind, verdict.outcome() == Verdict.Outcome.REJECTED ? 1 : 0, Integer::sum);
    }

    private Verdict verdict(Judge judge, float[] base, long baseScore, double[] update) {
        UpdateHeader header = new UpdateHeader(
                1,
                "federation",
                Tasks.NAME,
                3,
                Tasks.CID,
                "AMsp/a",
                spec.digest(),
                Submission.DENSE_INT32,
                base.length);
        int[] values = Arrays.stream(update)
                .mapToInt(v -> (int) Math.rint(v * spec.quantisation().scale()))
                .toArray();
        return judge.judge(UpdateBlob.encode(header, values), header, base, baseScore, ROWS_LOG2);
    }

    private FeatureRows rows(int count, int... classes) {
        float[] features = new float[count * WIDTH];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++) {
            labels[row] = classes[row % classes.length];
            for (int i = 0; i < WIDTH; i++) {
                features[row * WIDTH + i] = (float) Math.max(0, centres[labels[row]][i] + 0.5 * random.nextGaussian());
            }
        }
        return new FeatureRows(features, labels, WIDTH);
    }

    /** One pass of softmax regression, row by row; weights are [feature][class], then biases. */
    private static double[] trained(float[] base, FeatureRows rows, boolean wrongLabels) {
        double[] model = new double[base.length];
        Arrays.setAll(model, j -> base[j]);
        for (int row = 0; row < rows.rows(); row++) {
            int label = wrongLabels ? CLASSES - 1 - rows.labels()[row] : rows.labels()[row];
            double[] chances = new double[CLASSES];
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                double score = model[CLASSES * WIDTH + c];
                for (int i = 0; i < WIDTH; i++) {
                    score += model[i * CLASSES + c] * rows.features()[row * WIDTH + i];
                }
                chances[c] = Math.exp(score);
                sum += chances[c];
            }
            for (int c = 0; c < CLASSES; c++) {
                double step = RATE * ((c == label ? 1 : 0) - chances[c] / sum);
                for (int i = 0; i < WIDTH; i++) {
                    model[i * CLASSES + c] += step * rows.features()[row * WIDTH + i];
                }
                model[CLASSES * WIDTH + c] += step;
            }
        }
        for (int j = 0; j < base.length; j++) {
            model[j] -= base[j];
        }
        return model;
    }
}
