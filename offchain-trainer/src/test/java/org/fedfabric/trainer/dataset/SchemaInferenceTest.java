package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.fedfabric.protocol.data.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaInferenceTest {
    @TempDir
    Path folder;

    @Test
    void refuses_a_label_with_gaps_or_with_one_value() throws IOException {
        assertThatThrownBy(() -> SchemaInference.of(write("x,y\n1,a\n2,\n"), "y", Set.of()))
                .hasMessageContainingAll("line 3, column \"y\"", "the label must have a value");
        assertThatThrownBy(() -> SchemaInference.of(write("x,y\n1,a\n2,a\n"), "y", Set.of()))
                .hasMessageContaining("2 to 64 different values. Provided value: 1");
    }

    @Test
    void refuses_a_column_to_leave_out_that_is_not_there() throws IOException {
        Path file = write("x,y\n1,a\n2,b\n");
        assertThatThrownBy(() -> SchemaInference.of(file, "y", Set.of("z"))).hasMessageContaining("column \"z\"");
    }

    @Test
    void refuses_a_file_without_a_usable_column() throws IOException {
        Path file = write("id,same,y\n1,s,a\n2,s,b\n3,s,b\n");
        assertThatThrownBy(() -> SchemaInference.of(file, "y", Set.of()))
                .hasMessageContainingAll("counts the rows", "one value or none");
    }

    @Test
    void finds_types_categories_scales_and_gaps() throws IOException {
        Path file = write("id,size,kind,y\n1,1,b,no\n2,,a,no\n3,3,b,no\n4,5,,yes\n");
        SchemaInference inferred = SchemaInference.of(file, "y", Set.of());
        assertThat(inferred.schema().columns())
                .containsExactly(
                        new Column.Numeric("size", 3_000_000, 1_632_993, Column.Missing.NEUTRAL),
                        new Column.Category("kind", List.of("a", "b"), Column.Missing.NEUTRAL));
        assertThat(inferred.schema().classes()).containsExactly("no", "yes");
        assertThat(inferred.schema().classWeightsMicros()).containsExactly(1_000_000L, 3_000_000L);
        assertThat(inferred.remarks())
                .containsExactly(
                        "Left out \"id\": it counts the rows.",
                        "\"size\" lacks 1 values; they count as neutral.",
                        "\"kind\" lacks 1 values; they count as neutral.");
    }

    @Test
    void orders_numeric_classes_by_size_and_stops_weights_at_ten() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 40; i++) {
            text.append(i * i).append(i == 7 ? ",10\n" : ",9\n");
        }
        SchemaInference inferred = SchemaInference.of(write(text.toString()), "y", Set.of());
        assertThat(inferred.schema().classes()).containsExactly("9", "10");
        assertThat(inferred.schema().classWeightsMicros()).containsExactly(1_000_000L, 10_000_000L);
        assertThat(inferred.remarks()).anyMatch(r -> r.contains("stops at 10"));
    }

    @Test
    void finds_the_generators_columns_when_modes_are_left_out() {
        Path file = folder.resolve("machines.csv");
        MachineFailures.generate(2_000, 1).writeCsv(file);
        SchemaInference inferred =
                SchemaInference.of(file, "Machine failure", Set.of("TWF", "HDF", "PWF", "OSF", "RNF"));
        assertThat(inferred.schema().columns())
                .extracting(Column::name)
                .isEqualTo(DataSchemas.machineFailures().columns().stream()
                        .map(Column::name)
                        .toList());
        assertThat(inferred.remarks()).anyMatch(r -> r.startsWith("Left out \"Product ID\""));
    }

    private Path write(String text) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, text);
        return file;
    }
}
