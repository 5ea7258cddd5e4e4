package org.fedfabric.chaincode.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import org.fedfabric.chaincode.CodeIdentity;
import org.fedfabric.chaincode.service.PackagedCode.Jar;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.EndorserStatus.CodeCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationTest {
    @TempDir
    private Path folder;

    private Path main;
    private Path library;

    @BeforeEach
    void buildTwoJars() throws IOException {
        library = jar("lib/library.jar", "", "one");
        main = jar("chaincode.jar", "lib/library.jar", "two");
    }

    private Path jar(String name, String classPath, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.putNextEntry(new ZipEntry("content"));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                byte[] header = new byte[512];
                put(header, 0, file.getKey());
                put(header, 124, String.format("%011o", file.getValue().length));
                out.write(header);
                out.write(file.getValue());
                out.write(new byte[(512 - file.getValue().length % 512) % 512]);
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private Path packaged(Path... jars) throws IOException {
        List<Jar> listed = java.util.Arrays.stream(jars)
                .map(jar -> new Jar(jar.getFileName().toString(), sha256(jar)))
                .toList();
        return packageOf(CanonicalJson.bytes(new PackagedCode(1, "0.1", "17", listed)));
    }

    private Path packageOf(byte[] list) throws IOException {
        Map<String, byte[]> code = new LinkedHashMap<>();
        code.put("connection.json", "{}".getBytes(StandardCharsets.UTF_8));
        code.put("fedfabric.json", list);
        return packageWith(tarGz(code));
    }

    private Path packageWith(byte[] code) throws IOException {
        Map<String, byte[]> whole = new LinkedHashMap<>();
        whole.put("metadata.json", "{\"type\":\"ccaas\",\"label\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        whole.put("code.tar.gz", code);
        return Files.write(folder.resolve("package.tgz"), tarGz(whole));
    }

    private static String sha256(Path file) {
        try {
            return Digests.sha256Hex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String idOf(Path file) {
        return "fedfabric_0.1:" + sha256(file);
    }

    private void refuses(Path file, String id, String... parts) {
        assertThatExceptionOfType(AttestationException.class)
                .isThrownBy(() -> Attestation.check(id, file, main.toString()))
                .withMessageContainingAll(parts);
    }

    @Test
    void refuses_a_package_of_another_id_with_both_hashes() throws Exception {
        Path file = packaged(main, library);
        refuses(file, "fedfabric_0.1:" + "ab".repeat(32), "CHAINCODE_PACKAGE", "ab".repeat(32), sha256(file));
        refuses(file, "fedfabric_0.1", "CHAINCODE_PACKAGE", sha256(file));
    }

    @Test
    void refuses_a_changed_jar_with_both_hashes() throws Exception {
        String before = sha256(library);
        Path file = packaged(main, library);
        jar("lib/library.jar", "", "changed");
        refuses(file, idOf(file), "library.jar: expected " + before, "this process has " + sha256(library));
    }

    @Test
    void refuses_a_jar_more_and_a_jar_less() throws Exception {
        Path less = packaged(main);
        refuses(less, idOf(less), "library.jar: expected no such jar");
        Path more = packaged(main, library, jar("extra.jar", "", "three"));
        refuses(more, idOf(more), "extra.jar: expected", "this process has none");
    }

    @Test
    void refuses_classes_outside_of_jars_and_two_jars_of_one_name() throws Exception {
        Path file = packaged(main, library);
        assertThatExceptionOfType(AttestationException.class)
                .isThrownBy(() -> Attestation.check(idOf(file), file, main + File.pathSeparator + folder))
                .withMessageContaining("Classes must come from jars");
        Path twin = jar("other/library.jar", "", "one");
        assertThatExceptionOfType(AttestationException.class)
                .isThrownBy(() -> Attestation.check(idOf(file), file, main + File.pathSeparator + twin))
                .withMessageContaining("two files named library.jar");
    }

    @Test
    void refuses_a_package_without_a_list_or_with_a_damaged_one() throws Exception {
        Path none = packageWith(tarGz(Map.of("connection.json", new byte[2])));
        refuses(none, idOf(none), "fedfabric.json", "network/fabric/package.sh");
        Path damaged = packageOf("{\"schema\":2}".getBytes(StandardCharsets.UTF_8));
        refuses(damaged, idOf(damaged), "fedfabric.json");
        Path empty = Files.write(folder.resolve("empty.tgz"), tarGz(Map.of()));
        refuses(empty, idOf(empty), "code.tar.gz");
    }

    @Test
    void fails_on_a_package_that_is_no_archive() throws Exception {
        Path file = Files.writeString(folder.resolve("package.tgz"), "not gzipped");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Attestation.check(idOf(file), file, main.toString()));
    }

    @Test
    void measures_what_the_class_path_and_its_manifests_name() throws Exception {
        Path file = packaged(main, library);
        CodeIdentity identity =
                Attestation.check(idOf(file), file, main + File.pathSeparator + folder.resolve("missing.jar"));
        assertThat(identity.check()).isEqualTo(CodeCheck.PACKAGE);
        assertThat(identity.packageId()).isEqualTo(idOf(file));
        String lines = List.of(main, library).stream()
                .map(jar -> sha256(jar) + "  " + jar.getFileName() + "\n")
                .collect(Collectors.joining());
        assertThat(identity.codeSha256()).isEqualTo(Digests.sha256Hex(lines.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void compares_nothing_without_a_package_and_says_so() throws Exception {
        CodeIdentity identity = Attestation.check("x:y", null, folder.toString());
        assertThat(identity).isEqualTo(new CodeIdentity("x:y", null, CodeCheck.NONE));
    }
}
