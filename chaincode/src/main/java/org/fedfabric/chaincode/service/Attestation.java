package org.fedfabric.chaincode.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.chaincode.CodeIdentity;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.NotCanonicalException;
import org.fedfabric.protocol.ledger.EndorserStatus.CodeCheck;

/**
 * Compares the code of this process with the package that the enterprises approved. Under chaincode-as-a-service a package id
 * says only which connection file was installed; here it comes to stand for jars: the package lists their hashes, its own
 * hash is in its id, and a process whose jars are others does not start.
 */
final class Attestation {
    /** Several times what fifty jars take. */
    private static final int MAX_LIST_BYTES = 1 << 20;

    /** A package of lists and settings is a few kilobytes. */
    private static final int MAX_CODE_BYTES = 1 << 24;

    private Attestation() {}

    /**
     * Checks the running code.
     *
     * @param packageId {@code label:hash}, as the peer knows it
     * @param file the package, or null to compare nothing
     * @param classPath of this process
     * @throws AttestationException when its jars are not the package's, with both hashes
     * @throws IOException when a file cannot be read
     */
    static CodeIdentity check(String packageId, Path file, String classPath) throws IOException, AttestationException {
        if (file == null) {
            return new CodeIdentity(packageId, null, CodeCheck.NONE);
        }
        String expected = packageId.substring(packageId.lastIndexOf(':') + 1);
        String actual = RunningCode.sha256(file);
        if (!actual.equals(expected)) {
            throw new AttestationException(
                    "CHAINCODE_PACKAGE must be the package that CHAINCODE_ID names: expected SHA-256 "
                            + expected + ", the file has " + actual + ". Provided value: " + file
                            + ". Fetch the installed one "
                            + "with: peer lifecycle chaincode getinstalledpackage --package-id " + packageId);
        }
        RunningCode running = RunningCode.of(classPath);
        compare(listed(file), running.jars(), packageId);
        return new CodeIdentity(packageId, running.sha256(), CodeCheck.PACKAGE);
    }

    private static SortedMap<String, String> listed(Path file) throws IOException, AttestationException {
        byte[] list;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] code = TarGz.file(in, "code.tar.gz", MAX_CODE_BYTES)
                    .orElseThrow(() ->
                            new AttestationException("The package must have code.tar.gz. Provided value: " + file));
            list = TarGz.file(new ByteArrayInputStream(code), "fedfabric.json", MAX_LIST_BYTES)
                    .orElseThrow(() ->
                            new AttestationException("The package's code.tar.gz must have fedfabric.json, the list "
                                    + "of the chaincode's jars. Provided value: " + file
                                    + ". Build the package with network/fabric/package.sh."));
        }
        SortedMap<String, String> jars = new TreeMap<>();
        try {
            CanonicalJson.read(list, PackagedCode.class).jars().forEach(jar -> jars.put(jar.name(), jar.sha256()));
        } catch (NotCanonicalException e) {
            throw new AttestationException("fedfabric.json of " + file + ": " + e.getMessage());
        }
        return jars;
    }

    private static void compare(SortedMap<String, String> listed, SortedMap<String, String> running, String packageId)
            throws AttestationException {
        TreeSet<String> names = new TreeSet<>(listed.keySet());
        names.addAll(running.keySet());
        StringBuilder differences = new StringBuilder();
        for (String name : names) {
            String expected = listed.get(name);
            String actual = running.get(name);
            if (expected == null || !expected.equals(actual)) {
                differences
                        .append(differences.isEmpty() ? "" : "; ")
                        .append(name)
                        .append(": expected ")
                        .append(expected == null ? "no such jar" : expected)
                        .append(", this process has ")
                        .append(actual == null ? "none" : actual);
            }
        }
        if (!differences.isEmpty()) {
            throw new AttestationException("The jars of this chaincode must be those of package " + packageId + ". "
                    + differences
                    + ". Start the build that the package was made from, or install and approve a package of "
                    + "this one.");
        }
    }
}
