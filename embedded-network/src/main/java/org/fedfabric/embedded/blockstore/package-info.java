/**
 * A block store that speaks enough of Kubo's RPC for {@link org.fedfabric.contentstore.ContentStore} and for a person
 * with {@code curl} or {@code ipfs --api}, so that the network runs where no IPFS node is installed.
 *
 * <p>{@link org.fedfabric.embedded.blockstore.BlockStoreServer} takes requests on a loopback port, keeps each block in a
 * file of its own, and asks the other enterprises' stores for what it does not hold. Parameters, JSON shapes, statuses
 * and sentences follow Kubo 0.42.0.
 */
package org.fedfabric.embedded.blockstore;
