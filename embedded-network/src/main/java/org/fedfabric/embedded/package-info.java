/**
 * A whole Fabric development network in one JVM: nothing to install, the same clients, the same chaincode.
 *
 * <h2>What it is</h2>
 *
 * <p>{@link org.fedfabric.embedded.EmbeddedNetwork} runs a consortium of 1 to 26 enterprises. Each has its own certificate
 * authorities and MSP folders, a TLS endpoint with gateway, endorser, deliver and orderer services, its own instance of
 * the chaincode and its own content store with Kubo's RPC. Channels are {@code federation}, of which all are members, and
 * one per enterprise. The protocols are Fabric's own, so fabric-gateway clients, the {@code peer} command (query, invoke,
 * channel getinfo, list and fetch, lifecycle querycommitted) and chaincode over fabric-chaincode-shim work unchanged.
 *
 * <p>Every enterprise runs every endorsement itself, against its own snapshot; transactions need a majority of the
 * channel's enterprises; conflicts, phantoms, duplicates and missing endorsements are recorded with Fabric's codes; blocks
 * are hash-chained, signed and on disk before anybody is told. A process that is killed goes on where it was.
 *
 * <pre>
 *  client ─▶ gateway ─▶ endorsement (own enterprise, then others) ─▶ chaincodehost
 *     │                     └ reads a state snapshot
 *     └────▶ gateway ─▶ ordering ─▶ ledger (validate, append, sync, publish) ─▶ delivery ─▶ clients
 *            identity, wire, transport: who may speak, in which bytes, over what
 * </pre>
 *
 * <h2>What it is not</h2>
 *
 * <p>It is for one machine and one operator. It gives Fabric's protocol, not Fabric's guarantees between organisations:
 *
 * <ul>
 *   <li>All keys, the one state and the one ledger of a channel lie in one process. Whoever runs it can do anything.
 *   <li>One orderer, which cuts a block whenever its queue is empty. Real networks wait 50 ms to 2 s and see more read
 *       conflicts; {@code --batch-timeout} imitates that.
 *   <li>One chaincode, with the default policy (a majority of the members' peers). No signature expressions, no key-level
 *       endorsement, no calls between chaincodes, no private data collections, no rich queries.
 *   <li>Channels and members are fixed when the network is made: no configuration updates, no lifecycle commands that
 *       change anything, no revocation lists, no intermediate authorities. Block 0 names the members and nothing else, so
 *       {@code peer chaincode invoke} needs {@code -o}. Read-write sets lack the {@code _lifecycle} reads of real ones.
 *   <li>Rights come from roles alone: clients and admins of a member may read and submit, its peers may read.
 *   <li>No gossip, no discovery service, no client certificates on TLS, no metrics.
 *   <li>The file of blocks is of its own format; the blocks in it are standard.
 * </ul>
 */
package org.fedfabric.embedded;
