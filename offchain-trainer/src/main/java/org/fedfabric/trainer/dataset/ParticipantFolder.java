package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * A participant's own rows, as its trainer opens them.
 *
 * @param manifest where they came from
 * @param rows the rows
 */
public record ParticipantFolder(RowsManifest manifest, RawRows rows) {
    /**
     * Opens a folder that {@link DatasetFolders#write} made.
     *
     * @throws DatasetException if something is missing or damaged, naming the file
     */
    public static ParticipantFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException("A participant's data folder must exist. Provided value: " + folder
                    + ". Check the path, or run `fedfabric dataset split` first.");
        }
        DataSchema schema = SchemaFile.read(folder.resolve(DatasetFolders.SCHEMA));
        Path manifestFile = folder.resolve(DatasetFolders.MANIFEST);
        Path rowsFile = folder.resolve(DatasetFolders.ROWS);
        RowsManifest manifest = manifest(manifestFile);
        byte[] bytes = DatasetFolders.bytes(rowsFile);
        long crc32 = DatasetFolders.checksum(bytes);
        if (crc32 != manifest.crc32()) {
            throw new DatasetException(rowsFile + ": must have the CRC-32 that its manifest names, " + manifest.crc32()
                    + ". Provided value: " + crc32 + ". The file is damaged: divide the data again.");
        }
        return new ParticipantFolder(manifest, DatasetFolders.decode(rowsFile, bytes, schema));
    }

    /**
     * Writes a folder that {@link #open} opens; the manifest comes last.
     *
     * @param folder where to; made if it is not there
     * @param origin the data set the rows come from
     * @param owner whose rows
     * @param partition the rule of division
     * @param seed its seed
     * @throws IOException if the folder cannot be written
     */
    public static RowsManifest write(
            Path folder, RawRows rows, String origin, SplitPlan.Owner owner, String partition, long seed)
            throws IOException {
        byte[] bytes = RowsBlob.encode(rows);
        RowsManifest manifest = new RowsManifest(
                1,
                origin,
                owner.enterprise(),
                owner.participant(),
                partition,
                seed,
                rows.rows(),
                DatasetFolders.checksum(bytes));
        DurableFile.write(folder.resolve(DatasetFolders.ROWS), bytes);
        SchemaFile.write(folder.resolve(DatasetFolders.SCHEMA), rows.schema());
        DurableFile.write(folder.resolve(DatasetFolders.MANIFEST), CanonicalJson.bytes(manifest));
        return manifest;
    }

    private static RowsManifest manifest(Path file) {
        try {
            return CanonicalJson.read(DatasetFolders.bytes(file), RowsManifest.class);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(file + ": " + e.getMessage() + ". Divide the data again.", e);
        }
    }
}
