package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.trainer.dataset.Dataset;
import org.fedfabric.trainer.dataset.DatasetFolders;
import org.fedfabric.trainer.dataset.FilePartition;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.dataset.Partition;
import org.fedfabric.trainer.dataset.RowsManifest;
import org.fedfabric.trainer.dataset.SplitPlan;

/**
 * A demo's rows: divided into one folder per participant, which is all a trainer opens; the validation rows that go to the
 * content store; the test rows that only the demo's evaluator reads.
 *
 * @param origin what the data is
 * @param schema what a row is
 * @param partition how rows are spread
 * @param trainingRows rows that participants have together
 * @param largestRowsLog2 bucket of the participant with most rows
 * @param validation byte form of the validation rows
 * @param validationRows how many
 * @param test rows to measure on
 * @param folders each enterprise's participants' folders
 * @param defaults what such rows are trained with unless the options say otherwise
 * @param notes what a person should know of how the rows were read
 */
record DemoData(
        String origin,
        DataSchema schema,
        String partition,
        int trainingRows,
        int largestRowsLog2,
        byte[] validation,
        int validationRows,
        FeatureRows test,
        List<List<Path>> folders,
        DatasetDefaults defaults,
        List<String> notes) {
    /** Rows of generated data: as many as AI4I 2020 has. */
    private static final int GENERATED_ROWS = 10_000;

    /** Reads or makes the data and divides it. */
    static DemoData prepare(DemoOptions options, DemoPlace place, Federation federation) throws IOException {
        List<SplitPlan.Owner> owners = new ArrayList<>();
        List<List<Path>> folders = new ArrayList<>();
        for (int e = 0; e < federation.enterprises(); e++) {
            folders.add(new ArrayList<>());
        }
        for (Federation.Member member : federation.members()) {
            owners.add(new SplitPlan.Owner(member.enterpriseName(), member.userName()));
            folders.get(member.enterprise()).add(member.folder(place.data()));
        }
        Dataset dataset = options.data.source(GENERATED_ROWS).read();
        DataSchema schema = dataset.training().schema();
        DatasetDefaults defaults = DatasetDefaults.of(
                options.data.kind(),
                dataset.training(),
                federation.size(),
                DemoTask.model(options, schema).multiplyAdds());
        int validationCount = options.validationCount == null ? defaults.validationCount() : options.validationCount;
        String partition = options.partition != null
                ? options.partition
                : dataset.files().several() && dataset.files().names().size() >= federation.enterprises()
                        ? "files"
                        : defaults.partition();
        List<RowsManifest> parts = DatasetFolders.write(
                place.data(),
                dataset,
                new SplitPlan(
                        owners,
                        Partition.parse(partition),
                        validationCount,
                        options.trainCount == null ? 0 : options.trainCount,
                        options.data.seed()));
        byte[] validation = Files.readAllBytes(DatasetFolders.open(place.data()).validationFile());
        int largest = parts.stream().mapToInt(RowsManifest::rows).max().orElseThrow();
        List<String> notes = new ArrayList<>();
        dataset.inferred().ifPresent(report -> notes.addAll(report.lines()));
        if (partition.equals("files")) {
            notes.addAll(FilePartition.lines(dataset.files(), owners));
        }
        return new DemoData(
                dataset.origin(),
                schema,
                partition,
                parts.stream().mapToInt(RowsManifest::rows).sum(),
                31 - Integer.numberOfLeadingZeros(largest),
                validation,
                validationCount,
                FeatureEncoder.encode(dataset.test()),
                folders,
                defaults,
                List.copyOf(notes));
    }

    /** Each enterprise's rows, all its participants' together. */
    List<FeatureRows> byEnterprise() {
        List<FeatureRows> rows = new ArrayList<>();
        for (List<Path> enterprise : folders) {
            rows.add(Baselines.concatenated(enterprise.stream()
                    .map(folder ->
                            FeatureEncoder.encode(ParticipantFolder.open(folder).rows()))
                    .toList()));
        }
        return rows;
    }
}
