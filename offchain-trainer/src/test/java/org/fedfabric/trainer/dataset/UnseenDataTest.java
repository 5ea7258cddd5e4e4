package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.trainer.learning.Evaluation;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.Predictor;
import org.fedfabric.trainer.learning.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the shapes that well-known public ones have, made up here, are read and learnt with nothing but their path. */
class UnseenDataTest {
    @TempDir
    Path folder;

    private final Random random = new Random(7);

    @Test
    void flowers_three_kinds_four_measures_no_header() throws IOException {
        Path file = table("flowers.data", "", 150, i -> {
            int kind = i / 50;
            return number(5 + kind * 0.7, 0.4) + "," + number(3.2 - kind * 0.2, 0.3) + "," + number(1.5 + kind * 2, 0.4)
                    + "," + number(0.3 + kind * 0.9, 0.2) + ",Flora-" + "abc".charAt(kind);
        });
        assertBetterThanMajority(file, null, 0.5);
    }

    @Test
    void wines_label_first_semicolons_decimal_commas() throws IOException {
        Path file = table(
                "wines.csv",
                "class;\"alcohol\";acid;proline\n",
                180,
                i -> (1 + i % 3) + ";"
                        + number(13 + i % 3, 0.4).replace('.', ',') + ";"
                        + number(2, 0.6).replace('.', ',') + ";"
                        + (300 + 200 * (i % 3) + random.nextInt(150)));
        assertBetterThanMajority(file, null, 0.5);
    }

    @Test
    void incomes_words_with_blanks_and_question_marks_and_great_ranges() throws IOException {
        Path file = table(
                "incomes.csv",
                "age, workclass, fnlwgt, education-num, capital-gain, sex, country, income\n",
                3_000,
                i -> {
                    int years = 6 + random.nextInt(11);
                    int age = 20 + random.nextInt(50);
                    boolean rich = years + age / 15.0 + 2 * random.nextGaussian() > 15;
                    String gain = rich && random.nextInt(4) == 0 ? "" + random.nextInt(60_000) : "0";
                    return age + ", " + (random.nextInt(15) == 0 ? "?" : "Work-" + random.nextInt(8)) + ", "
                            + (20_000 + random.nextInt(900_000)) + ", " + years + ", " + gain + ", "
                            + (random.nextBoolean() ? "Male" : "Female") + ", "
                            + (random.nextInt(10) == 0 ? "Land-" + random.nextInt(200) : "Here") + ", "
                            + (rich ? ">50K" : "<=50K");
                });
        assertBetterThanMajority(file, null, 0.2);
    }

    @Test
    void passengers_names_quotes_gaps_and_a_label_in_the_middle() throws IOException {
        Path file =
                table("passengers.csv", "PassengerId,Survived,Pclass,Name,Sex,Age,Fare,Cabin,Embarked\n", 890, i -> {
                    int pclass = 1 + random.nextInt(3);
                    boolean woman = random.nextInt(3) == 0;
                    boolean lived = (woman ? 2.0 : -0.5) - pclass * 0.6 + random.nextGaussian() > 0;
                    return (i + 1) + "," + (lived ? 1 : 0) + "," + pclass + ",\"Name" + i + ", Mr. \"\"J\"\"\","
                            + (woman ? "female" : "male") + "," + (random.nextInt(5) == 0 ? "" : number(30, 12)) + ","
                            + String.format(Locale.ROOT, "%.4f", Math.exp(2.5 + random.nextGaussian())) + ","
                            + (random.nextInt(4) > 0 ? "" : "C" + random.nextInt(90)) + ","
                            + "SCQ".charAt(random.nextInt(3));
                });
        Dataset dataset = assertBetterThanMajority(file, null, 0.2);
        assertThat(dataset.inferred().orElseThrow().label().name()).isEqualTo("Survived");
        assertThat(dataset.training().schema().columns())
                .noneMatch(c -> c.name().equals("PassengerId"));
    }

    @Test
    void opinions_texts_in_another_encoding() throws IOException {
        String[] good = {"schön", "gut", "prima"};
        String[] bad = {"hässlich", "schlecht", "übel"};
        StringBuilder text = new StringBuilder("Nr.\tMeinung\tUrteil\r\n");
        for (int i = 0; i < 600; i++) {
            String[] words = i % 2 == 0 ? good : bad;
            text.append(i)
                    .append("\tDas Stück Nummer ")
                    .append(random.nextInt(10_000))
                    .append(" war wirklich ")
                    .append(words[random.nextInt(3)])
                    .append(" und ")
                    .append(words[random.nextInt(3)])
                    .append('\t')
                    .append(i % 2 == 0 ? "ja" : "nein")
                    .append("\r\n");
        }
        Path file = folder.resolve("opinions.tsv");
        Files.write(file, text.toString().getBytes(Charset.forName("windows-1252")));
        assertBetterThanMajority(file, null, 0.5);
    }

    @Test
    void fifty_rows_are_enough() throws IOException {
        Path file = table("few.csv", "a,b,y\n", 50, i -> number(i % 2 * 3, 0.5) + "," + number(0, 1) + "," + i % 2);
        assertBetterThanMajority(file, null, 0.5);
    }

