/**
 * Bytes that mean one thing only: canonical JSON, identifiers and SHA-256 digests. Every record that is signed, hashed
 * or stored on the ledger passes through {@link org.fedfabric.protocol.canonical.CanonicalJson}.
 */
package org.fedfabric.protocol.canonical;
