package org.fedfabric.protocol.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobTypeTest {
    private static final BlobType TYPE = new BlobType("FFXY", 1);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "FFX", "FFXYZ", "ffxy", "FF\u00c4Y"})
    void refuses_a_magic_that_is_not_four_letters(String magic) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobType(magic, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "46465859", "46465859010000", "4646585902000000", "4646585a01000000", "4646585900000001"})
    void does_not_take_other_or_too_few_bytes(String hex) {
        assertThat(TYPE.isNext(littleEndian(HexFormat.of().parseHex(hex)))).isFalse();
    }

    @Test
    void writes_magic_and_schema_and_finds_them_again() {
        ByteBuffer blob = littleEndian(new byte[9]);
        TYPE.put(blob);
        assertThat(HexFormat.of().formatHex(blob.array())).isEqualTo("464658590100000000");
        assertThat(TYPE.isNext(blob.rewind())).isTrue();
        assertThat(blob.remaining()).isEqualTo(1);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
