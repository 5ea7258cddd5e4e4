package org.fedfabric.embedded;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the clients of an enterprise reach it.
 *
 * @param name the enterprise, for example {@code enterprise-a}
 * @param mspId its MSP id
 * @param address host and port of its gateway, endorser, deliver and orderer services (TLS)
 * @param tlsCaCert the certificate that vouches for that endpoint (PEM file)
 * @param contentApi its content store (Kubo RPC)
 * @param users the folder with one MSP folder {@code NAME/msp} per user
 * @param connectionProfile a file that says all this
 */
public record EnterpriseEndpoint(
        String name,
        String mspId,
        String address,
        Path tlsCaCert,
        URI contentApi,
        Path users,
        Path connectionProfile) {}
