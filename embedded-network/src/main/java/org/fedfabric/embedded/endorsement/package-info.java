/**
 * An enterprise's endorser: checks proposals, runs its own chaincode on them and signs what came out.
 *
 * <p>{@link org.fedfabric.embedded.endorsement.Endorser} is the service; {@link
 * org.fedfabric.embedded.endorsement.ChaincodeLink} is its one connection to the chaincode, on which the contract's reads
 * and writes are answered from a {@link org.fedfabric.embedded.state.Simulation}. Every enterprise runs every endorsement
 * itself; results are never shared, so contracts that are not deterministic show at once.
 */
package org.fedfabric.embedded.endorsement;
