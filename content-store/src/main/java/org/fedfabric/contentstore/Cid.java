package org.fedfabric.contentstore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The address of content: a CIDv1 with SHA-256, written in lower-case base 32, in the one form protocol §3 allows.
 *
 * <p>The address of content is what {@code ipfs add --cid-version=1 --raw-leaves --chunker=size-1048576} prints for it,
 * so {@code ipfs cat CID} shows the bytes. Equal content has equal addresses and the other way round: there is one
 * spelling, one hash function and one way to cut content into blocks.
 *
 * @param text the address, 59 characters beginning {@code bafkrei} (raw) or {@code bafybei} (dag-pb)
 */
public record Cid(String text) implements Comparable<Cid> {
    /** Content is cut every 1 MiB: half of the largest block IPFS nodes exchange without being asked twice (2 MiB). */
    public static final int CHUNK_BYTES = 1 << 20;

    /** 174 chunks: as many links as {@code ipfs add} puts into one node before it would build a second level. */
    public static final int MAX_CONTENT_BYTES = 174 * CHUNK_BYTES;

    private static final int DIGEST_BYTES = 32;
    private static final int BINARY_BYTES = 4 + DIGEST_BYTES;
    private static final int TEXT_LENGTH = 59;
    private static final int VERSION = 0x01;
    private static final int SHA2_256 = 0x12;

    /**
     * Accepts the canonical text only.
     *
     * @throws IllegalArgumentException with the rule that is broken and the value given
     */
    public Cid {
        if (text == null) {
            throw new IllegalArgumentException("A CID must be given. Provided value: null.");
        }
        String flaw = flawOf(text);
        if (flaw != null) {
            throw new IllegalArgumentException(
                    flaw + " Provided value: \"" + abbreviate(text)
                            + "\". Use the address that `ipfs add --cid-version=1 --raw-leaves --chunker=size-1048576` prints.");
        }
    }

    /**
     * Reads an address from a record or a command line.
     *
     * @param text the canonical text
     * @return the address
     * @throws IllegalArgumentException when the text is anything but canonical: upper case, another base or hash, loose
     *     trailing bits, surrounding blanks
     */
    public static Cid parse(String text) {
        return new Cid(text);
    }

    /**
     * Computes the address of content. Costs one SHA-256 pass; nothing is stored.
     *
     * @param content the bytes, at most {@link #MAX_CONTENT_BYTES}
     * @return their only canonical address
     * @throws IllegalArgumentException when the content is longer than canonical content can be
     */
    public static Cid of(byte[] content) {
        if (Codec.forLength(content.length) == Codec.RAW) {
            return ofBlock(Codec.RAW, content);
        }
        return UnixFsFile.of(content).cid();
    }

    /**
     * Computes the address of one block, whatever is in it: the check behind every read.
     *
     * @param codec how the block is to be read
     * @param block its bytes
     * @return the address under which a store must hold it
     */
    public static Cid ofBlock(Codec codec, byte[] block) {
        return ofBlock(codec, block, 0, block.length);
    }

    static Cid ofBlock(Codec codec, byte[] bytes, int offset, int length) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes, offset, length);
        byte[] binary = new byte[BINARY_BYTES];
        binary[0] = VERSION;
        binary[1] = (byte) codec.code();
        binary[2] = SHA2_256;
        binary[3] = DIGEST_BYTES;
        System.arraycopy(sha256.digest(), 0, binary, 4, DIGEST_BYTES);
        return fromBinary(binary);
    }

    static Cid fromBinary(byte[] binary) {
        return new Cid("b" + Base32.encode(binary));
    }

    /** The 36 bytes that stand for this address inside a dag-pb link. */
    byte[] toBinary() {
        return Base32.decodeOrNull(text.substring(1));
    }

    /**
     * How the block behind this address is to be read.
     *
     * @return raw for content of at most one chunk, dag-pb for more
     */
    public Codec codec() {
        return (toBinary()[1] & 0xff) == Codec.RAW.code() ? Codec.RAW : Codec.DAG_PB;
    }

    /**
     * Whether the block hashes to this address: nothing may parse a block before this has said yes.
     *
     * @param block the bytes a store handed out
     * @return true when they are the addressed ones
     */
    public boolean verifies(byte[] block) {
        return verifies(block, 0, block.length);
    }

    boolean verifies(byte[] bytes, int offset, int length) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes, offset, length);
        return MessageDigest.isEqual(sha256.digest(), Arrays.copyOfRange(toBinary(), 4, BINARY_BYTES));
    }

    @Override
    public int compareTo(Cid other) {
        return text.compareTo(other.text);
    }

    /** {@return the canonical text} */
    @Override
    public String toString() {
        return text;
    }

    private static String flawOf(String text) {
        if (text.length() != TEXT_LENGTH) {
            return "A CID must have " + TEXT_LENGTH + " characters (CIDv1, SHA-256, base 32); this one has "
                    + text.length() + ".";
        }
        byte[] binary = text.charAt(0) == 'b' ? Base32.decodeOrNull(text.substring(1)) : null;
        if (binary == null) {
            return "A CID must be written as b followed by lower-case base 32 (a-z, 2-7).";
        }
        if (!text.substring(1).equals(Base32.encode(binary))) {
            return "A CID must end in zero bits: its last character carries bits that belong to no byte.";
        }
        if (binary[0] != VERSION) {
            return "A CID must be of version 1; this one is of version " + (binary[0] & 0xff) + ".";
        }
        if (binary[1] != Codec.RAW.code() && binary[1] != Codec.DAG_PB.code()) {
            return "A CID must have codec raw (0x55) or dag-pb (0x70); this one has 0x"
                    + Integer.toHexString(binary[1] & 0xff) + ".";
        }
        if (binary[2] != SHA2_256 || binary[3] != DIGEST_BYTES) {
            return "A CID must hash with sha2-256 (0x12, 32 bytes); this one has function 0x"
                    + Integer.toHexString(binary[2] & 0xff) + " and " + (binary[3] & 0xff) + " bytes.";
        }
        return null;
    }

    private static String abbreviate(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must provide SHA-256; this one does not.", e);
        }
    }
}
