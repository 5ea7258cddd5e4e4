package org.fedfabric.trainer.dataset;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.trainer.durable.DurableFile;

/** A data schema as a file people can read and edit: the record's JSON, indented. */
public final class SchemaFile {
    private SchemaFile() {}

    /**
     * Reads a schema. White space is free; the members must be those of the record, in its order.
     *
     * @throws DatasetException naming the file and what is wrong in it
     */
    public static DataSchema read(Path file) {
        try {
            JsonElement json = JsonParser.parseString(Files.readString(file));
            return CanonicalJson.read(
                    new GsonBuilder().disableHtmlEscaping().create().toJson(json), DataSchema.class);
        } catch (IOException e) {
            throw new DatasetException(
                    "The schema file must be readable. Provided value: " + e + ". Check the path " + file + ".", e);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new DatasetException(
                    file + ": " + e.getMessage() + ". Compare it with a schema.json that `dataset split` wrote.", e);
        }
    }

    /** Writes a schema, whole or not at all. */
    public static void write(Path file, DataSchema schema) throws IOException {
        JsonElement json = JsonParser.parseString(CanonicalJson.write(schema));
        String text = new GsonBuilder()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(json);
        DurableFile.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
