package org.fedfabric.trainer.terms;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.trainer.durable.DurableFile;

/** A network as a file people can read and edit: the record's JSON, indented. */
public final class ModelSpecFile {
    private ModelSpecFile() {}

    /**
     * Reads a network. White space is free; the members must be those of the record, in its order.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static ModelSpec read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            return CanonicalJson.read(
                    new GsonBuilder().disableHtmlEscaping().create().toJson(JsonParser.parseString(text)),
                    ModelSpec.class);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getMessage() + ". Compare it with one that `model import --spec` wrote.", e);
        }
    }

    /** Writes a network, whole or not at all. */
    public static void write(Path file, ModelSpec spec) throws IOException {
        String text = new GsonBuilder()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(JsonParser.parseString(CanonicalJson.write(spec)));
        DurableFile.write(file.toAbsolutePath(), (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The network a person means: one known by name, made for the data, or one in a file.
     *
     * @param nameOrFile one of {@link NamedModels#names()}, or a path to JSON
     */
    public static ModelSpec resolve(String nameOrFile, DataSchema data) throws IOException {
        return NamedModels.names().contains(nameOrFile) || !Files.exists(Path.of(nameOrFile))
                ? NamedModels.forName(nameOrFile, data.shape(), data.classes().size())
                : read(Path.of(nameOrFile));
    }
}
