package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.RawRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsDigestTest {
    private static final RawRows ROWS = MachineFailures.generate(37, 1).rows();

    @TempDir
    Path folder;

    @Test
    void refuses_a_key_file_that_others_may_read() throws IOException {
        Path file = folder.resolve("key");
        DigestKey.openOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> DigestKey.openOrCreate(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("rw-r-----", "chmod 600 " + file);
    }

    @Test
    void refuses_a_key_file_that_holds_no_key() throws IOException {
        Path file = folder.resolve("key");
        DigestKey.openOrCreate(file);
        Files.writeString(file, "abc");
        assertThatThrownBy(() -> DigestKey.openOrCreate(file)).hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void a_fresh_key_file_is_the_owners_alone_and_nothing_is_left_beside_it() throws IOException {
        Path file = folder.resolve("deep/key");
        DigestKey.openOrCreate(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void all_who_create_the_key_at_once_end_up_with_one() throws Exception {
        Path file = folder.resolve("key");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<String> digest = () -> RowsDigest.of(DigestKey.openOrCreate(file), ROWS);
            Set<String> digests = new HashSet<>();
            for (Future<String> made :
                    pool.invokeAll(List.of(digest, digest, digest, digest, digest, digest, digest))) {
                digests.add(made.get());
            }
            assertThat(digests).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void digest_depends_on_key_rows_and_order_and_on_nothing_else() {
        DigestKey key = DigestKey.openOrCreate(folder.resolve("key"));
        String digest = RowsDigest.of(key, ROWS);
        assertThat(RowsDigest.of(DigestKey.openOrCreate(folder.resolve("key")), ROWS))
                .isEqualTo(digest);
        assertThat(RowsDigest.of(DigestKey.openOrCreate(folder.resolve("other")), ROWS))
                .isNotEqualTo(digest);
        assertThat(RowsDigest.of(key, ROWS.select(IntStream.range(0, 36).toArray())))
                .isNotEqualTo(digest);
        int[] backwards = IntStream.range(0, 37).map(i -> 36 - i).toArray();
        assertThat(RowsDigest.of(key, ROWS.select(backwards))).isNotEqualTo(digest);
    }

    /** Roots of RFC 6962's reference tests, over the leaves "", 00, 10, 2021, … hashed with the leaf prefix. */
    @Test
    void tree_agrees_with_the_certificate_transparency_vectors() {
        String[] leaves = {
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
        };
        String[] roots = {
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        };
        for (int n = 1; n <= leaves.length; n++) {
            byte[][] hashed = Stream.of(leaves)
                    .limit(n)
                    .map(leaf -> Digests.sha256(new byte[] {0}, HexFormat.of().parseHex(leaf)))
                    .toArray(byte[][]::new);
            assertThat(HexFormat.of().formatHex(RowsDigest.root(hashed))).isEqualTo(roots[n - 1]);
        }
        assertThat(RowsDigest.root(new byte[0][])).isEqualTo(Digests.sha256("".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void what_is_disclosed_is_coarse() {
        DataDisclosure disclosed =
                DataDisclosure.of(MachineFailures.generate(3_000, 2).rows());
        assertThat(disclosed.rowsLog2()).isEqualTo(11);
        assertThat(disclosed.classCoverage16()).containsExactly(15, 1);
        assertThat(disclosed.assessment().typeMicros()).isEqualTo(1_000_000);
        assertThat(disclosed.assessment().sizeMicros()).isEqualTo(550_000);
        assertThat(disclosed.assessment().qualityMicros()).isEqualTo(1_000_000);
        assertThat(DataDisclosure.of(MachineFailures.generate(2_048, 2).rows()).rowsLog2())
                .isEqualTo(11);
    }

    @Test
    void nothing_to_register_is_refused() {
        assertThatThrownBy(() -> DataDisclosure.of(ROWS.select(new int[0]))).hasMessageContaining("at least one row");
    }
}
