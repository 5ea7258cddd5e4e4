package org.fedfabric.protocol.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.fedfabric.protocol.canonical.Digests;

/**
 * The first parameters of a task, drawn from its seed so that every endorser can recompute them (protocol.md §1).
 *
 * <p>The stream of random words is SHA-256(label ‖ seed ‖ block) for block = 0, 1, 2, …, where label is the ASCII text
 * {@code fedfabric/seeded-parameters/1} and seed and block are 64-bit big-endian integers. Each digest gives eight
 * unsigned 32-bit big-endian words. The stream runs on from layer to layer; only weights take a word, in the order of the
 * parameter vector. A word's upper 24 bits k become u = (2k + 1 − 2²⁴) / 2²⁴, which lies in (−1, 1), never at 0, and is
 * exact as a double; the weight is bound · u in double, rounded once to float. Biases are 0.
 *
 * <p>The bound is √(6 / inputs) (He et al. 2015, equation 10 for a uniform distribution) or √(6 / (inputs + outputs))
 * (Glorot and Bengio 2010, equation 16). For a convolution inputs are kernel² · input channels and outputs are kernel² ·
 * filters.
 */
public final class SeededParameters {
    private static final byte[] LABEL = "fedfabric/seeded-parameters/1".getBytes(StandardCharsets.US_ASCII);

    /** 2²⁴: as many steps as a float's significand tells apart. */
    private static final double STEPS = 1 << 24;

    private SeededParameters() {}

    /** The parameters of version 0 for this network and seed; any seed will do. */
    public static float[] draw(ModelSpec spec, long seed) {
        Words words = new Words(seed);
        float[] parameters = new float[spec.parameterCount()];
        List<Shape> shapes = spec.shapes();
        int position = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            int count = layer.parameterCount(shapes.get(i));
            if (count > 0) {
                Fans fans = Fans.of(layer, shapes.get(i));
                double bound = fans.bound(spec.initialisation());
                int biases = shapes.get(i + 1).channels();
                for (int end = position + count - biases; position < end; position++) {
                    long upper24 = words.next() >>> 8;
                    parameters[position] = (float) (bound * ((2 * upper24 + 1 - STEPS) / STEPS));
                }
                position += biases;
            }
        }
        return parameters;
    }

    /** How many values one unit sees, and how many units one value reaches. */
    private record Fans(long inputs, long outputs) {
        static Fans of(Layer layer, Shape input) {
            if (layer instanceof Layer.Dense dense) {
                return new Fans(input.size(), dense.units());
            }
            if (layer instanceof Layer.Conv2d conv) {
                long area = (long) conv.kernel() * conv.kernel();
                return new Fans(area * input.channels(), area * conv.filters());
            }
            throw new IllegalArgumentException(
                    "A layer with parameters must be dense or conv2d. Provided value: " + layer);
        }

        double bound(Initialisation initialisation) {
            return StrictMath.sqrt(
                    switch (initialisation) {
                        case HE_UNIFORM -> 6.0 / inputs;
                        case GLOROT_UNIFORM -> 6.0 / (inputs + outputs);
                    });
        }
    }

    /** Unsigned 32-bit words of the SHA-256 counter stream. */
    private static final class Words {
        private final MessageDigest sha256 = Digests.newSha256();
        private final long seed;
        private long block;
        private ByteBuffer digest = ByteBuffer.allocate(0);

        Words(long seed) {
            this.seed = seed;
        }

        long next() {
            if (!digest.hasRemaining()) {
                sha256.update(LABEL);
                byte[] counter =
                        ByteBuffer.allocate(16).putLong(seed).putLong(block++).array();
                digest = ByteBuffer.wrap(sha256.digest(counter));
            }
            return Integer.toUnsignedLong(digest.getInt());
        }
    }
}
