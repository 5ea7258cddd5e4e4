package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fedfabric.trainer.dataset.SchemaFile;
import org.fedfabric.trainer.dataset.SchemaMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one schema of the enterprises' proposals. */
@Command(
        name = "merge-schemas",
        mixinStandardHelpOptions = true,
        description = "Make one schema of several, whatever their order, and show where they differ.")
final class DatasetMergeCommand implements Callable<Integer> {
    @Parameters(arity = "2..*", paramLabel = "FILE", description = "Schemas that enterprises proposed.")
    List<Path> files;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "Where to write the merged one.")
    Path output;

    @Override
    public Integer call() throws IOException {
        SchemaMerge merge = SchemaMerge.of(files.stream().map(SchemaFile::read).toList());
        if (!merge.differences().isEmpty()) {
            List<String[]> table = new ArrayList<>();
            table.add(new String[] {"differs", "in", "merged"});
            merge.differences().forEach(d -> table.add(new String[] {d.what(), d.between(), d.outcome()}));
            Output.print(table);
        }
        SchemaFile.write(output.toAbsolutePath(), merge.schema());
        System.out.println(merge.schema().columns().size() + " columns and "
                + merge.schema().classes().size() + " classes are agreed in " + output + ".");
        return ExitCode.DONE;
    }
}
