package org.fedfabric.protocol.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fedfabric.protocol.Examples;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.task.Quantisation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateBlobTest {
    private static final UpdateHeader HEADER = Examples.updateHeader();
    private static final Quantisation BITS_32 = Examples.quantisation();
    private static final String JSON = CanonicalJson.write(HEADER);
    private static final byte[] BLOB = UpdateBlob.encode(HEADER, new int[] {1, -2, 3});

    @Test
    void rejects_every_beginning_of_the_bytes() {
        for (int length = 0; length < BLOB.length; length++) {
            Reason reason = length < 12 + JSON.length() ? Reason.HEADER : Reason.SHAPE;
            assertThat(decode(Arrays.copyOf(BLOB, length)))
                    .as("%d bytes", length)
                    .isEqualTo(new Decoded.Rejected(reason));
        }
    }

    @Test
    void rejects_one_byte_or_one_value_too_many() {
        assertThat(decode(Arrays.copyOf(BLOB, BLOB.length + 1))).isEqualTo(new Decoded.Rejected(Reason.SHAPE));
        assertThat(decode(Arrays.copyOf(BLOB, BLOB.length + 4))).isEqualTo(new Decoded.Rejected(Reason.SHAPE));
    }

    @Test
    void rejects_a_change_of_any_bit_before_the_values() {
        for (int bit = 0; bit < 8 * (12 + JSON.length()); bit++) {
            byte[] bytes = BLOB.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(decode(bytes)).as("bit %d", bit).isInstanceOf(Decoded.Rejected.class);
        }
    }

    static List<UpdateHeader> others() {
        String cid = HEADER.baseCid();
        String id = HEADER.participantId();
        String digest = HEADER.specDigest();
        String encoding = HEADER.encoding();
        return List.of(
                new UpdateHeader(1, "other", "mnist", 3, cid, id, digest, encoding, 3),
                new UpdateHeader(1, "federation", "other", 3, cid, id, digest, encoding, 3),
                new UpdateHeader(1, "federation", "mnist", 4, cid, id, digest, encoding, 3),
                new UpdateHeader(1, "federation", "mnist", 3, cid + "a", id, digest, encoding, 3),
                new UpdateHeader(1, "federation", "mnist", 3, cid, "WestMSP/trainer-1", digest, encoding, 3),
                new UpdateHeader(1, "federation", "mnist", 3, cid, id, "f".repeat(64), encoding, 3),
                new UpdateHeader(1, "federation", "mnist", 3, cid, id, digest, "sparse", 3));
    }

    @ParameterizedTest
    @MethodSource("others")
    void rejects_a_header_that_differs_in_one_field(UpdateHeader other) {
        assertThat(decode(UpdateBlob.encode(other, new int[] {1, -2, 3})))
                .isEqualTo(new Decoded.Rejected(Reason.HEADER));
        assertThat(decode(UpdateBlob.encode(other.withCount(1), new int[] {1})))
                .isEqualTo(new Decoded.Rejected(Reason.HEADER));
    }

    @Test
    void rejects_another_number_of_values_as_a_wrong_shape() {
        assertThat(decode(UpdateBlob.encode(HEADER.withCount(2), new int[] {1, -2})))
                .isEqualTo(new Decoded.Rejected(Reason.SHAPE));
        assertThat(decode(UpdateBlob.encode(HEADER.withCount(4), new int[] {1, -2, 3, 4})))
                .isEqualTo(new Decoded.Rejected(Reason.SHAPE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[[[[",
                "{\"schema\":1,\"schema\":1,REST",
                "{ \"schema\":1,REST",
                "{\"schema\":1.0,REST",
                "{\"schema\":2,REST",
                "{REST",
            })
    void rejects_a_header_that_is_not_the_canonical_one(String template) {
        String json = template.replace("REST", JSON.substring("{\"schema\":1,".length()));
        assertThat(decode(blob(json.length(), json, 3))).isEqualTo(new Decoded.Rejected(Reason.HEADER));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE, 300_000_000})
    void rejects_a_header_length_that_lies(int length) {
        assertThat(decode(blob(length, JSON, 3))).isEqualTo(new Decoded.Rejected(Reason.HEADER));
    }

    @Test
    void rejects_a_header_that_swallows_the_values() {
        assertThat(decode(blob(JSON.length() + 12, JSON, 3))).isEqualTo(new Decoded.Rejected(Reason.HEADER));
    }

    @Test
    void a_lying_count_of_values_costs_no_memory() {
        UpdateHeader huge = HEADER.withCount(10_000_000);
        // With 40 MB a call, so many calls would take seconds and tens of gigabytes of garbage.
        byte[] bytes = blob(CanonicalJson.bytes(huge).length, CanonicalJson.write(huge), 3);
        long before = allocatedBytes();
        for (int i = 0; i < 100; i++) {
            assertThat(UpdateBlob.decode(bytes, huge, BITS_32)).isEqualTo(new Decoded.Rejected(Reason.SHAPE));
            assertThat(decode(bytes)).isEqualTo(new Decoded.Rejected(Reason.SHAPE));
        }
        assertThat(allocatedBytes() - before).isLessThan(40_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16, 31, 32})
    void rejects_values_one_step_outside_the_agreed_width_and_takes_those_at_its_ends(int bits) {
        Quantisation quantisation = new Quantisation(1, 0, bits, 0);
        int largest = quantisation.maxMagnitude();
        int[] ends = {largest, -largest, 0};
        assertThat(UpdateBlob.decode(UpdateBlob.encode(HEADER, ends), HEADER, quantisation))
                .isInstanceOfSatisfying(
                        Decoded.Values.class, v -> assertThat(v.values()).containsExactly(ends));
        // For 32 bits both are the smallest integer, whose absolute value is negative.
        for (int outside : new int[] {largest + 1, -largest - 1, Integer.MIN_VALUE}) {
            assertThat(UpdateBlob.decode(UpdateBlob.encode(HEADER, new int[] {0, 0, outside}), HEADER, quantisation))
                    .as("%d in %d bits", outside, bits)
                    .isEqualTo(new Decoded.Rejected(Reason.RANGE));
        }
    }

    @Test
    void never_throws_whatever_the_bytes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = BLOB.clone();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
            assertThatNoException().isThrownBy(() -> decode(cut));
        }
    }

    @Test
    void refuses_to_write_another_number_of_values_than_the_header_says() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpdateBlob.encode(HEADER, new int[2]))
                .withMessage("An update with this header must have 3 values. Provided value: 2");
    }

    @Test
    void gives_back_the_values_and_keeps_to_the_length() {
        assertThat(BLOB).hasSize((int) UpdateBlob.lengthBytes(HEADER));
        assertThat(decode(BLOB))
                .isInstanceOfSatisfying(
                        Decoded.Values.class, v -> assertThat(v.values()).containsExactly(1, -2, 3));
    }

    private static Decoded decode(byte[] bytes) {
        return UpdateBlob.decode(bytes, HEADER, BITS_32);
    }

    private static byte[] blob(int headerLength, String json, int values) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(12 + header.length + 4 * values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("FFUP".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(headerLength)
                .put(header)
                .array();
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
