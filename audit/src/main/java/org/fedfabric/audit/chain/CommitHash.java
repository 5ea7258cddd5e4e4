package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The hash by which a Fabric peer chains what each block has changed in its state: equal hashes mean that the peer has
 * applied exactly the writes that this audit has. The bytes that are hashed are part of Fabric's ledger format.
 */
final class CommitHash {
    private CommitHash() {}

    /** What the valid transactions of one block have written; the last writer of a key counts. */
    static final class Updates {
        private final NavigableMap<ByteString, NavigableMap<ByteString, NavigableMap<ByteString, Row>>> places =
                places();

        /** A key's new value, null if deleted, and who wrote it. */
        private record Row(ByteString value, StateVersion version) {}

        private static <V> NavigableMap<ByteString, V> places() {
            return new TreeMap<>(ByteString.unsignedLexicographicalComparator());
        }

        void open(String namespace, ByteString key, ByteString value, StateVersion version) {
            // The open keys come before all collections: no collection has an empty name.
            hashed(namespace, "", key, value, version);
        }

        void hashed(String namespace, String collection, ByteString key, ByteString value, StateVersion version) {
            places.computeIfAbsent(ByteString.copyFromUtf8(namespace), name -> places())
                    .computeIfAbsent(ByteString.copyFromUtf8(collection), name -> places())
                    .put(key, new Row(value, version));
        }
    }

    /** The hash after a block: over its flags, what it has changed, and the hash before. */
    static ByteString after(ByteString previous, ByteString flags, Updates updates) {
        ByteString.Output bytes = ByteString.newOutput();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt32NoTag(flags.size());
            out.writeRawBytes(flags);
            for (var namespace : updates.places.entrySet()) {
                write(out, namespace.getKey(), namespace.getValue());
            }
            out.writeRawBytes(previous);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return Hashes.sha256(bytes.toByteString());
    }

    private static void write(
            CodedOutputStream out,
            ByteString namespace,
            NavigableMap<ByteString, NavigableMap<ByteString, Updates.Row>> places)
            throws IOException {
        // A namespace or collection is named at its first row only.
        ByteString nextNamespace = namespace;
        for (var place : places.entrySet()) {
            ByteString nextCollection = place.getKey();
            for (Map.Entry<ByteString, Updates.Row> row : place.getValue().entrySet()) {
                ByteString message = message(nextNamespace, nextCollection, row.getKey(), row.getValue());
                out.writeBytes(1, message);
                nextNamespace = ByteString.EMPTY;
                nextCollection = ByteString.EMPTY;
            }
        }
    }

    private static ByteString message(ByteString namespace, ByteString collection, ByteString key, Updates.Row row)
            throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        field(out, 1, namespace);
        field(out, 2, collection);
        field(out, 3, key);
        if (row.value() == null) {
            out.writeBool(4, true);
        } else {
            field(out, 5, row.value());
        }
        field(
                out,
                6,
                orderPreserving(row.version().block())
                        .concat(orderPreserving(row.version().transaction())));
        out.flush();
        return bytes.toByteString();
    }

    private static void field(CodedOutputStream out, int number, ByteString value) throws IOException {
        if (!value.isEmpty()) {
            out.writeBytes(number, value);
        }
    }

    /** A number as the count of its significant bytes and these bytes, so that bytes sort as the numbers do. */
    private static ByteString orderPreserving(long number) {
        int size = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / 8;
        byte[] bytes = new byte[size + 1];
        bytes[0] = (byte) size;
        for (int i = 0; i < size; i++) {
            bytes[size - i] = (byte) (number >>> (8 * i));
        }
        return ByteString.copyFrom(bytes);
    }
}
