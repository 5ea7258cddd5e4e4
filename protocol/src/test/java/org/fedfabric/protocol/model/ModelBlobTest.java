package org.fedfabric.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.fedfabric.protocol.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBlobTest {
    private static final ModelSpec SPEC = Examples.convolutional();
    private static final float[] PARAMETERS = SeededParameters.draw(SPEC, 1);

    @ParameterizedTest
    @ValueSource(ints = {0, 39, 40})
    void refuses_bytes_that_end_early(int length) {
        assertRefused(Arrays.copyOf(blob(), length), "bytes. Provided value: " + length);
    }

    @Test
    void refuses_one_byte_more_or_less() {
        assertRefused(Arrays.copyOf(blob(), blob().length + 1), "A model of this spec must have");
        assertRefused(Arrays.copyOf(blob(), blob().length - 1), "A model of this spec must have");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7})
    void refuses_another_kind_or_version_of_bytes(int index) {
        byte[] blob = blob();
        blob[index] ^= 1;
        assertRefused(blob, "A model must begin with");
    }

    @Test
    void refuses_the_digest_of_another_spec() {
        byte[] blob = blob();
        blob[39] ^= 1;
        assertRefused(blob, "A model must name the digest of its spec");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refuses_values_that_are_not_finite_in_both_directions(float value) {
        float[] parameters = PARAMETERS.clone();
        parameters[2] = value;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBlob.encode(SPEC, parameters))
                .withMessage("Parameter 2 of a model must be finite. Provided value: " + value);
        byte[] blob = blob();
        int bits = Float.floatToIntBits(value);
        for (int i = 0; i < 4; i++) {
            blob[48 + i] = (byte) (bits >>> 8 * i);
        }
        assertRefused(blob, "Parameter 2 of a model must be finite");
    }

    @Test
    void refuses_a_vector_of_another_length() {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelBlob.encode(SPEC, new float[1]));
    }

    @Test
    void gives_back_every_bit_and_keeps_to_the_length() {
        float[] parameters = PARAMETERS.clone();
        parameters[0] = -0f;
        parameters[1] = Float.MIN_VALUE;
        byte[] blob = ModelBlob.encode(SPEC, parameters);
        assertThat(blob).hasSize((int) ModelBlob.lengthBytes(SPEC));
        assertThat(ModelBlob.encode(SPEC, ModelBlob.decode(SPEC, blob))).isEqualTo(blob);
        assertThat(ModelBlob.decode(SPEC, blob)).containsExactly(parameters);
    }

    private static byte[] blob() {
        return ModelBlob.encode(SPEC, PARAMETERS);
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBlob.decode(SPEC, bytes))
                .withMessageContaining(message);
    }
}
