/**
 * Running unchanged Java chaincode: one instance per enterprise, behind the shim's own chaincode-as-a-service server.
 *
 * <p>An instance lives in this JVM on a loopback port ({@link org.fedfabric.embedded.chaincodehost.InProcessChaincode}),
 * which starts fastest, or in a process of its own that is restarted when it dies
 * ({@link org.fedfabric.embedded.chaincodehost.ChaincodeProcess}), as on a real network. The endorser cannot tell.
 */
package org.fedfabric.embedded.chaincodehost;
