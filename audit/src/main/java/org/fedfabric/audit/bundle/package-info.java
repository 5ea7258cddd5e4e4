/**
 * A task's evidence in one file: every block of the channel and the bytes that the task's records name.
 *
 * <p>{@link org.fedfabric.audit.bundle.BundleWriter} writes it, {@link org.fedfabric.audit.bundle.Bundle} reads it. Nothing
 * in it is believed: blocks prove themselves from the hash of block 0, bytes from their addresses; the manifest's digests
 * only tell a damaged file from a forged one. The file is a zip whose entries are stored, not compressed, so that it cannot
 * grow when it is read.
 */
package org.fedfabric.audit.bundle;
