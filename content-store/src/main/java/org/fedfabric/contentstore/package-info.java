/**
 * Content addresses, and the one client that reads and writes blobs by them: every byte read is checked.
 *
 * <p>The ledger holds a {@link org.fedfabric.contentstore.Cid} and a length; a
 * {@link org.fedfabric.contentstore.ContentStore} turns the two into bytes, or into one of three reasons why not
 * (protocol §3 and §4). Trainer, chaincode and the embedded network all come through here.
 */
package org.fedfabric.contentstore;
