package org.fedfabric.trainer.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.trainer.interchange.Dl4jModel;
import org.fedfabric.trainer.interchange.ImportedModel;
import org.fedfabric.trainer.terms.ModelSpecFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a model of another program into the content store. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Put a Deeplearning4j model into the enterprise's content store and print its CID and network.",
            "A task can start from it: task create --from-model CID --model SPEC. Trainers must trust it first."
        })
final class ModelImportCommand implements Callable<Integer> {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(30);

    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Mixin
    ImageOption image;

    @Parameters(paramLabel = "ZIP", description = "What Deeplearning4j's ModelSerializer wrote.")
    Path zip;

    @Option(names = "--spec", paramLabel = "FILE", description = "Write the network's description there.")
    Path spec;

    @Override
    public Integer call() throws Exception {
        ImportedModel model = Dl4jModel.read(zip, image.shape());
        byte[] blob = ModelBlob.encode(model.spec(), model.parameters());
        Cid cid;
        try (Session session = network.open()) {
            cid = session.store().put(blob, Pinning.PINNED, STORE_DEADLINE);
        }
        if (spec != null) {
            ModelSpecFile.write(spec, model.spec());
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("cid", cid.text());
        answer.addProperty("parameters", model.parameters().length);
        answer.addProperty("specDigest", Digests.ofRecord(model.spec()));
        answer.add("spec", JsonParser.parseString(CanonicalJson.write(model.spec())));
        output.object(answer.toString());
        return ExitCode.DONE;
    }
}
