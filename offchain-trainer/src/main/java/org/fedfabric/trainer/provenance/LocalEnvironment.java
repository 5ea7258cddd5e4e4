package org.fedfabric.trainer.provenance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.trainer.learning.LearningEngine;

/** What this process computes with, in the words that go on the ledger. Names neither machine nor user. */
public final class LocalEnvironment {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private LocalEnvironment() {}

    /** The environment of this process. */
    public static Environment current() {
        Path jar = codeSource();
        return new Environment(
                1,
                "FedFabric " + attribute(jar, "Implementation-Version"),
                attribute(jar, "Build-Commit"),
                digest(jar),
                text(System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")),
                text(System.getProperty("os.name") + " " + System.getProperty("os.arch")),
                text(processor()),
                text(LearningEngine.name()));
    }

    private static Path codeSource() {
        try {
            return Path.of(LocalEnvironment.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException | RuntimeException e) {
            return null;
        }
    }

    private static String attribute(Path jar, String name) {
        if (jar == null || !Files.isRegularFile(jar)) {
            return Environment.UNKNOWN;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String value =
                    manifest == null ? null : manifest.getMainAttributes().getValue(name);
            return text(value);
        } catch (IOException e) {
            return Environment.UNKNOWN;
        }
    }

    private static String digest(Path jar) {
        if (jar == null || !Files.isRegularFile(jar)) {
            return Environment.UNKNOWN;
        }
        try {
            return Digests.sha256Hex(Files.readAllBytes(jar));
        } catch (IOException e) {
            return Environment.UNKNOWN;
        }
    }

    /** Linux names the model; elsewhere the architecture must do. */
    private static String processor() {
        try (var lines = Files.lines(PROCESSORS, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | RuntimeException e) {
            return System.getProperty("os.arch");
        }
    }

    /** A text as the record takes it: printable, short, never empty. */
    static String text(String value) {
        String printable = value == null
                ? ""
                : value.strip().replaceAll("[^\\x20-\\x7e]", "?").replaceAll(" +", " ");
        if (printable.isEmpty()) {
            return Environment.UNKNOWN;
        }
        return printable.length() <= Environment.MAX_CHARACTERS
                ? printable
                : printable.substring(0, Environment.MAX_CHARACTERS);
    }
}
