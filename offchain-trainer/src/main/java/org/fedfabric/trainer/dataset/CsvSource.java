package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;

/** Tables in CSV files, under a schema that is given or inferred; without test file a fifth becomes the test set. */
final class CsvSource implements DataSource {
    private final TableFiles files;
    private final DataSchema schema;
    private final TableWishes wishes;
    private final long seed;

    /** @param schema null to infer one */
    CsvSource(TableFiles files, DataSchema schema, TableWishes wishes, long seed) {
        this.files = files;
        this.schema = schema;
        this.wishes = wishes;
        this.seed = seed;
    }

    @Override
    public Dataset read() {
        List<CsvTable> tables = files.training().stream()
                .map(file -> CsvTable.open(file, wishes.header()))
                .toList();
        String origin = "rows of "
                + String.join(
                        ", ", files.training().stream().map(Path::toString).toList());
        if (schema != null) {
            TableRows rows = TableRows.read(tables, schema, TableRows.Unlabelled.REFUSED);
            return dataset(origin, rows.rows(), rows.tableOfRow(), Optional.empty());
        }
        SchemaInference inferred = SchemaInference.of(tables, wishes);
        return dataset(origin, inferred.rows(), inferred.tableOfRow(), Optional.of(inferred.report()));
    }

    private Dataset dataset(String origin, RawRows rows, int[] tableOfRow, Optional<InferenceReport> report) {
        RowFiles rowFiles = new RowFiles(
                files.training().stream().map(f -> f.getFileName().toString()).toList(), tableOfRow);
        if (files.test() != null) {
            CsvTable test = CsvTable.open(files.test(), wishes.header());
            // A competition's test file has no labels: nothing can be measured on it.
            if (test.header().contains(rows.schema().label())) {
                RawRows testRows = TableRows.read(
                                List.of(test),
                                rows.schema(),
                                schema == null ? TableRows.Unlabelled.LEFT_OUT : TableRows.Unlabelled.REFUSED)
                        .rows();
                return new Dataset(origin, rows, testRows, rowFiles, report);
            }
        }
        return HeldOut.fifth(new Dataset(origin, rows, rows.select(new int[0]), rowFiles, report), seed);
    }
}
