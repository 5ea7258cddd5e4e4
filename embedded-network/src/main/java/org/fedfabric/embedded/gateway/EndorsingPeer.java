package org.fedfabric.embedded.gateway;

import java.util.function.Supplier;
import org.fedfabric.embedded.endorsement.Endorser;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/**
 * An endorser and the address under which error details name it.
 *
 * @param endorser the endorser
 * @param address host and port of its endpoint, asked for when it is needed: endpoints open after gateways are made
 */
public record EndorsingPeer(Endorser endorser, Supplier<String> address) {
    String mspId() {
        return endorser.mspId();
    }

    ErrorDetail error(String message) {
        return ErrorDetail.newBuilder()
                .setAddress(address.get())
                .setMspId(mspId())
                .setMessage(message)
                .build();
    }
}
