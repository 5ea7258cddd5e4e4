/**
 * Bytes before anything leaves: {@link org.fedfabric.trainer.sealing.EncodedUpdate} (header and integers) → {@link
 * org.fedfabric.trainer.sealing.SealedUpdate} (address known, on disk to stay). {@link
 * org.fedfabric.trainer.sealing.SealedUpdates} keeps them, so that after a crash the same bytes are sent again and never a
 * second version of them (protocol.md §2).
 */
package org.fedfabric.trainer.sealing;
