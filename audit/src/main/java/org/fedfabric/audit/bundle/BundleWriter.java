package org.fedfabric.audit.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * Writes a bundle. It appears under its name only when it is complete and on the disk; until then, and after a failure, the
 * name is as it was. Safe for use by several threads.
 */
public final class BundleWriter implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final FileChannel file;
    private final ZipOutputStream zip;
    private final List<BundleManifest.Entry> entries = new ArrayList<>();
    private final Set<Cid> contents = new TreeSet<>();
    private final Set<String> missing = new TreeSet<>();
    private long height;

    private BundleWriter(Path target, Path part) throws IOException {
        this.target = target;
        this.part = part;
        this.file = FileChannel.open(part, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        this.zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
    }

    /** Begins a bundle in the folder of the target, which must exist. */
    public static BundleWriter begin(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path part = Files.createTempFile(absolute.getParent(), "." + absolute.getFileName(), DurableFile.PART_SUFFIX);
        try {
            return new BundleWriter(absolute, part);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** Adds the next block, as the peer handed it out. */
    public synchronized void block(byte[] block) throws IOException {
        add(BundleManifest.blockName(height), block);
        height++;
    }

    /** Adds the bytes of an address, unless they are there already. */
    public synchronized void content(Cid cid, byte[] bytes) throws IOException {
        if (contents.add(cid)) {
            missing.remove(cid.text());
            add(BundleManifest.contentName(cid.text()), bytes);
        }
    }

    /** Notes that nobody handed out the bytes of an address. */
    public synchronized void missing(Cid cid) {
        if (!contents.contains(cid)) {
            missing.add(cid.text());
        }
    }

    private void add(String name, byte[] bytes) throws IOException {
        put(name, bytes);
        entries.add(new BundleManifest.Entry(name, bytes.length, Digests.sha256Hex(bytes)));
    }

    private void put(String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        // Nothing of when it was exported.
        entry.setTime(315_576_000_000L);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Completes the bundle and puts it under its name; returns what it holds. */
    public synchronized BundleManifest finish(String channel, String chaincode, String task, String genesisHash)
            throws IOException {
        BundleManifest manifest = new BundleManifest(
                BundleManifest.SCHEMA, channel, chaincode, task, height, genesisHash, entries, List.copyOf(missing));
        put(BundleManifest.NAME, manifest.toBytes());
        zip.finish();
        zip.flush();
        file.force(true);
        zip.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.force(target.getParent());
        return manifest;
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            file.close();
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
