/**
 * The chaincode as a process of its own (Fabric's chaincode-as-a-service): one for each enterprise, beside its peer.
 * Started as {@code java -jar chaincode.jar}, told everything by environment variables; see
 * {@link org.fedfabric.chaincode.service.Settings}.
 */
package org.fedfabric.chaincode.service;
