package org.fedfabric.audit.cli;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fedfabric.audit.chain.Hashes;
import org.fedfabric.trainer.cli.CommandException;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.cli.NetworkOptions;
import org.fedfabric.trainer.cli.Output;
import org.fedfabric.trainer.cli.Session;
import org.hyperledger.fabric.protos.common.Block;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells the hash that everything else is proved from. */
@Command(
        name = "genesis",
        mixinStandardHelpOptions = true,
        description = {
            "Print the hash of block 0, from which an audit proves everything else. Members compare it once, by another",
            "way than this network: on paper, by telephone, in the consortium's contract."
        })
final class GenesisCommand implements Callable<Integer> {
    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Option(
            names = "--block",
            paramLabel = "FILE",
            description = "Hash this block 0, as the channel was created with, instead of the own peer's.")
    Path file;

    @Override
    public Integer call() throws Exception {
        Block[] genesis = new Block[1];
        String source;
        if (file != null) {
            if (!Files.isRegularFile(file)) {
                throw new CommandException(ExitCode.DATA, "There is no block " + file + ".");
            }
            genesis[0] = Block.parseFrom(Files.readAllBytes(file));
            source = file.toString();
        } else {
            try (Session session = network.open()) {
                source = session.chain().source();
                session.chain().read(1, block -> genesis[0] = block);
            } catch (java.io.IOException e) {
                throw new CommandException(ExitCode.NETWORK, e.getMessage());
            }
        }
        String hash = Hashes.ofBlock(genesis[0]);
        if (output.isJson()) {
            JsonObject answer = new JsonObject();
            answer.addProperty("genesisHash", hash);
            answer.addProperty("source", source);
            System.out.println(Output.pretty(answer));
        } else {
            System.out.println(hash);
            System.err.println(
                    "From " + source + ". Compare it with the other members' by another way than this network.");
        }
        return ExitCode.DONE;
    }
}
