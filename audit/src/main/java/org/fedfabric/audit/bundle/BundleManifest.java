package org.fedfabric.audit.bundle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a bundle says it holds.
 *
 * @param schema version of this format, 1
 * @param channel the channel
 * @param chaincode name of FedFabric's chaincode on it
 * @param task the task, or an empty string for all
 * @param height number of blocks, from 0 on
 * @param genesisHash hash of block 0 as the exporter read it. A reader compares with the hash it knows, never with this.
 * @param entries every entry but the manifest
 * @param missing addresses that the task's records name and whose bytes nobody handed out
 */
public record BundleManifest(
        int schema,
        String channel,
        String chaincode,
        String task,
        long height,
        String genesisHash,
        List<Entry> entries,
        List<String> missing) {
    static final String NAME = "manifest.json";
    static final int SCHEMA = 1;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Takes copies; everything must be there. */
    public BundleManifest {
        if (schema != SCHEMA) {
            throw new IllegalArgumentException("schema must be " + SCHEMA + ". Provided value: " + schema
                    + ". Use the version of FedFabric that wrote the bundle");
        }
        if (channel == null || chaincode == null || task == null || genesisHash == null) {
            throw new IllegalArgumentException("channel, chaincode, task and genesisHash must be there");
        }
        if (height < 1) {
            throw new IllegalArgumentException("height must be at least 1. Provided value: " + height);
        }
        entries = List.copyOf(entries);
        missing = List.copyOf(missing);
    }

    /**
     * One entry.
     *
     * @param name its name in the zip
     * @param bytes its length
     * @param sha256 its digest, hex
     */
    public record Entry(String name, long bytes, String sha256) {
        /** Everything must be there. */
        public Entry {
            if (name == null || sha256 == null) {
                throw new IllegalArgumentException("an entry must have a name and a digest");
            }
        }
    }

    byte[] toBytes() {
        return (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static BundleManifest of(byte[] bytes) throws BundleException {
        try {
            BundleManifest manifest = GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), BundleManifest.class);
            if (manifest == null) {
                throw new BundleException("The bundle's " + NAME + " is empty.");
            }
            return manifest;
        } catch (JsonParseException e) {
            throw new BundleException("The bundle's " + NAME + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // What a record's constructor refuses comes wrapped.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BundleException("The bundle's " + NAME + " is not one: " + cause.getMessage(), e);
        }
    }

    static String blockName(long number) {
        return String.format(java.util.Locale.ROOT, "blocks/%010d.block", number);
    }

    static String contentName(String cid) {
        return "content/" + cid;
    }
}
