package org.fedfabric.trainer.cli;

import picocli.CommandLine.Command;

/** Models: take one away, bring one, measure it, let it predict, see where it came from. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = {
            "Use models: those that tasks have published, and those in files. Bytes are fetched by CID and checked.",
            "MODEL is TASK (its last version), TASK@VERSION, a CID, or a file."
        },
        subcommands = {
            ModelShowCommand.class,
            ModelExportCommand.class,
            ModelImportCommand.class,
            ModelEvaluateCommand.class,
            ModelPredictCommand.class
        })
final class ModelCommand {
    private ModelCommand() {}
}
