package org.fedfabric.audit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fedfabric.audit.AuditResult;
import org.fedfabric.audit.AuditRun;
import org.fedfabric.audit.BlockSource;
import org.fedfabric.audit.bundle.BundleManifest;
import org.fedfabric.audit.bundle.BundleWriter;
import org.fedfabric.audit.bundle.CopyingContents;
import org.fedfabric.audit.replay.RulesReplay;
import org.fedfabric.trainer.cli.CommandException;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.cli.NetworkOptions;
import org.fedfabric.trainer.cli.Output;
import org.fedfabric.trainer.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a bundle, verifying on the way: what the audit reads is what a later reader needs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write one file with every block of the channel and the bytes that the task's records name, for",
            "fedfabric audit verify --bundle. The task is verified on the way, with the same exit codes."
        })
final class ExportCommand implements Callable<Integer> {
    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Option(names = "--task", required = true, paramLabel = "TASK", description = "The task.")
    String task;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    Path out;

    @Override
    public Integer call() throws Exception {
        Path folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.USAGE, "The folder of --out must exist. Provided value: " + out);
        }
        AuditResult result;
        BundleManifest manifest;
        try (Session session = network.open();
                BundleWriter bundle = BundleWriter.begin(out)) {
            PeerBlocks blocks = PeerBlocks.of(session.chain());
            CopyingContents contents = new CopyingContents(session.store(), bundle);
            NamedContents named = new NamedContents(task);
            try (Progress progress = Progress.of("blocks", blocks.height(), output.isJson())) {
                var replay = RulesReplay.of(session.profile().chaincode()).begin(task, contents);
                result = new AuditRun(session.chain().channel(), Optional.empty(), progress::at)
                        .run(copied(blocks, bundle), replay, named::transaction);
            }
            named.fetch(contents);
            manifest = bundle.finish(
                    session.chain().channel(),
                    session.profile().chaincode(),
                    task,
                    result.chain().genesisHash());
        }
        if (output.isJson()) {
            ResultPrinter.print(result, /* json= */ true);
            return ResultPrinter.exitCode(result);
        }
        ResultPrinter.print(result, /* json= */ false);
        System.out.println();
        System.out.println(out + ": " + manifest.height() + " blocks, "
                + (manifest.entries().size() - manifest.height()) + " contents, "
                + manifest.missing().size()
                + " contents that nobody hands out any more, " + Files.size(out) + " bytes");
        System.out.println(
                "Verify it with: fedfabric audit verify --bundle " + out + " --genesis-hash " + manifest.genesisHash());
        System.out.println(
                "Hand the hash over by another way than the file, or let the reader take it from another member.");
        return ResultPrinter.exitCode(result);
    }

    private static BlockSource copied(PeerBlocks blocks, BundleWriter bundle) {
        return new BlockSource() {
            @Override
            public long height() {
                return blocks.height();
            }

            @Override
            public void read(Consumer consumer) throws IOException {
                blocks.read(block -> {
                    bundle.block(block);
                    consumer.accept(block);
                });
            }
        };
    }
}
