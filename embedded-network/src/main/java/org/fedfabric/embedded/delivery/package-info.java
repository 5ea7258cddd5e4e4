/**
 * Streams of blocks to those who ask for them, and of transactions to the orderer.
 *
 * <p>{@link org.fedfabric.embedded.delivery.BlockPump} walks a ledger for one subscriber at the speed the subscriber
 * reads; the gRPC services around it are Fabric's Deliver (peer and orderer) and Broadcast.
 */
package org.fedfabric.embedded.delivery;
