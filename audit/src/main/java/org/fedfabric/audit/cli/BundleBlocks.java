package org.fedfabric.audit.cli;

import java.io.IOException;
import java.util.Optional;
import org.fedfabric.audit.BlockSource;
import org.fedfabric.audit.bundle.Bundle;
import org.fedfabric.audit.finding.Finding;

/** A bundle's blocks, up to the first that is not there. */
final class BundleBlocks implements BlockSource {
    private final Bundle bundle;
    private Optional<Finding> missing = Optional.empty();

    BundleBlocks(Bundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public long height() {
        return bundle.manifest().height();
    }

    @Override
    public void read(Consumer consumer) throws IOException {
        for (long number = 0; number < height(); number++) {
            Optional<byte[]> block = bundle.block(number);
            if (block.isEmpty()) {
                missing = Optional.of(Finding.ofBlock(
                        "block-missing",
                        number,
                        "the bundle must hold all blocks below " + height()
                                + "; this one is not there, and no later block" + " was judged"));
                return;
            }
            consumer.accept(block.get());
        }
    }

    /** The first block that is not there, if any. */
    Optional<Finding> missing() {
        return missing;
    }
}
