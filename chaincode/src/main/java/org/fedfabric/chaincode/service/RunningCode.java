package org.fedfabric.chaincode.service;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.fedfabric.protocol.canonical.Digests;

/**
 * The jars this process takes its classes from, and the SHA-256 of each.
 *
 * @param jars hash by file name
 */
record RunningCode(SortedMap<String, String> jars) {
    RunningCode {
        jars = Collections.unmodifiableSortedMap(new TreeMap<>(jars));
    }

    /**
     * Measures a class path: its entries, and what their manifests add to it.
     *
     * @throws AttestationException for anything else than jars of different names: classes elsewhere are not measured
     * @throws IOException when a jar cannot be read
     */
    static RunningCode of(String classPath) throws IOException, AttestationException {
        Deque<Path> open = new ArrayDeque<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            open.add(Path.of(entry));
        }
        Set<Path> seen = new HashSet<>();
        SortedMap<String, String> jars = new TreeMap<>();
        while (!open.isEmpty()) {
            Path file = open.remove().toAbsolutePath().normalize();
            // As the JVM does: what a class path names and is not there is left out.
            if (!Files.exists(file) || !seen.add(file)) {
                continue;
            }
            if (!Files.isRegularFile(file)) {
                throw new AttestationException("Classes must come from jars, so that they can be compared with the "
                        + "package. Provided value: " + file + " on the class path");
            }
            String name = file.getFileName().toString();
            if (jars.put(name, sha256(file)) != null) {
                throw new AttestationException(
                        "A jar must be on the class path once. Provided value: two files named " + name);
            }
            open.addAll(added(file));
        }
        return new RunningCode(jars);
    }

    /** What {@code sha256sum *.jar | sort -k2 | sha256sum} prints for them. */
    String sha256() {
        StringBuilder lines = new StringBuilder();
        jars.forEach(
                (name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
        return Digests.sha256Hex(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = Digests.newSha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Deque<Path> added(Path jar) throws IOException {
        Deque<Path> added = new ArrayDeque<>();
        try (JarFile opened = new JarFile(jar.toFile(), /* verify= */ false)) {
            Manifest manifest = opened.getManifest();
            String more = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (more != null) {
                for (String relative : more.strip().split("\\s+")) {
                    added.add(jar.resolveSibling(relative));
                }
            }
        }
        return added;
    }
}
