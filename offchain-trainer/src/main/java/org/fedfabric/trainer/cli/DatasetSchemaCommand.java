package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fedfabric.trainer.dataset.DataOptions;
import org.fedfabric.trainer.dataset.Dataset;
import org.fedfabric.trainer.dataset.SchemaFile;
import org.fedfabric.trainer.dataset.SchemaMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the schema that own rows suggest: what an enterprise shows the others before a task. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Write the schema inferred from own rows, to look over, edit and show to the others of a task.",
            "It tells them the columns' names and kinds, the words of categories, means and scales (rounded), and the",
            "classes with their weights (rounded); docs/data.md has more."
        })
final class DatasetSchemaCommand implements Callable<Integer> {
    private static final int MOST_DIGITS = 12;

    @Mixin
    DataOptions source;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "Where to write it.")
    Path file;

    @Option(
            names = "--digits",
            defaultValue = "2",
            description = "Significant digits of means, scales and weights. Default: ${DEFAULT-VALUE}.")
    int digits;

    @Override
    public Integer call() throws IOException {
        if (digits < 1 || digits > MOST_DIGITS) {
            throw new CommandException(
                    ExitCode.USAGE, "--digits must lie in [1, " + MOST_DIGITS + "]. Provided value: " + digits);
        }
        Dataset dataset = source.source(DatasetCommand.GENERATED_ROWS).read();
        List<String> found = dataset.inferred().map(report -> report.lines()).orElse(List.of());
        found.forEach(System.out::println);
        SchemaFile.write(
                file.toAbsolutePath(), SchemaMerge.rounded(dataset.training().schema(), digits));
        System.out.println("The schema is in " + file + ". Look it over before you show it to anybody.");
        return ExitCode.DONE;
    }
}
