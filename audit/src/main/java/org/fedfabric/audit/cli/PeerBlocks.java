package org.fedfabric.audit.cli;

import java.io.IOException;
import org.fedfabric.audit.BlockSource;
import org.fedfabric.trainer.cli.CommandException;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.ledger.ChainReader;

/** The own peer's blocks, up to the height it had when the audit began. */
final class PeerBlocks implements BlockSource {
    private final ChainReader chain;
    private final long height;

    private PeerBlocks(ChainReader chain, long height) {
        this.chain = chain;
        this.height = height;
    }

    static PeerBlocks of(ChainReader chain) {
        try {
            return new PeerBlocks(chain, chain.height());
        } catch (IOException e) {
            throw new CommandException(ExitCode.NETWORK, e.getMessage());
        }
    }

    @Override
    public long height() {
        return height;
    }

    @Override
    public void read(Consumer consumer) throws IOException {
        chain.read(height, block -> consumer.accept(block.toByteArray()));
    }
}
