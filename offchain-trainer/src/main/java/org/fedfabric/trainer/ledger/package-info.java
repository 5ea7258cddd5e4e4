/**
 * The way to the ledger: one client of Fabric's gateway protocol, whatever stands behind it (real peers or the embedded
 * network). {@link org.fedfabric.trainer.ledger.LedgerConnections} holds one connection per endpoint for the whole
 * process; {@link org.fedfabric.trainer.ledger.LedgerClient} evaluates and submits as one identity;
 * {@link org.fedfabric.trainer.ledger.FederationContract} gives each chaincode function its types;
 * {@link org.fedfabric.trainer.ledger.TaskEvents} follows what others did.
 *
 * <p>Whom to believe (protocol.md §4): decisions are read from the own enterprise's peer, or, while that is down, from
 * matching answers of a majority of enterprises. A foreign gateway only carries.
 */
package org.fedfabric.trainer.ledger;
