package org.fedfabric.trainer.interchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/**
 * A network as a Deeplearning4j {@link MultiLayerNetwork}: same layers, same probabilities. Images go in as Deeplearning4j
 * has them by default, [example][channel][row][column]; rows of a table as [example][column].
 *
 * <p>A written zip has an entry more than Deeplearning4j reads: the model spec, because images' size stands nowhere in
 * Deeplearning4j's configuration. Reading such a zip gives the same spec and the same parameters, bit for bit.
 */
public final class Dl4jModel {
    /** Longest configuration read: a network of 64 layers takes less than 100 kB. */
    private static final int MAX_TEXT_BYTES = 1 << 20;

    /** Largest zip entry with parameters: the largest model in double precision, and its head. */
    private static final long MAX_PARAMETER_BYTES = 8L * ModelSpec.MAX_PARAMETERS + (1 << 20);

    private static final String SPEC = "fedfabric-model.json";

    private Dl4jModel() {}

    /**
     * Writes a model as the zip that {@code ModelSerializer.restoreMultiLayerNetwork} reads, whole or not at all.
     *
     * @param parameters the flat parameter vector
     */
    public static void write(ModelSpec spec, float[] parameters, Path zip) throws IOException {
        MultiLayerNetwork network = network(spec, parameters);
        Path folder = Files.createDirectories(zip.toAbsolutePath().getParent());
        Path temporary = Files.createTempFile(folder, zip.getFileName().toString(), ".tmp");
        try {
            ModelSerializer.writeModel(network, temporary.toFile(), /* saveUpdater= */ false);
            try (FileSystem entries = FileSystems.newFileSystem(temporary)) {
                Files.write(entries.getPath(SPEC), CanonicalJson.bytes(spec));
            }
            Files.move(temporary, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The model in memory. */
    public static MultiLayerNetwork network(ModelSpec spec, float[] parameters) {
        Checks.require(
                parameters.length == spec.parameterCount(),
                "The model must have " + spec.parameterCount() + " parameters",
                parameters.length);
        MultiLayerConfiguration configuration = Dl4jConfiguration.of(spec);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        Dl4jWeights.set(network, spec, Dl4jTranslation.of(configuration).indices(), parameters);
        return network;
    }

    /**
     * Reads a model that Deeplearning4j or {@link #write} wrote.
     *
     * @param input the shape of an example, if the caller knows it; needed for images where the zip does not say it
     * @throws UnsupportedModelException if this product's layers cannot express the model, naming the layer and what is
     *     supported; or if the zip holds something else
     * @throws IOException if the file cannot be read
     */
    public static ImportedModel read(Path zip, Optional<Shape> input) throws IOException {
        MultiLayerConfiguration configuration;
        Optional<ModelSpec> written;
        try (ZipFile entries = new ZipFile(zip.toFile())) {
            configuration = configuration(zip, entries);
            written = entry(zip, entries, SPEC).map(json -> CanonicalJson.read(json, ModelSpec.class));
        } catch (java.util.zip.ZipException e) {
            throw new UnsupportedModelException(
                    zip + " must be a zip that Deeplearning4j's ModelSerializer wrote. " + e.getMessage(), e);
        }
        Dl4jTranslation translation = Dl4jTranslation.of(configuration);
        ModelSpec spec = spec(zip, translation, written, input);
        MultiLayerNetwork network;
        try {
            network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), /* loadUpdater= */ false);
        } catch (RuntimeException e) {
            throw new UnsupportedModelException(zip + " must hold the parameters of its network. " + e.getMessage(), e);
        }
        return new ImportedModel(spec, Dl4jWeights.get(network, spec, translation.indices()));
    }

    /**
     * The written spec where it means the same network: several specs become one Deeplearning4j configuration, and the
     * written one is the one whose models have this CID.
     */
    private static ModelSpec spec(
            Path zip, Dl4jTranslation translation, Optional<ModelSpec> written, Optional<Shape> given) {
        if (written.isPresent() && given.map(written.get().input()::equals).orElse(true)) {
            ModelSpec normal = Dl4jTranslation.of(Dl4jConfiguration.of(written.get()))
                    .spec(written.get().input());
            if (normal.equals(translation.spec(written.get().input()))) {
                return written.get();
            }
        }
        Shape input = given.or(translation::input)
                .orElseThrow(() -> new UnsupportedModelException("The size of the images that " + zip
                        + " takes must be given, as Deeplearning4j does not write it down: height × width × channels"
                        + " (--image 28x28x1). Provided value: none"));
        return translation.spec(input);
    }

    private static MultiLayerConfiguration configuration(Path zip, ZipFile entries) throws IOException {
        String json = entry(zip, entries, ModelSerializer.CONFIGURATION_JSON)
                .orElseThrow(() -> new UnsupportedModelException(
                        zip + " must be a zip that Deeplearning4j's ModelSerializer wrote, with "
                                + ModelSerializer.CONFIGURATION_JSON + " in it. Provided value: none there"));
        ZipEntry parameters = entries.getEntry(ModelSerializer.COEFFICIENTS_BIN);
        if (parameters == null || parameters.getSize() > MAX_PARAMETER_BYTES) {
            throw new UnsupportedModelException(zip + " must have " + ModelSerializer.COEFFICIENTS_BIN
                    + " of at most " + MAX_PARAMETER_BYTES + " bytes (" + ModelSpec.MAX_PARAMETERS
                    + " parameters). Provided value: " + (parameters == null ? "none" : parameters.getSize()));
        }
        try {
            return MultiLayerConfiguration.fromJson(json);
        } catch (RuntimeException e) {
            throw new UnsupportedModelException(
                    zip + " must hold a MultiLayerNetwork (a ComputationGraph is not supported). " + e.getMessage(), e);
        }
    }

    private static Optional<String> entry(Path zip, ZipFile entries, String name) throws IOException {
        ZipEntry entry = entries.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        byte[] bytes = entries.getInputStream(entry).readNBytes(MAX_TEXT_BYTES + 1);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new UnsupportedModelException(
                    name + " in " + zip + " must have at most " + MAX_TEXT_BYTES + " bytes. Provided value: more");
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
