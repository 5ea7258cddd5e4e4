package org.fedfabric.trainer.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;

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
        String sha256 = Digests.sha256Hex(bytes);
        if (!sha256.equals(manifest.sha256())) {
            throw new DatasetException(
                    rowsFile + ": must have the SHA-256 that its manifest names, " + manifest.sha256()
                            + ". Provided value: " + sha256 + ". The file is damaged: divide the data again.");
        }
        return new ParticipantFolder(manifest, DatasetFolders.decode(rowsFile, bytes, schema));
    }

    private static RowsManifest manifest(Path file) {
        try {
            return CanonicalJson.read(DatasetFolders.bytes(file), RowsManifest.class);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(file + ": " + e.getMessage() + ". Divide the data again.", e);
        }
    }
}
