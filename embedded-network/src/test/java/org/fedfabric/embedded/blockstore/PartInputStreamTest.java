package org.fedfabric.embedded.blockstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartInputStreamTest {
    private static final String TYPE = "multipart/form-data; boundary=abc";
    private static final String HEADER = "Content-Disposition: form-data; name=\"file\"\r\n\r\n";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "text/plain", "multipart/form-data", "multipart/mixed; boundary=abc"})
    void finds_no_part_without_the_right_type_and_boundary(String contentType) throws IOException {
        assertThat(PartInputStream.firstPart(body(new byte[] {1}), contentType)).isEmpty();
    }

    @Test
    void finds_no_part_in_an_empty_body_nor_behind_another_boundary() throws IOException {
        assertThat(PartInputStream.firstPart(new ByteArrayInputStream(new byte[0]), TYPE))
                .isEmpty();
        assertThat(PartInputStream.firstPart(body(new byte[] {1}), "multipart/form-data; boundary=abd"))
                .isEmpty();
    }

    @Test
    void refuses_an_endless_header() {
        byte[] body = ("--abc\r\n" + "X: y\r\n".repeat(10_000)).getBytes(ISO_8859_1);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> PartInputStream.firstPart(new ByteArrayInputStream(body), TYPE))
                .withMessageContaining("at most 8192 bytes");
    }

    @Test
    void never_takes_a_body_cut_short_for_a_shorter_file() throws IOException {
        byte[] content = new byte[100];
        byte[] whole = body(content).readAllBytes();
        int start = ("--abc\r\n" + HEADER).length();
        for (int length = start; length < start + content.length + "\r\n--abc".length(); length++) {
            InputStream part = PartInputStream.firstPart(new ByteArrayInputStream(Arrays.copyOf(whole, length)), TYPE)
                    .orElseThrow();
            assertThatExceptionOfType(EOFException.class).isThrownBy(part::readAllBytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void gives_the_content_however_it_arrives_and_whatever_looks_like_a_boundary(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] alphabet = "\r\n-abc\0".getBytes(ISO_8859_1);
        byte[] content = new byte[random.nextInt(200_000)];
        for (int i = 0; i < content.length; i++) {
            content[i] = alphabet[random.nextInt(alphabet.length)];
        }
        String text = new String(content, ISO_8859_1).replace("\r\n--abc", "\r\n--ab!");
        content = text.getBytes(ISO_8859_1);

        InputStream part = PartInputStream.firstPart(new Trickle(body(content), random), TYPE)
                .orElseThrow();
        assertThat(part.readAllBytes()).isEqualTo(content);
        assertThat(part.read()).isEqualTo(-1);
    }

    @Test
    void gives_single_bytes_as_well() throws IOException {
        InputStream part =
                PartInputStream.firstPart(body(new byte[] {-1, 0, 7}), TYPE).orElseThrow();
        assertThat(new int[] {part.read(), part.read(), part.read(), part.read()})
                .containsExactly(255, 0, 7, -1);
    }

    private static InputStream body(byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--abc\r\n" + HEADER).getBytes(ISO_8859_1));
        body.writeBytes(content);
        body.writeBytes("\r\n--abc--\r\n".getBytes(ISO_8859_1));
        return new ByteArrayInputStream(body.toByteArray());
    }

    /** Hands out a few bytes at a time, as a network does. */
    private static final class Trickle extends InputStream {
        private final InputStream in;
        private final Random random;

        private Trickle(InputStream in, Random random) {
            this.in = in;
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, Math.min(length, 1 + random.nextInt(5000)));
        }
    }
}
