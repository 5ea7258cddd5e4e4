package org.fedfabric.audit.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Reads a bundle. Refuses a file that is none or too large before reading much of it; an entry that is not as the manifest
 * says becomes a finding, since what follows from it can still be told. Safe for use by several threads.
 */
public final class Bundle implements AutoCloseable {
    /** Blocks and contents a bundle may hold; a task of 10,000 versions with 100 contributors has as many updates. */
    private static final int MAX_ENTRIES = 2_000_000;

    /** A manifest of so many entries takes about 140 bytes for each. */
    private static final long MAX_MANIFEST_BYTES = 300L << 20;

    /** Orderers cut blocks at 10 MB; a single transaction may go beyond by its own size. */
    private static final long MAX_BLOCK_BYTES = 64L << 20;

    private final Path path;
    private final ZipFile zip;
    private final BundleManifest manifest;
    private final Map<String, BundleManifest.Entry> entries = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Bundle(Path path, ZipFile zip) throws IOException {
        this.path = path;
        this.zip = zip;
        Set<String> names = checkEntries();
        ZipEntry entry = zip.getEntry(BundleManifest.NAME);
        if (entry == null) {
            throw refused("it has no " + BundleManifest.NAME);
        }
        if (entry.getSize() > MAX_MANIFEST_BYTES) {
            throw refused(BundleManifest.NAME + " must have at most " + MAX_MANIFEST_BYTES + " bytes, it has "
                    + entry.getSize());
        }
        manifest = BundleManifest.of(bytes(entry));
        if (manifest.height() > MAX_ENTRIES) {
            throw refused("it says it has " + manifest.height() + " blocks; " + MAX_ENTRIES + " is the most");
        }
        for (BundleManifest.Entry listed : manifest.entries()) {
            if (entries.put(listed.name(), listed) != null) {
                throw refused("its manifest lists " + listed.name() + " twice");
            }
        }
        names.remove(BundleManifest.NAME);
        for (String name : names) {
            if (!entries.containsKey(name)) {
                throw refused("its manifest does not list the entry " + name);
            }
        }
    }

    /**
     * Opens a bundle and reads its manifest.
     *
     * @throws BundleException when it is none, or too large, with the reason
     */
    public static Bundle open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new BundleException("There is no bundle " + path + ".");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException e) {
            throw new BundleException(
                    "The file " + path + " is no bundle, or a damaged one: " + e.getMessage()
                            + ". Fetch it again, or have it exported again.",
                    e);
        }
        try {
            return new Bundle(path, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private BundleException refused(String why) {
        return new BundleException("The bundle " + path + " is refused: " + why + ".");
    }

    /** Entries are stored as they are, so together they cannot be longer than the file. */
    private Set<String> checkEntries() throws IOException {
        if (zip.size() > MAX_ENTRIES) {
            throw refused("it must have at most " + MAX_ENTRIES + " entries, it has " + zip.size());
        }
        long fileBytes = Files.size(path);
        long total = 0;
        Set<String> names = new HashSet<>();
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw refused("the entry " + entry.getName() + " is compressed, which a bundle's never is");
            }
            total += entry.getSize();
            if (entry.getSize() < 0 || total < 0 || total > fileBytes) {
                throw refused("its entries claim to be longer than the file itself");
            }
            if (!names.add(entry.getName())) {
                throw refused("it has the entry " + entry.getName() + " twice");
            }
        }
        return names;
    }

    private byte[] bytes(ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(Math.toIntExact(entry.getSize()));
        }
    }

    /** What the bundle says it holds. */
    public BundleManifest manifest() {
        return manifest;
    }

    /**
     * A block's bytes; empty if it is not there. Bytes other than the manifest says are handed out and become a finding.
     *
     * @throws BundleException if it is longer than any block
     */
    public Optional<byte[]> block(long number) throws IOException {
        String name = BundleManifest.blockName(number);
        Optional<byte[]> bytes = entry(name, MAX_BLOCK_BYTES);
        if (bytes.isPresent()) {
            check(name, bytes.get(), number);
        }
        return bytes;
    }

    /** The bytes that the bundle has for an address, whether they are the addressed ones or not; empty if none. */
    public Optional<byte[]> content(Cid cid) throws IOException {
        return entry(BundleManifest.contentName(cid.text()), Cid.MAX_CONTENT_BYTES);
    }

    private Optional<byte[]> entry(String name, long maxBytes) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.getSize() > maxBytes) {
            throw refused("the entry " + name + " must have at most " + maxBytes + " bytes, it has " + entry.getSize());
        }
        try {
            return Optional.of(bytes(entry));
        } catch (ZipException e) {
            throw new BundleException("The entry " + name + " of " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void check(String name, byte[] bytes, long block) {
        String digest = Digests.sha256Hex(bytes);
        BundleManifest.Entry listed = entries.get(name);
        if (!digest.equals(listed.sha256())) {
            findings.add(Finding.ofBlock(
                    "bundle-entry",
                    block,
                    "the entry " + name + " must have the digest in the manifest, " + listed.sha256() + "; it has "
                            + digest));
        }
    }

    /**
     * Checks every content against its address and every listed entry for being there. Reads the whole file but the blocks.
     */
    public void checkContents() throws IOException {
        for (BundleManifest.Entry listed : manifest.entries()) {
            String prefix = BundleManifest.contentName("");
            if (!listed.name().startsWith(prefix)) {
                continue;
            }
            Cid cid;
            try {
                cid = Cid.parse(listed.name().substring(prefix.length()));
            } catch (IllegalArgumentException e) {
                findings.add(Finding.general("bundle-entry", "the entry " + listed.name() + " must name an address"));
                continue;
            }
            Optional<byte[]> bytes = content(cid);
            if (bytes.isEmpty()) {
                findings.add(Finding.general(
                        "bundle-entry", "the manifest lists " + listed.name() + ", the bundle does not have it"));
            } else if (!Cid.of(bytes.get()).equals(cid)) {
                findings.add(Finding.general(
                        "content-bytes",
                        "the bytes of " + cid + " must have that address; they have " + Cid.of(bytes.get())));
            }
        }
    }

    /** What was found in the bundle itself so far. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
