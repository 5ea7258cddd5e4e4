package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.trainer.dataset.DataDisclosure;
import org.fedfabric.trainer.dataset.Dataset;
import org.fedfabric.trainer.dataset.Division;
import org.fedfabric.trainer.dataset.Partition;
import org.fedfabric.trainer.dataset.SplitPlan;

/**
 * A run's rows, divided. Validation rows are taken from the training rows; the test rows are nobody's.
 *
 * @param schema what a row is
 * @param parts each participant's rows, in the members' order
 * @param validation byte form of the rows that endorsers judge with
 * @param test byte form of the rows that versions are measured on
 * @param digest SHA-256 over training, validation and test rows as they are used
 */
record RunData(DataSchema schema, List<Part> parts, byte[] validation, byte[] test, String digest) {
    /**
     * One participant's rows.
     *
     * @param rows as the network takes them
     * @param disclosure what registering tells of them
     * @param digest SHA-256 of their byte form: in a simulation it hides nothing
     */
    record Part(FeatureRows rows, DataDisclosure disclosure, String digest) {
        private static Part of(RawRows rows, byte[] bytes) {
            return new Part(FeatureEncoder.encode(rows), DataDisclosure.of(rows), Digests.sha256Hex(bytes));
        }
    }

    /** Divides a data set as the settings ask. */
    static RunData divide(RunSettings settings, List<Member> members, Dataset dataset) {
        Division division = Division.of(
                dataset,
                new SplitPlan(
                        members.stream().map(Member::owner).toList(),
                        Partition.parse(settings.partition()),
                        settings.validationRows(),
                        settings.trainingRows() == 0 ? 0 : settings.trainingRows() - settings.validationRows(),
                        settings.seed()));
        byte[] validation = RowsBlob.encode(division.validation());
        byte[] test = RowsBlob.encode(division.test());
        List<Part> parts = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        for (RawRows rows : division.parts()) {
            Part part = Part.of(rows, RowsBlob.encode(rows));
            parts.add(part);
            digests.add(Digests.bytes(part.digest()));
        }
        digests.add(Digests.sha256(validation));
        digests.add(Digests.sha256(test));
        return new RunData(
                dataset.training().schema(),
                List.copyOf(parts),
                validation,
                test,
                Digests.sha256Hex(digests.toArray(byte[][]::new)));
    }

    /** The bucket of the participant with most rows. */
    int largestRowsLog2() {
        return parts.stream()
                .mapToInt(part -> part.disclosure().rowsLog2())
                .max()
                .orElseThrow();
    }

    /** Rows that a participant has on average. */
    double meanRows() {
        return parts.stream().mapToInt(part -> part.rows().rows()).average().orElseThrow();
    }

    /** The class of each row that participants have, all of them together. */
    int[] labels() {
        return parts.stream()
                .flatMapToInt(part -> Arrays.stream(part.rows().labels()))
                .toArray();
    }
}
