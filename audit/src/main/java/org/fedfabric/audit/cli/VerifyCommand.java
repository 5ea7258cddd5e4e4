package org.fedfabric.audit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fedfabric.audit.AuditResult;
import org.fedfabric.audit.AuditRun;
import org.fedfabric.audit.bundle.Bundle;
import org.fedfabric.audit.bundle.BundleContents;
import org.fedfabric.audit.bundle.BundleException;
import org.fedfabric.audit.bundle.BundleManifest;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.audit.replay.RulesReplay;
import org.fedfabric.trainer.cli.CommandException;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.cli.NetworkOptions;
import org.fedfabric.trainer.cli.Output;
import org.fedfabric.trainer.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies a task, from the own peer or from a bundle. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verify a task from the own enterprise's peer and content store, or, with --bundle, from a file alone.",
            "Exit code 0: everything is confirmed; 14: something recorded does not follow from the evidence; 15: nothing",
            "is wrong, but not all could be confirmed."
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Option(names = "--task", paramLabel = "TASK", description = "The task. Default: all, or the bundle's.")
    String task;

    @Option(names = "--bundle", paramLabel = "FILE", description = "Verify this bundle; no network is needed.")
    Path bundle;

    @Option(
            names = "--genesis-hash",
            paramLabel = "HEX",
            description = {
                "The hash of block 0 as it was agreed on out of band (fedfabric audit genesis). Required with --bundle;",
                "without it the own peer is believed about which network this is."
            })
    String genesisHash;

    @Override
    public Integer call() throws Exception {
        Optional<String> genesis = Optional.ofNullable(genesisHash).map(VerifyCommand::hash);
        AuditResult result = bundle == null ? online(genesis) : offline(genesis);
        ResultPrinter.print(result, output.isJson());
        return ResultPrinter.exitCode(result);
    }

    private static String hash(String text) {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--genesis-hash must be 64 hexadecimal digits. Provided value: " + text
                            + ". See: fedfabric audit genesis");
        }
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private AuditResult online(Optional<String> genesis) throws IOException {
        try (Session session = network.open()) {
            PeerBlocks blocks = PeerBlocks.of(session.chain());
            try (Progress progress = Progress.of("blocks", blocks.height(), output.isJson())) {
                var replay =
                        RulesReplay.of(session.profile().chaincode()).begin(task == null ? "" : task, session.store());
                return new AuditRun(session.chain().channel(), genesis, progress::at)
                        .run(blocks, replay, transaction -> {});
            }
        }
    }

    private AuditResult offline(Optional<String> genesis) throws IOException {
        if (genesis.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--bundle needs --genesis-hash: without the hash of block 0 from elsewhere, a bundle proves nothing.");
        }
        try (Bundle evidence = Bundle.open(bundle)) {
            BundleManifest manifest = evidence.manifest();
            try (Progress progress = Progress.of("blocks", manifest.height(), output.isJson())) {
                evidence.checkContents();
                var replay = RulesReplay.of(manifest.chaincode())
                        .begin(task == null ? manifest.task() : task, new BundleContents(evidence));
                BundleBlocks blocks = new BundleBlocks(evidence);
                AuditResult result =
                        new AuditRun(manifest.channel(), genesis, progress::at).run(blocks, replay, transaction -> {});
                List<Finding> container = new ArrayList<>(evidence.findings());
                blocks.missing().ifPresent(container::add);
                return result.withFindings(container);
            }
        } catch (BundleException e) {
            throw new CommandException(ExitCode.DATA, e.getMessage());
        }
    }
}
