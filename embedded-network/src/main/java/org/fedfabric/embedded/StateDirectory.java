package org.fedfabric.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fedfabric.embedded.identity.OrganizationCrypto;

/**
 * Where a network keeps everything, held by one process at a time.
 *
 * <pre>
 * crypto/ENTERPRISE/…        keys and certificates (see OrganizationCrypto)
 * ledger/CHANNEL/…           blocks
 * content/ENTERPRISE/…       content by its hash
 * connection/ENTERPRISE.yaml how clients of an enterprise reach it
 * logs/…                     output of chaincode processes
 * ports.properties           where it listened last
 * ready.json                 there while the network is ready
 * </pre>
 */
final class StateDirectory implements Closeable {
    private final Path root;
    private final FileChannel lockFile;

    private StateDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Takes the directory for this process. */
    static StateDirectory open(Path path) throws IOException {
        Path root = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return new StateDirectory(root, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new NetworkStartException(
                    ExitCode.STATE_DIRECTORY,
                    "The state directory " + root + " must be writable (" + e
                            + "). Choose another one with --state, or give this user the right to write there.",
                    e);
        }
        throw new NetworkStartException(
                ExitCode.STATE_DIRECTORY,
                "The state directory " + root
                        + " belongs to a network that is running. Stop that network, or choose another directory.");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A network's members are fixed when it is made: their names stand in its blocks. */
    void checkEnterprises(Set<String> wanted) throws IOException {
        Path crypto = root.resolve("crypto");
        if (!Files.isDirectory(root.resolve("ledger")) || !Files.isDirectory(crypto)) {
            return;
        }
        try (Stream<Path> folders = Files.list(crypto)) {
            Set<String> present = folders.filter(OrganizationCrypto::exists)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("enterprise-"))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!present.equals(new TreeSet<>(wanted))) {
                throw new NetworkStartException(
                        ExitCode.STATE_DIRECTORY,
                        "The network in " + root + " has " + present.size() + " enterprises and cannot be given "
                                + wanted.size() + ". Start it with --enterprises " + present.size()
                                + ", or remove the directory to begin a new network.");
            }
        }
    }

    Path crypto(String organization) {
        return root.resolve("crypto").resolve(organization);
    }

    Path ledger(String channelId) {
        return root.resolve("ledger").resolve(channelId);
    }

    Path content(String enterprise) {
        return root.resolve("content").resolve(enterprise);
    }

    Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    Path connectionProfile(String enterprise) {
        return root.resolve("connection").resolve(enterprise + ".yaml");
    }

    Path portsFile() {
        return root.resolve("ports.properties");
    }

    Path readyFile() {
        return root.resolve("ready.json");
    }

    /** Writes a file so that readers see it whole or not at all, even after a power failure. */
    static void writeAtomically(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path staging = file.resolveSibling("." + file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                staging, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(/* metaData= */ true);
        }
        Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets go of the directory. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
