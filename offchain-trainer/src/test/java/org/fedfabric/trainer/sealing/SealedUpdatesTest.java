package org.fedfabric.trainer.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.fedfabric.trainer.privacy.NoisedUpdate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedUpdatesTest {
    private static final Quantisation AGREED = new Quantisation(2_000_000, 16, 32, 12);
    private static final String ME = "Org1MSP/trainer-1";

    @TempDir
    Path state;

    private SealedUpdates sealed;

    @BeforeEach
    void opens_a_store() {
        sealed = new SealedUpdates(state);
    }

    @Test
    void refuses_names_that_would_leave_the_folder() {
        assertThatThrownBy(() -> sealed.find("../x", 0, ME)).isInstanceOf(SealingException.class);
        assertThatThrownBy(() -> sealed.find("task", 0, "Org1MSP/../x")).isInstanceOf(SealingException.class);
    }

    @Test
    void refuses_a_header_with_another_number_of_values() {
        assertThatThrownBy(() -> EncodedUpdate.of(header(ME, 3, 3), values(0.5f, -0.5f)))
                .hasMessageContaining("must have 3 values");
    }

    @Test
    void detects_a_damaged_torn_or_empty_file() throws IOException {
        sealed.seal(encoded(ME, 3, 1, -1));
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 1] ^= 1;
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(bytes, bytes.length - 1), new byte[0])) {
            Files.write(file, damaged);
            assertThatThrownBy(() -> sealed.find("task", 3, ME))
                    .isInstanceOf(SealingException.class)
                    .hasMessageContainingAll("must have the address in its name", damaged.length + " other bytes");
            assertThatThrownBy(() -> sealed.seal(encoded(ME, 3, 1, -1))).isInstanceOf(SealingException.class);
        }
    }

    @Test
    void says_so_when_the_disk_refuses() throws IOException {
        Files.writeString(state.resolve("sealed"), "in the way");
        assertThatThrownBy(() -> sealed.seal(encoded(ME, 3, 1, -1))).isInstanceOf(SealingException.class);
    }

    @Test
    void ignores_a_part_that_a_crash_left_behind() throws IOException {
        Path folder = Files.createDirectories(state.resolve("sealed/task"));
        Files.write(folder.resolve(".3_Org1MSP_trainer-1_x.update12345.part"), new byte[] {1});
        assertThat(sealed.find("task", 3, ME)).isEmpty();
        assertThat(sealed.seal(encoded(ME, 3, 1, -1)).lengthBytes()).isPositive();
    }

    @Test
    void finds_the_same_bytes_after_a_restart() {
        SealedUpdate before = sealed.seal(encoded(ME, 3, 1, -1));
        SealedUpdate after = new SealedUpdates(state).find("task", 3, ME).orElseThrow();
        assertThat(after.bytes()).isEqualTo(before.bytes());
        assertThat(after.cid()).isEqualTo(before.cid()).isEqualTo(Cid.of(before.bytes()));
        assertThat(after.lengthBytes()).isEqualTo(before.bytes().length);
    }

    @Test
    void sealed_bytes_decode_to_what_was_encoded() {
        SealedUpdate update = sealed.seal(encoded(ME, 3, 1, -1));
        Decoded decoded = UpdateBlob.decode(update.bytes(), header(ME, 3, 2), AGREED);
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Values.class, d -> assertThat(d.values()).containsExactly(65_536, -65_536));
    }

    @Test
    void never_seals_a_second_version_of_an_update() throws IOException {
        SealedUpdate first = sealed.seal(encoded(ME, 3, 1, -1));
        SealedUpdate second = sealed.seal(encoded(ME, 3, 0.25f, 0.5f));
        assertThat(second.cid()).isEqualTo(first.cid());
        assertThat(second.bytes()).isEqualTo(first.bytes());
        onlyFile();
    }

    @Test
    void keeps_participants_versions_and_similar_names_apart() {
        Cid mine = sealed.seal(encoded(ME, 3, 1, -1)).cid();
        assertThat(sealed.find("task", 4, ME)).isEmpty();
        assertThat(sealed.find("task", 3, "Org1MSP/trainer-10")).isEmpty();
        assertThat(sealed.find("task", 3, "Org2MSP/trainer-1")).isEmpty();
        assertThat(sealed.seal(encoded("Org1MSP/trainer-10", 3, 1, -1)).cid()).isNotEqualTo(mine);
        assertThat(sealed.find("task", 3, ME).orElseThrow().cid()).isEqualTo(mine);
    }

    @Test
    void destroys_for_good_and_twice_without_harm() {
        sealed.seal(encoded(ME, 3, 1, -1));
        sealed.destroy("task", 3, ME);
        sealed.destroy("task", 3, ME);
        assertThat(sealed.find("task", 3, ME)).isEmpty();
    }

    @Test
    void destroys_what_earlier_versions_left_and_leaves_no_folders_of_theirs() throws IOException {
        for (long base = 0; base < 12; base++) {
            sealed.seal(encoded(ME, base, 1, -1));
            sealed.seal(encoded("Org2MSP/trainer-9", base, 1, -1));
        }
        Files.writeString(state.resolve("sealed/task/notes.update"), "somebody's own");

        sealed.destroyBefore("task", 11);
        sealed.destroyBefore("never-heard-of", 11);

        assertThat(sealed.find("task", 10, ME)).isEmpty();
        assertThat(sealed.find("task", 11, ME)).isPresent();
        try (Stream<Path> left = Files.list(state.resolve("sealed/task"))) {
            assertThat(left).hasSize(3);
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static EncodedUpdate encoded(String participantId, long base, float... values) {
        return EncodedUpdate.of(header(participantId, base, values.length), values(values));
    }

    private static NoisedUpdate values(float... values) {
        return Noise.none()
                .addTo(ModelUpdate.between(new float[values.length], values)
                        .clip(2)
                        .quantise(AGREED, 12));
    }

    private static UpdateHeader header(String participantId, long base, int count) {
        return new UpdateHeader(
                1,
                "federation",
                "task",
                base,
                Cid.of(new byte[] {1}).toString(),
                participantId,
                Digests.sha256Hex(new byte[0]),
                Submission.DENSE_INT32,
                count);
    }
}
