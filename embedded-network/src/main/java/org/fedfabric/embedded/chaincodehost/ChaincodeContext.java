package org.fedfabric.embedded.chaincodehost;

import java.net.URI;

/**
 * What a chaincode instance may know about where it runs.
 *
 * @param enterprise the enterprise that runs it, for example {@code enterprise-a}
 * @param mspId the enterprise's MSP id
 * @param contentApi the Kubo RPC address of the enterprise's own content store, for example {@code http://127.0.0.1:5001}
 */
public record ChaincodeContext(String enterprise, String mspId, URI contentApi) {}
