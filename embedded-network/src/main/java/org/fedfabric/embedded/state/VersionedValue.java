package org.fedfabric.embedded.state;

import com.google.protobuf.ByteString;

/**
 * A key's value and who wrote it.
 *
 * @param value the bytes, never empty (an empty value is a deletion)
 * @param version the transaction that wrote them
 */
public record VersionedValue(ByteString value, StateVersion version) {}
