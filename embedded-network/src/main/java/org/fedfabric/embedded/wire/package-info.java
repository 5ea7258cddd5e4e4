/**
 * Fabric's messages, decoded once and checked, and the hashes that bind them together.
 *
 * <p>A client's bytes come in as {@link org.fedfabric.embedded.wire.ProposedTransaction} (to be endorsed) and as
 * {@link org.fedfabric.embedded.wire.EndorsedTransaction} (to be ordered and committed). Nothing is ever re-serialised
 * before it is hashed or verified: the bytes that were signed are the bytes that are checked.
 */
package org.fedfabric.embedded.wire;