    @Test
    void two_thousand_columns() throws IOException {
        Path file = table("wide.csv", "", 200, i -> {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < 2_000; c++) {
                row.append(number(c < 40 ? i % 2 : 0, 1)).append(',');
            }
            return row.append(i % 2 == 0 ? "no" : "yes").toString();
        });
        Dataset dataset = assertBetterThanMajority(file, null, 0.3);
        assertThat(dataset.training().schema().columns()).hasSize(2_000);
    }

    @Test
    void a_million_cells_of_a_rare_class_are_read_in_bounded_memory() throws IOException {
        Path file = table(
                "long.csv",
                "id,v,w,kind,failed\n",
                200_000,
                i -> i + "," + i % 1_000 + "," + i * 31 % 977 + ",k" + i % 12 + "," + (i % 1_000 > 990 ? 1 : 0));
        long before = used();
        Dataset dataset =
                NamedData.tables(file, null, TableWishes.label(null), 1).read();
        // 160,000 and 40,000 rows of two doubles, an int and a label; as text they would take fifty times as much.
        assertThat(used() - before).isLessThan(64L << 20);
        assertThat(dataset.training().rows()).isEqualTo(160_000);
    }

    @Test
    void files_of_one_form_are_one_enterprise_each() throws IOException {
        Path hospitals = Files.createDirectory(folder.resolve("hospitals"));
        for (String name : List.of("north.csv", "south.csv", "west.csv")) {
            Files.move(table(name, "age,sick\n", 60, i -> number(40, 10) + "," + i % 2), hospitals.resolve(name));
        }
        Dataset dataset =
                NamedData.tables(hospitals, null, TableWishes.label(null), 1).read();
        assertThat(dataset.files().names()).containsExactly("north.csv", "south.csv", "west.csv");
        SplitPlan plan =
                new SplitPlan(SplitPlan.owners(List.of("AMSP", "BMSP", "CMSP"), 2), Partition.parse("files"), 12, 0, 1);
        Division division = Division.of(dataset, plan);
        assertThat(division.parts()).hasSize(6);
        assertThat(division.parts().stream().mapToInt(p -> p.rows()).sum()).isEqualTo(132);
        SplitPlan tooMany = new SplitPlan(
                SplitPlan.owners(List.of("AMSP", "BMSP", "CMSP", "DMSP"), 1), Partition.parse("files"), 12, 0, 1);
        assertThatThrownBy(() -> Division.of(dataset, tooMany))
                .hasMessageContainingAll("must have a file for each enterprise", "--enterprises 3");
    }

    @Test
    void a_pair_of_train_and_test_is_taken_as_such_unless_the_test_has_no_label() throws IOException {
        Path pair = Files.createDirectory(folder.resolve("pair"));
        Files.move(table("train.csv", "a,y\n", 40, i -> i * 0.7 + "," + i % 2), pair.resolve("train.csv"));
        Files.move(table("test.csv", "a,y\n", 10, i -> i * 0.3 + "," + i % 2), pair.resolve("test.csv"));
        assertThat(NamedData.tables(pair, null, TableWishes.label(null), 1)
                        .read()
                        .test()
                        .rows())
                .isEqualTo(10);
        Files.write(pair.resolve("test.csv"), "a\n0.5\n1.5\n".getBytes(StandardCharsets.UTF_8));
        assertThat(NamedData.tables(pair, null, TableWishes.label(null), 1)
                        .read()
                        .test()
                        .rows())
                .isEqualTo(8);
    }

    @Test
    void an_edited_schema_is_read_back_and_rows_that_do_not_fit_are_named() throws IOException {
        Path file = table("t.csv", "a,kind,y\n", 60, i -> i * 0.7 + ",k" + i % 3 + "," + i % 2);
        Dataset inferred =
                NamedData.tables(file, null, TableWishes.label(null), 1).read();
        Path schema = folder.resolve("schema.json");
        SchemaFile.write(schema, inferred.training().schema());
        Dataset again = NamedData.tables(file, SchemaFile.read(schema), TableWishes.label(null), 1)
                .read();
        assertThat(again.training().labels()).isEqualTo(inferred.training().labels());
        Files.writeString(file, Files.readString(file) + "1,k9,1\n");
        assertThatThrownBy(() -> NamedData.tables(file, SchemaFile.read(schema), TableWishes.label(null), 1)
                        .read())
                .hasMessageContainingAll("line 62, column \"kind\"", "[k0, k1, k2]", "\"k9\"");
    }

    /** Trains a little on the training rows and asks for this part of the majority's errors to be gone on the test rows. */
    private Dataset assertBetterThanMajority(Path file, String label, double share) {
        TableWishes wishes = new TableWishes(label, Set.of(), Set.of(), List.of(), 0, null);
        Dataset dataset = NamedData.tables(file, null, wishes, 1).read();
        FeatureRows rows = FeatureEncoder.encode(dataset.training());
        FeatureRows test = FeatureEncoder.encode(dataset.test());
        int classes = dataset.training().schema().classes().size();
        ModelSpec model = NamedModels.forName("mlp", dataset.training().schema().shape(), classes);
        int epochs = Math.max(2, Math.min(40, 20_000 / rows.rows()));
        float[] trained = LocalTraining.run(
                        model,
                        new Training(epochs, 16, Training.Optimiser.SGD, 50_000, 900_000),
                        dataset.training().schema(),
                        rows,
                        SeededParameters.draw(model, 1),
                        1,
                        ProgressListener.NONE)
                .parameters();
        double accuracy;
        try (Predictor predictor = new Predictor(model)) {
            accuracy = Evaluation.of(predictor.logits(trained, test.features(), test.rows()), test.labels(), classes)
                    .accuracy();
        }
        int[] counts = new int[classes];
        Arrays.stream(test.labels()).forEach(l -> counts[l]++);
        double majority = (double) Arrays.stream(counts).max().orElseThrow() / test.rows();
        assertThat(1 - accuracy).isLessThan((1 - share) * (1 - majority));
        return dataset;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private String number(double mean, double deviation) {
        return String.format(Locale.ROOT, "%.3f", mean + deviation * random.nextGaussian());
    }

    private Path table(String name, String header, int rows, IntFunction<String> row) throws IOException {
        StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i)).append('\n');
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }
}
