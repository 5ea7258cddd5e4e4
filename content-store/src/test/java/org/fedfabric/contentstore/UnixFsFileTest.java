package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsFileTest {
    private static final Cid CHUNK = Cid.of(new byte[] {1});

    @Test
    void refuses_chunks_that_do_not_fit_the_length() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixFsFile(Cid.CHUNK_BYTES + 1, List.of(CHUNK)))
                .withMessageContaining("must have 2 chunks. Provided value: 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixFsFile(Cid.CHUNK_BYTES, List.of(CHUNK)))
                .withMessageContaining("Store shorter content as one raw block.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixFsFile(Cid.MAX_CONTENT_BYTES + 1L, Collections.nCopies(175, CHUNK)))
                .withMessageContaining("Provided value: 182452225");
    }

    @Test
    void refuses_a_chunk_that_is_itself_a_list() {
        Cid list = Cid.ofBlock(Codec.DAG_PB, new byte[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixFsFile(Cid.CHUNK_BYTES + 1, List.of(CHUNK, list)))
                .withMessageContaining("Provided value: " + list);
    }

    @Test
    void does_not_read_a_block_cut_short_anywhere_or_with_a_byte_too_many() {
        byte[] block = new UnixFsFile(3L * Cid.CHUNK_BYTES - 5, List.of(CHUNK, CHUNK, CHUNK)).encode();

        for (int length = 0; length < block.length; length++) {
            assertThat(UnixFsFile.parse(Arrays.copyOf(block, length))).isEmpty();
        }
        assertThat(UnixFsFile.parse(Arrays.copyOf(block, block.length + 1))).isEmpty();
    }

    @Test
    void does_not_read_another_encoding_of_the_same_list() {
        byte[] block = new UnixFsFile(2L * Cid.CHUNK_BYTES, List.of(CHUNK, CHUNK)).encode();

        // Whatever single byte outside the 32-byte digests is changed, the block is no longer what ipfs add writes.
        for (int i = 0; i < block.length; i++) {
            int inLink = i % 46;
            boolean digest = i < 92 && inLink >= 8 && inLink < 40;
            for (int change = 1; change < 256 && !digest; change++) {
                byte[] changed = block.clone();
                changed[i] ^= (byte) change;
                assertThat(UnixFsFile.parse(changed))
                        .as("byte %d xor %d", i, change)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void never_fails_on_noise(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = 0x12;
            }
            assertThat(UnixFsFile.parse(noise)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void comes_back_from_its_encoding_whose_length_is_known_beforehand(long seed) {
        Random random = new Random(seed);
        long lengthBytes = Cid.CHUNK_BYTES + 1L + random.nextInt(Cid.MAX_CONTENT_BYTES - Cid.CHUNK_BYTES);
        int chunks = (int) ((lengthBytes + Cid.CHUNK_BYTES - 1) / Cid.CHUNK_BYTES);
        List<Cid> cids = random.ints(chunks)
                .mapToObj(value -> Cid.of(new byte[] {(byte) value, (byte) (value >> 8)}))
                .toList();
        UnixFsFile file = new UnixFsFile(lengthBytes, cids);

        assertThat(UnixFsFile.parse(file.encode())).contains(file);
        assertThat(UnixFsFile.encodedLength(lengthBytes)).isEqualTo(file.encode().length);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Cid.CHUNK_BYTES + 1L,
                Cid.CHUNK_BYTES + 127L,
                Cid.CHUNK_BYTES + 128L,
                Cid.CHUNK_BYTES + 16_383L,
                Cid.CHUNK_BYTES + 16_384L,
                2L * Cid.CHUNK_BYTES - 1,
                2L * Cid.CHUNK_BYTES,
                Cid.MAX_CONTENT_BYTES - 1L,
                Cid.MAX_CONTENT_BYTES
            })
    void knows_the_length_of_a_root_block_at_every_step_of_its_numbers(long lengthBytes) {
        int chunks = (int) ((lengthBytes + Cid.CHUNK_BYTES - 1) / Cid.CHUNK_BYTES);
        UnixFsFile file = new UnixFsFile(lengthBytes, Collections.nCopies(chunks, CHUNK));

        assertThat(UnixFsFile.parse(file.encode())).contains(file);
        assertThat(UnixFsFile.encodedLength(lengthBytes)).isEqualTo(file.encode().length);
    }
}
