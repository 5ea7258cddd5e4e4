package org.fedfabric.embedded.ordering;

import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.ledger.Ledger;

/**
 * A channel as its members' services see it.
 *
 * @param ledger its chain and state
 * @param members who can be recognised on it
 * @param orderer where its transactions are put in order
 */
public record Channel(Ledger ledger, MembershipRegistry members, SoloOrderer orderer) {
    /** The channel's name. */
    public String id() {
        return ledger.channel().channelId();
    }
}
