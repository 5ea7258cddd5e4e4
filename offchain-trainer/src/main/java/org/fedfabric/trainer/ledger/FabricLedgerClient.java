package org.fedfabric.trainer.ledger;

import java.nio.file.Path;

/** The client over Fabric's gateway. */
final class FabricLedgerClient implements LedgerClient {
    private final String channel;
    private final ClientIdentity identity;
    private final Gateways gateways;
    private final Enquiry enquiry;
    private final Invocation invocation;

    FabricLedgerClient(
            String channel, ClientIdentity identity, Gateways gateways, Enquiry enquiry, Invocation invocation) {
        this.channel = channel;
        this.identity = identity;
        this.gateways = gateways;
        this.enquiry = enquiry;
        this.invocation = invocation;
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public String evaluate(String function, String... arguments) throws LedgerException {
        return enquiry.own(function, arguments);
    }

    @Override
    public String evaluateElsewhere(String function, String... arguments) throws LedgerException {
        return enquiry.elsewhere(function, arguments);
    }

    @Override
    public CommittedTransaction submit(String function, String... arguments) throws LedgerException {
        return invocation.submit(function, arguments);
    }

    @Override
    public TaskEvents events(Path checkpoint, EventConsumer consumer) {
        return CheckpointedEvents.start(channel, gateways, checkpoint, consumer);
    }
}
