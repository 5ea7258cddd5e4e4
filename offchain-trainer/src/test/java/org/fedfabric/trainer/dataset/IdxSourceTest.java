package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
    private static final DataSchema TWO_BY_TWO = DataSchemas.images(2, 2, List.of("a", "b"));
    private static final byte[] IMAGES = {
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, (byte) 255
    };
    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 1, 0};

    @TempDir
    Path folder;

    @BeforeEach
    void writes_four_small_files() throws IOException {
        for (String part : List.of("train", "t10k")) {
            write(part + "-images-idx3-ubyte", IMAGES);
            write(part + "-labels-idx1-ubyte", LABELS);
        }
    }

    @Test
    void reads_plain_files() {
        Dataset dataset = read();
        assertThat(dataset.training().labels()).containsExactly(1, 0);
        assertThat(((RawColumn.Bytes) dataset.test().columns().get(0)).values())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, (byte) 255);
    }

    @Test
    void reads_compressed_files_as_it_reads_plain_ones() throws IOException {
        byte[] plain = ((RawColumn.Bytes) read().training().columns().get(0)).values();
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        write("train-images-idx3-ubyte.gz", gzip(IMAGES));
        assertThat(((RawColumn.Bytes) read().training().columns().get(0)).values())
                .isEqualTo(plain);
    }

    @Test
    void names_a_missing_folder_and_a_missing_file() throws IOException {
        assertRefused(
                () -> DataSource.idx(folder.resolve("none"), TWO_BY_TWO).read(),
                "train-images-idx3-ubyte.gz",
                "none, which is no folder");
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        assertRefused(this::read, "must hold t10k-labels-idx1-ubyte");
    }

    @Test
    void refuses_another_magic_number() throws IOException {
        write("train-images-idx3-ubyte", LABELS);
        assertRefused(this::read, "offset 0: the magic number must be 0x00000803 (images", "0x00000801");
    }

    @Test
    void says_where_a_file_is_cut_short_wherever_that_is() throws IOException {
        for (int length = 0; length < IMAGES.length; length++) {
            write("train-images-idx3-ubyte", Arrays.copyOf(IMAGES, length));
            assertRefused(this::read, "train-images-idx3-ubyte, offset " + length + ": the file must go on to");
        }
    }

    @Test
    void refuses_bytes_after_the_last_value() throws IOException {
        write("train-labels-idx1-ubyte", Arrays.copyOf(LABELS, LABELS.length + 1));
        assertRefused(this::read, "train-labels-idx1-ubyte, offset 10: the file must end here");
    }

    @Test
    void refuses_sizes_that_are_negative_zero_or_absurd() throws IOException {
        for (int first : new int[] {0x80, 0x7f}) {
            byte[] damaged = IMAGES.clone();
            damaged[4] = (byte) first;
            write("train-images-idx3-ubyte", damaged);
            assertRefused(this::read, "size");
        }
        byte[] empty = IMAGES.clone();
        empty[7] = 0;
        write("train-images-idx3-ubyte", empty);
        assertRefused(this::read, "offset 4: size 1 must be at least 1", "Provided value: 0");
    }

    @Test
    void refuses_another_image_size_than_the_schemas() {
        assertRefused(
                () -> DataSource.idx(folder, DataSchemas.mnist()).read(), "offset 8: images must be 28 × 28", "2 × 2");
    }

    @Test
    void refuses_labels_that_do_not_match_the_images() throws IOException {
        write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1});
        assertRefused(this::read, "offset 4: there must be one label for each of the 2 images", "3 labels");
    }

    @Test
    void refuses_a_label_without_a_class() throws IOException {
        write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1, 2});
        assertRefused(
                this::read, "offset 9: a label must be one of the schema's 2 classes, [0, 1]", "Provided value: 2");
    }

    @Test
    void refuses_what_is_not_gzip_and_gzip_that_breaks_off() throws IOException {
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        write("train-images-idx3-ubyte.gz", IMAGES);
        assertRefused(this::read, "must be valid gzip");
        byte[] compressed = gzip(IMAGES);
        write("train-images-idx3-ubyte.gz", Arrays.copyOf(compressed, compressed.length - 6));
        assertRefused(this::read, "the compressed data must be complete");
        compressed[compressed.length - 8] ^= 1;
        write("train-images-idx3-ubyte.gz", compressed);
        assertRefused(this::read, "must be valid gzip");
    }

    @Test
    void takes_shape_and_classes_from_files_of_other_names() throws IOException {
        Path other = Files.createDirectory(folder.resolve("letters"));
        Files.write(other.resolve("emnist-letters-train-images-idx3-ubyte.gz"), gzip(IMAGES));
        Files.write(
                other.resolve("emnist-letters-train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 26, 1});
        Files.write(other.resolve("emnist-letters-test-images-idx3-ubyte"), IMAGES);
        Files.write(other.resolve("emnist-letters-test-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1, 1});
        Dataset dataset = NamedData.images(other, null, 1).read();
        assertThat(dataset.training().schema().classes()).containsExactly("1", "26");
        assertThat(dataset.training().labels()).containsExactly(1, 0);
        assertThat(dataset.test().labels()).containsExactly(0, 0);
    }

    @Test
    void asks_which_set_is_meant_where_a_folder_holds_several() throws IOException {
        Files.write(folder.resolve("fashion-train-images-idx3-ubyte"), IMAGES);
        Files.write(folder.resolve("fashion-train-labels-idx1-ubyte"), LABELS);
        assertRefused(this::read, "must hold one set of IDX files", "--data " + folder.resolve("fashion"));
        assertThat(NamedData.images(folder.resolve("t"), null, 1)
                        .read()
                        .training()
                        .rows())
                .isEqualTo(2);
    }

    @Test
    void sets_a_fifth_aside_without_test_files_and_reads_wide_labels_and_colours() throws IOException {
        Path other = Files.createDirectory(folder.resolve("colours"));
        byte[] images = new byte[20 + 10 * 12];
        System.arraycopy(new byte[] {0, 0, 8, 4, 0, 0, 0, 10, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3}, 0, images, 0, 20);
        byte[] labels = new byte[8 + 40];
        System.arraycopy(new byte[] {0, 0, 12, 1, 0, 0, 0, 10}, 0, labels, 0, 8);
        for (int i = 0; i < 10; i++) {
            labels[8 + 4 * i + 3] = (byte) (i % 2 * 200);
        }
        Files.write(other.resolve("my-images.idx4"), images);
        Files.write(other.resolve("my-labels.idx1"), labels);
        Dataset dataset = NamedData.images(other, null, 1).read();
        assertThat(dataset.training().rows()).isEqualTo(8);
        assertThat(dataset.test().labels()).containsExactlyInAnyOrder(0, 1);
        assertThat(dataset.training().schema().classes()).containsExactly("0", "200");
        assertThat(dataset.training().schema().shape().channels()).isEqualTo(3);
    }

    @Test
    void refuses_images_of_other_values_saying_what_to_write() throws IOException {
        byte[] floats = IMAGES.clone();
        floats[2] = 0x0D;
        write("train-images-idx3-ubyte", floats);
        assertRefused(this::read, "0x00000d03, 32-bit floating-point numbers", "Write the values as unsigned bytes");
    }

    private Dataset read() {
        return DataSource.idx(folder, TWO_BY_TWO).read();
    }

    private static void assertRefused(ThrowingCallable reading, String... parts) {
        assertThatThrownBy(reading).isInstanceOf(DatasetException.class).hasMessageContainingAll(parts);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
