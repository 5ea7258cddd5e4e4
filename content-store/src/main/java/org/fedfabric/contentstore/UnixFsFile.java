package org.fedfabric.contentstore;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The root block of content larger than one chunk: a UnixFS file node of one level over raw chunks, in the only encoding
 * that {@code ipfs add} produces for that content.
 *
 * <p>Encoding (dag-pb, UnixFS specification): for each chunk a link {hash, empty name, chunk length}, in order; then the
 * data {type file, file length, one chunk length per link}. Every chunk but the last has {@link Cid#CHUNK_BYTES} bytes.
 *
 * @param lengthBytes length of the whole content, more than one chunk and at most {@link Cid#MAX_CONTENT_BYTES}
 * @param chunks addresses of the raw chunks, in order
 */
public record UnixFsFile(long lengthBytes, List<Cid> chunks) {
    private static final int LINK_FIELD = 0x12;
    private static final int DATA_FIELD = 0x0a;
    private static final int BINARY_CID_BYTES = 36;

    /** Offset of the address inside an encoded link: field, link length, field, address length. */
    private static final int CID_OFFSET = 4;

    /** Offset of the chunk length inside an encoded link: behind the address come the empty name and a field byte. */
    private static final int CHUNK_LENGTH_OFFSET = CID_OFFSET + BINARY_CID_BYTES + 3;

    /**
     * Checks that length and number of chunks belong together.
     *
     * @throws IllegalArgumentException when they do not, or when a chunk is not raw
     */
    public UnixFsFile {
        chunks = List.copyOf(chunks);
        if (Codec.forLength(lengthBytes) != Codec.DAG_PB) {
            throw new IllegalArgumentException("A root block must stand for more than " + Cid.CHUNK_BYTES
                    + " bytes. Provided value: " + lengthBytes + ". Store shorter content as one raw block.");
        }
        if (chunks.size() != chunkCount(lengthBytes)) {
            throw new IllegalArgumentException("Content of " + lengthBytes + " bytes must have "
                    + chunkCount(lengthBytes) + " chunks. Provided value: " + chunks.size() + ".");
        }
        for (Cid chunk : chunks) {
            if (chunk.codec() != Codec.RAW) {
                throw new IllegalArgumentException("A chunk must be a raw block. Provided value: " + chunk + ".");
            }
        }
    }

    /**
     * Cuts content into chunks and hashes each.
     *
     * @param content more than one chunk and at most {@link Cid#MAX_CONTENT_BYTES} bytes
     * @return its description
     */
    public static UnixFsFile of(byte[] content) {
        List<Cid> chunks = new ArrayList<>();
        for (int offset = 0; offset < content.length; offset += Cid.CHUNK_BYTES) {
            int length = Math.min(Cid.CHUNK_BYTES, content.length - offset);
            chunks.add(Cid.ofBlock(Codec.RAW, content, offset, length));
        }
        return new UnixFsFile(content.length, chunks);
    }

    /**
     * Reads a root block that has been verified against its address.
     *
     * @param block the block
     * @return what it describes, or empty when it is not the canonical root block of any content
     */
    public static Optional<UnixFsFile> parse(byte[] block) {
        List<Cid> chunks = new ArrayList<>();
        long lastChunkBytes = 0;
        int position = 0;
        try {
            while (block[position] == LINK_FIELD) {
                int cidStart = position + CID_OFFSET;
                chunks.add(Cid.fromBinary(Arrays.copyOfRange(block, cidStart, cidStart + BINARY_CID_BYTES)));
                lastChunkBytes = readVarint(block, position + CHUNK_LENGTH_OFFSET);
                position += 2 + (block[position + 1] & 0xff);
            }
            long lengthBytes = (chunks.size() - 1L) * Cid.CHUNK_BYTES + lastChunkBytes;
            UnixFsFile file = new UnixFsFile(lengthBytes, chunks);
            return Arrays.equals(block, file.encode()) ? Optional.of(file) : Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty(); // cut short, a foreign address, or a length that no content has
        }
    }

    /**
     * How long the root block of content is, known before anything is fetched.
     *
     * @param lengthBytes length of the content, more than one chunk
     * @return length of its root block
     */
    static int encodedLength(long lengthBytes) {
        int links = 0;
        int sizes = 0;
        for (int i = 0; i < chunkCount(lengthBytes); i++) {
            int varint = varintLength(chunkLength(lengthBytes, i));
            links += CHUNK_LENGTH_OFFSET + varint;
            sizes += 1 + varint;
        }
        int data = 3 + varintLength(lengthBytes) + sizes;
        return links + 1 + varintLength(data) + data;
    }

    /**
     * The root block itself.
     *
     * @return a fresh array
     */
    public byte[] encode() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(0x08); // type
        data.write(2); // file
        data.write(0x18); // file length
        writeVarint(data, lengthBytes);
        for (int i = 0; i < chunks.size(); i++) {
            int chunkBytes = chunkLengthBytes(i);
            block.write(LINK_FIELD);
            block.write(CHUNK_LENGTH_OFFSET - 2 + varintLength(chunkBytes));
            block.write(0x0a); // hash
            block.write(BINARY_CID_BYTES);
            block.writeBytes(chunks.get(i).toBinary());
            block.write(0x12); // name,
            block.write(0); // empty
            block.write(0x18); // length of what the link leads to
            writeVarint(block, chunkBytes);
            data.write(0x20); // one chunk's length
            writeVarint(data, chunkBytes);
        }
        block.write(DATA_FIELD);
        writeVarint(block, data.size());
        block.writeBytes(data.toByteArray());
        return block.toByteArray();
    }

    /** {@return the address of the root block, which is the address of the content} */
    public Cid cid() {
        return Cid.ofBlock(Codec.DAG_PB, encode());
    }

    /**
     * Length of one chunk.
     *
     * @param index which chunk, from 0
     * @return {@link Cid#CHUNK_BYTES}, or what is left for the last
     */
    public int chunkLengthBytes(int index) {
        return chunkLength(lengthBytes, index);
    }

    private static int chunkLength(long lengthBytes, int index) {
        return (int) Math.min(Cid.CHUNK_BYTES, lengthBytes - (long) index * Cid.CHUNK_BYTES);
    }

    private static int chunkCount(long lengthBytes) {
        return (int) ((lengthBytes + Cid.CHUNK_BYTES - 1) / Cid.CHUNK_BYTES);
    }

    private static int varintLength(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Reads at most four bytes, enough for the length of any chunk; a longer number does not re-encode to itself. */
    private static long readVarint(byte[] block, int start) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (long) (block[start + i] & 0x7f) << 7 * i;
            if (block[start + i] >= 0) {
                return value;
            }
        }
        return value;
    }
}
