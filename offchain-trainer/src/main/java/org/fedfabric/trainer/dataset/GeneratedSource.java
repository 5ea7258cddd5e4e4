package org.fedfabric.trainer.dataset;

import org.fedfabric.protocol.data.RawRows;

/** Machine failures made up here and now. */
final class GeneratedSource implements DataSource {
    private final int rows;
    private final long seed;

    GeneratedSource(int rows, long seed) {
        this.rows = rows;
        this.seed = seed;
    }

    @Override
    public Dataset read() {
        RawRows all = MachineFailures.generate(rows, seed).rows();
        return HeldOut.fifth("machine failures generated with seed " + seed, all, seed);
    }
}
