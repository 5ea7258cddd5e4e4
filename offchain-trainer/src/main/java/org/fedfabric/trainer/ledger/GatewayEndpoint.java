package org.fedfabric.trainer.ledger;

import java.nio.file.Path;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A peer that serves Fabric's gateway.
 *
 * @param address {@code host:port}
 * @param mspId the enterprise that runs it
 * @param tlsCaCert PEM file of the authority that signed its TLS certificate
 */
public record GatewayEndpoint(String address, String mspId, Path tlsCaCert) {
    /** Checks the form of the address. */
    public GatewayEndpoint {
        Checks.present(address, "address of a gateway");
        Checks.require(
                address.matches("[^\\s:/]+:[0-9]{1,5}"), "address of a gateway must have the form host:port", address);
        Names.requireMspId(mspId, "mspId of gateway " + address);
        Checks.present(tlsCaCert, "tlsCaCert of gateway " + address);
    }

    @Override
    public String toString() {
        return mspId + " (" + address + ")";
    }
}
