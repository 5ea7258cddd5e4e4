package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.trainer.dataset.SplitPlan.Owner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetFoldersTest {
    private static final List<Owner> OWNERS = SplitPlan.owners(List.of("enterprise-a", "enterprise-b"), 2);

    @TempDir
    Path folder;

    @Test
    void refuses_to_write_into_a_folder_that_holds_anything() throws IOException {
        Files.writeString(folder.resolve("mine"), "x");
        assertThatThrownBy(() -> DatasetFolders.write(folder, machines(), plan(0)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("must be new or empty", folder.toString());
        assertThat(folder.resolve("mine")).hasContent("x");
    }

    @Test
    void refuses_to_open_what_is_missing_or_was_interrupted() throws IOException {
        assertThatThrownBy(() -> DatasetFolders.open(folder)).hasMessageContaining("dataset split");
        assertThatThrownBy(() -> ParticipantFolder.open(folder.resolve("none"))).hasMessageContaining("must exist");
        DatasetFolders.write(folder.resolve("d"), machines(), plan(0));
        Files.delete(folder.resolve("d/schema.json"));
        assertThatThrownBy(() -> DatasetFolders.open(folder.resolve("d"))).hasMessageContaining("let it end");
    }

    @Test
    void notices_damaged_rows_and_manifests() throws IOException {
        Path dir = folder.resolve("d");
        DatasetFolders.write(dir, machines(), plan(0));
        Path own = dir.resolve("enterprise-a/trainer-1");
        byte[] rows = Files.readAllBytes(own.resolve("rows.bin"));
        rows[rows.length / 2] ^= 1;
        Files.write(own.resolve("rows.bin"), rows);
        assertThatThrownBy(() -> ParticipantFolder.open(own)).hasMessageContainingAll("rows.bin", "CRC-32", "damaged");
        Files.writeString(own.resolve("manifest.json"), "{}");
        assertThatThrownBy(() -> ParticipantFolder.open(own)).hasMessageContaining("manifest.json");
        byte[] test = Files.readAllBytes(dir.resolve("test.bin"));
        Files.write(dir.resolve("test.bin"), Arrays.copyOf(test, test.length - 1));
        assertThatThrownBy(() -> DatasetFolders.open(dir).test()).hasMessageContainingAll("test.bin", "damaged");
    }

    @Test
    void refuses_more_training_rows_than_there_are() {
        assertThatThrownBy(() -> DatasetFolders.write(folder.resolve("d"), machines(), plan(1_600)))
                .hasMessageContainingAll("1600 to train on and 100 to validate with", "1600 rows of");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void refuses_data_that_lacks_a_class() {
        RawRows rows = machines().training();
        int[] good = IntStream.range(0, rows.rows())
                .filter(i -> rows.labels()[i] == 0)
                .toArray();
        Dataset lacking = new Dataset("good rows", rows.select(good), machines().test());
        assertThatThrownBy(() -> Division.of(lacking, plan(0))).hasMessageContaining("no row of class \"1\"");
    }

    @Test
    void every_training_row_is_either_validated_with_or_in_one_participants_folder() {
        Dataset machines = machines();
        Path dir = folder.resolve("d");
        List<RowsManifest> manifests = DatasetFolders.write(dir, machines, plan(0));
        DatasetFolders written = DatasetFolders.open(dir);
        List<String> found = new ArrayList<>(canonical(written.validation()));
        for (int p = 0; p < OWNERS.size(); p++) {
            ParticipantFolder opened = ParticipantFolder.open(written.folderOf(OWNERS.get(p)));
            assertThat(opened.manifest()).isEqualTo(manifests.get(p));
            assertThat(opened.rows().rows()).isEqualTo(manifests.get(p).rows());
            found.addAll(canonical(opened.rows()));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(canonical(machines.training()));
        assertThat(canonical(written.test())).isEqualTo(canonical(machines.test()));
        assertThat(written.schema()).isEqualTo(DataSchemas.machineFailures());
    }

    @Test
    void a_train_count_keeps_the_share_of_each_class() {
        Division division = Division.of(machines(), plan(800));
        assertThat(division.parts().stream().mapToInt(RawRows::rows).sum()).isEqualTo(800);
        double whole = failures(machines().training()) / 1_600.0;
        double kept =
                division.parts().stream().mapToInt(DatasetFoldersTest::failures).sum() / 800.0;
        assertThat(kept).isBetween(whole - 0.003, whole + 0.003);
    }

    @Test
    void same_plan_gives_the_same_bytes() throws IOException {
        DatasetFolders.write(folder.resolve("one"), machines(), plan(0));
        DatasetFolders.write(folder.resolve("two"), machines(), plan(0));
        for (String name : List.of("validation.bin", "test.bin", "enterprise-b/trainer-2/rows.bin")) {
            assertThat(folder.resolve("one").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("two").resolve(name));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 97, 500})
    void a_validation_set_holds_every_class_however_rare(int count) {
        int[] labels = new int[5_000];
        labels[17] = 1;
        labels[4_000] = 1;
        int[] drawn = Strata.draw(labels, 2, count, SeededDraws.of("test", 1));
        assertThat(drawn).hasSize(count).doesNotHaveDuplicates().isSorted();
        assertThat(Arrays.stream(drawn).map(i -> labels[i]).sum()).isBetween(1, 2);
    }

    @Test
    void names_of_owners_must_be_fit_for_folders() {
        assertThatThrownBy(() -> new Owner("../up", "trainer-1")).hasMessageContaining("../up");
        assertThatThrownBy(() -> new Owner("enterprise-a", "a/b")).hasMessageContaining("a/b");
    }

    private static int failures(RawRows rows) {
        return Arrays.stream(rows.labels()).sum();
    }

    private static Dataset machines() {
        return DataSource.generated(2_000, 5).read();
    }

    private static SplitPlan plan(int trainCount) {
        return new SplitPlan(OWNERS, Partition.parse("iid"), 100, trainCount, 5);
    }

    private static List<String> canonical(RawRows rows) {
        return IntStream.range(0, rows.rows())
                .mapToObj(i -> Arrays.toString(RowsBlob.canonicalRow(rows, i)))
                .toList();
    }
}
