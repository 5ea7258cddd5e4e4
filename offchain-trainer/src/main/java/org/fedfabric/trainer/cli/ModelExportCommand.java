package org.fedfabric.trainer.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.trainer.durable.DurableFile;
import org.fedfabric.trainer.interchange.Dl4jModel;
import org.fedfabric.trainer.interchange.OnnxModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a model to a file that other programs read. */
@Command(name = "export", mixinStandardHelpOptions = true, description = "Write a model to a file.")
final class ModelExportCommand implements Callable<Integer> {
    /** What other programs read. */
    enum Format {
        DL4J,
        ONNX,
        BLOB
    }

    @Mixin
    ModelChoice choice;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    Path file;

    @Option(
            names = "--format",
            defaultValue = "dl4j",
            description = "dl4j (a Deeplearning4j zip), onnx, or blob (the bytes behind the CID). ${DEFAULT-VALUE}.")
    Format format;

    @Override
    public Integer call() throws Exception {
        ChosenModel model = choice.fetch();
        switch (format) {
            case DL4J -> Dl4jModel.write(model.spec(), model.parameters(), file);
            case ONNX -> OnnxModel.write(model.spec(), model.parameters(), metadata(model), file);
            case BLOB -> DurableFile.write(file.toAbsolutePath(), model.blob());
        }
        System.out.println("Model " + model.cid() + " is in " + file + ".");
        return ExitCode.DONE;
    }

    /** What whoever runs the model must know of rows: how they are scaled and what the classes are called. */
    private static Map<String, String> metadata(ChosenModel model) {
        Map<String, String> texts = new TreeMap<>();
        texts.put("fedfabric.cid", model.cid());
        model.schema().ifPresent(schema -> texts.put("fedfabric.data-schema", CanonicalJson.write(schema)));
        return texts;
    }
}
