package org.fedfabric.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;

/** How long PyTorch takes from the command to the end of its first training step. */
public final class TorchStart {
    private static final int BATCH = 10;

    private TorchStart() {}

    /** Seconds by the clock on the wall, for one step of small-cnn in a fresh process. */
    public static double seconds(Path python, Path root) throws IOException {
        long start = System.nanoTime();
        try (Torch torch = Torch.start(python, root, "small-cnn")) {
            torch.training(BATCH, 1).seconds(1);
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
