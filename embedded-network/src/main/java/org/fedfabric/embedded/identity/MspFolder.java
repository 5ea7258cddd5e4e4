package org.fedfabric.embedded.identity;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Fabric's folder layout of an MSP, and folders that appear whole or not at all. */
final class MspFolder {
    static final String CERTIFICATE = "signcerts/cert.pem";
    static final String PRIVATE_KEY = "keystore/priv_sk";

    private static final String NODE_OUS = """
            NodeOUs:
              Enable: true
              ClientOUIdentifier: {Certificate: cacerts/ca-cert.pem, OrganizationalUnitIdentifier: client}
              PeerOUIdentifier: {Certificate: cacerts/ca-cert.pem, OrganizationalUnitIdentifier: peer}
              AdminOUIdentifier: {Certificate: cacerts/ca-cert.pem, OrganizationalUnitIdentifier: admin}
              OrdererOUIdentifier: {Certificate: cacerts/ca-cert.pem, OrganizationalUnitIdentifier: orderer}
            """;

    private MspFolder() {}

    /** Writes files into a folder that is not yet in place. */
    interface Content {
        void writeTo(Path staging) throws IOException;
    }

    /** Fills a folder beside the final one and renames it, so that a kill in between leaves nothing half-made. */
    static void createIfAbsent(Path folder, Content content) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path staging = folder.resolveSibling("." + folder.getFileName() + ".new");
        deleteRecursively(staging);
        Files.createDirectories(staging);
        content.writeTo(staging);
        Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    static void writeVerifyingFiles(Path msp, String authorityPem, String tlsAuthorityPem) throws IOException {
        Files.createDirectories(msp.resolve("cacerts"));
        Files.createDirectories(msp.resolve("tlscacerts"));
        Files.writeString(msp.resolve("cacerts/ca-cert.pem"), authorityPem);
        Files.writeString(msp.resolve("tlscacerts/tlsca-cert.pem"), tlsAuthorityPem);
        Files.writeString(msp.resolve("config.yaml"), NODE_OUS);
    }

    /** Writes a private key that only its owner can read, from its first byte on. */
    static void writePrivate(Path file, String pem) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, pem, StandardOpenOption.WRITE);
    }

    /** Replaces a file in one step, so that whoever reads it meanwhile has the old text or the new one. */
    static void replace(Path file, String text) throws IOException {
        // Not beside the file: an MSP folder has exactly one file in each of its folders.
        Path staging = file.getParent().resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(staging, text);
        Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
