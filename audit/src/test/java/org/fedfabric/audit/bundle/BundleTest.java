package org.fedfabric.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.Pinning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String GENESIS = "ab".repeat(32);

    @TempDir
    Path folder;

    private Path file;
    private final byte[] content = "an update".getBytes(StandardCharsets.UTF_8);
    private final Cid cid = Cid.of(content);
    private final Cid gone = Cid.of("nobody has this".getBytes(StandardCharsets.UTF_8));

    @BeforeEach
    void name() {
        file = folder.resolve("task.zip");
    }

    private void write() throws IOException {
        try (BundleWriter writer = BundleWriter.begin(file)) {
            writer.block(new byte[] {1});
            writer.block(new byte[] {2, 2});
            writer.content(cid, content);
            writer.content(cid, content);
            writer.missing(gone);
            writer.finish("federation", "fedfabric", "task", GENESIS);
        }
    }

    @Test
    void holds_what_was_put_in() throws Exception {
        write();
        try (Bundle bundle = Bundle.open(file)) {
            assertThat(bundle.manifest().height()).isEqualTo(2);
            assertThat(bundle.manifest().task()).isEqualTo("task");
            assertThat(bundle.manifest().genesisHash()).isEqualTo(GENESIS);
            assertThat(bundle.manifest().missing()).containsExactly(gone.text());
            assertThat(bundle.block(1)).hasValue(new byte[] {2, 2});
            assertThat(bundle.block(2)).isEmpty();
            bundle.checkContents();
            assertThat(bundle.findings()).isEmpty();
        }
    }

    @Test
    void the_same_evidence_makes_the_same_file() throws Exception {
        write();
        byte[] once = Files.readAllBytes(file);
        write();
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
    }

    @Test
    void an_export_that_fails_leaves_the_name_as_it_was() throws Exception {
        Files.writeString(file, "the bundle of yesterday");
        try (BundleWriter writer = BundleWriter.begin(file)) {
            writer.block(new byte[] {1});
        }
        assertThat(file).hasContent("the bundle of yesterday");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void contents_are_handed_out_under_their_own_address_and_length_only() throws Exception {
        write();
        try (Bundle bundle = Bundle.open(file)) {
            ContentStore store = new BundleContents(bundle);
            assertThat(store.get(cid, content.length, SOON)).isEqualTo(content);
            assertThatThrownBy(() -> store.get(gone, 15, SOON)).isInstanceOf(ContentUnavailableException.class);
            assertThatThrownBy(() -> store.get(cid, content.length + 1, SOON))
                    .isInstanceOf(ContentMismatchException.class);
            assertThatThrownBy(() -> store.put(content, Pinning.PINNED, SOON))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    /** A byte of the file itself is flipped: the manifest's digest or the address tells which entry. */
    @ParameterizedTest
    @CsvSource({"blocks/0000000001.block, bundle-entry, blocks/0000000001.block", "content/, content-bytes, bafkrei"})
    void an_altered_entry_is_named(String entry, String kind, String phrase) throws Exception {
        write();
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int nameAt = text.indexOf(entry);
        // In a stored zip an entry's bytes follow its name.
        int dataAt = nameAt + (entry.endsWith("/") ? entry.length() + cid.text().length() : entry.length());
        bytes[dataAt] ^= 4;
        Files.write(file, bytes);
        try (Bundle bundle = Bundle.open(file)) {
            bundle.checkContents();
            bundle.block(1);
            assertThat(bundle.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(kind);
                assertThat(finding.sentence()).contains(phrase);
            });
            assertThat(bundle.findings()).extracting(Finding::version).allMatch(java.util.OptionalInt::isEmpty);
        }
    }

    @Test
    void refuses_what_is_no_zip() throws Exception {
        Files.writeString(file, "hello");
        refused("is no bundle, or a damaged one");
    }

    @Test
    void refuses_a_file_that_is_not_there() {
        refused("There is no bundle");
    }

    @Test
    void refuses_a_file_that_was_cut_off() throws Exception {
        write();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        refused("is no bundle, or a damaged one");
    }

    /** Compressed entries are how a small file becomes a huge one. */
    @Test
    void refuses_compressed_entries() throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(new byte[50_000_000]);
            zip.closeEntry();
        }
        assertThat(Files.size(file)).isLessThan(100_000);
        refused("the entry manifest.json is compressed, which a bundle's never is");
    }

    @Test
    void refuses_a_zip_without_a_manifest() throws Exception {
        stored("blocks/0000000000.block", new byte[1]);
        refused("it has no manifest.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | schema must be 1",
                "[] | cannot be read",
                "{\"schema\":2} | schema must be 1. Provided value: 2",
                "{\"schema\":1,\"channel\":\"c\"} | must be there",
                "{\"schema\":1,\"channel\":\"c\",\"chaincode\":\"f\",\"task\":\"\",\"genesisHash\":\"\",\"height\":0} | height",
            })
    void refuses_a_manifest_that_is_none(String json, String phrase) throws Exception {
        stored("manifest.json", json.getBytes(StandardCharsets.UTF_8));
        refused(phrase);
    }

    @Test
    void refuses_entries_that_the_manifest_does_not_list() throws Exception {
        String manifest = "{\"schema\":1,\"channel\":\"c\",\"chaincode\":\"f\",\"task\":\"\",\"genesisHash\":\"\","
                + "\"height\":1,\"entries\":[],\"missing\":[]}";
        stored("manifest.json", manifest.getBytes(StandardCharsets.UTF_8), "blocks/0000000000.block", new byte[1]);
        refused("its manifest does not list the entry blocks/0000000000.block");
    }

    private void stored(Object... namesAndBytes) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < namesAndBytes.length; i += 2) {
                byte[] bytes = (byte[]) namesAndBytes[i + 1];
                CRC32 crc = new CRC32();
                crc.update(bytes);
                ZipEntry entry = new ZipEntry((String) namesAndBytes[i]);
                entry.setSize(bytes.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
    }

    private void refused(String phrase) {
        assertThatThrownBy(() -> Bundle.open(file).close())
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(phrase);
    }
}
