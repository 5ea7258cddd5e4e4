package org.fedfabric.benchmarks.round;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Images in the form and number of MNIST's, made up: ten patterns, each image one of them with noise. */
final class MadeUpImages {
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 10;

    /** What IDX files begin with: bytes in three dimensions, and in one. */
    private static final int IMAGES_MAGIC = 0x0803;

    private static final int LABELS_MAGIC = 0x0801;

    private final Path folder;

    private MadeUpImages(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes training and test images.
     *
     * @param folder where; made if it is not there
     * @param training how many to train with
     * @param test how many to test with
     */
    static MadeUpImages write(Path folder, int training, int test) throws IOException {
        Files.createDirectories(folder);
        SplittableRandom random = new SplittableRandom(1);
        boolean[][] patterns = new boolean[CLASSES][PIXELS];
        for (boolean[] pattern : patterns) {
            for (int i = 0; i < PIXELS; i++) {
                pattern[i] = random.nextInt(5) == 0;
            }
        }
        write(folder, "train", training, patterns, random);
        write(folder, "t10k", test, patterns, random);
        return new MadeUpImages(folder);
    }

    Path images() {
        return folder.resolve("train-images-idx3-ubyte");
    }

    Path labels() {
        return folder.resolve("train-labels-idx1-ubyte");
    }

    private static void write(Path folder, String name, int count, boolean[][] patterns, SplittableRandom random)
            throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * PIXELS);
        images.putInt(IMAGES_MAGIC).putInt(count).putInt(SIDE).putInt(SIDE);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(LABELS_MAGIC).putInt(count);
        for (int image = 0; image < count; image++) {
            int label = random.nextInt(CLASSES);
            labels.put((byte) label);
            for (int i = 0; i < PIXELS; i++) {
                // Half of a pattern is hidden, so that there is something left to learn in every round.
                boolean seen = patterns[label][i] && random.nextBoolean();
                images.put((byte) (seen || random.nextInt(20) == 0 ? 64 + random.nextInt(192) : 0));
            }
        }
        Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array());
    }
}
