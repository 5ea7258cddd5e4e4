package org.fedfabric.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import org.fedfabric.protocol.Examples;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of blobs, of seeded parameters and of scores, against lines "name hexadecimal". */
class GoldenBlobsTest {
    private static final Map<String, String> GOLDEN = GoldenFile.read("blobs.txt");
    private static final long SEED = 42;

    @Test
    void writes_a_model_as_it_always_did() {
        ModelSpec spec = Examples.convolutional();
        byte[] blob = ModelBlob.encode(spec, SeededParameters.draw(spec, SEED));
        assertGolden("model-blob-prefix", HexFormat.of().formatHex(blob, 0, 56));
        assertGolden("model-blob-sha256", Digests.sha256Hex(blob));
    }

    @Test
    void writes_rows_as_it_always_did_and_reads_them_back() {
        byte[] blob = RowsBlob.encode(Examples.tableRows());
        assertGolden("rows-blob", HexFormat.of().formatHex(blob));
        assertThat(RowsBlob.decode(Examples.table(), blob).labels()).containsExactly(0, 1, 0);
        assertGolden(
                "rows-features", hex(FeatureEncoder.encode(Examples.tableRows()).features()));
    }

    @Test
    void writes_an_update_as_it_always_did_and_reads_it_back() {
        byte[] blob = UpdateBlob.encode(Examples.updateHeader(), new int[] {1, -2, Integer.MAX_VALUE});
        assertGolden("update-blob", HexFormat.of().formatHex(blob));
        assertThat(UpdateBlob.decode(blob, Examples.updateHeader(), Examples.quantisation()))
                .isInstanceOf(Decoded.Values.class);
    }

    @ParameterizedTest
    @CsvSource({"mlp, 30, 1, 2", "2nn, 28, 28, 10", "small-cnn, 28, 28, 10", "mcmahan-cnn, 28, 28, 10"})
    void draws_and_runs_named_models_as_it_always_did(String name, int height, int width, int classes) {
        ModelSpec spec = NamedModels.forName(name, new Shape(height, width, 1), classes);
        float[] parameters = SeededParameters.draw(spec, SEED);
        assertGolden("seeded-" + name, Digests.sha256Hex(littleEndian(parameters)));
        float[] features = new float[3 * spec.input().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (i * 31 % 256) / 255f;
        }
        assertGolden("logits-" + name, hex(ForwardPass.of(spec).logits(parameters, features, 3)));
    }

    private static void assertGolden(String name, String actual) {
        assertThat(name + " " + actual).as("%s", GoldenFile.WARNING).isEqualTo(name + " " + GOLDEN.get(name));
    }

    private static String hex(float[] values) {
        return HexFormat.of().formatHex(littleEndian(values));
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
