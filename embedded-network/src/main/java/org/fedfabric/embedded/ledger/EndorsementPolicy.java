package org.fedfabric.embedded.ledger;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.identity.UnknownIdentityException;
import org.hyperledger.fabric.protos.peer.Endorsement;

/**
 * Fabric's default policy: peers of more than half of a channel's organisations must have signed.
 *
 * @param organizations the MSP ids of the channel's organisations
 */
public record EndorsementPolicy(List<String> organizations) {
    /** A policy over at least one organisation. */
    public EndorsementPolicy {
        organizations = List.copyOf(organizations);
        if (organizations.isEmpty()) {
            throw new IllegalArgumentException("a channel must have at least one organisation");
        }
    }

    /** How many organisations make a majority. */
    public int required() {
        return organizations.size() / 2 + 1;
    }

    /** Whether enough organisations' peers have truly signed those bytes. Signatures that do not verify do not count. */
    boolean isSatisfiedBy(
            ByteString responsePayload, List<Endorsement> endorsements, MembershipRegistry members, Instant now) {
        Set<String> signed = new HashSet<>();
        for (Endorsement endorsement : endorsements) {
            try {
                MemberIdentity endorser = members.deserialize(endorsement.getEndorser());
                if (organizations.contains(endorser.mspId())
                        && endorser.role() == Role.PEER
                        && endorser.isValidAt(now)
                        && !signed.contains(endorser.mspId())
                        && endorser.verify(
                                responsePayload.concat(endorsement.getEndorser()), endorsement.getSignature())) {
                    signed.add(endorser.mspId());
                }
            } catch (UnknownIdentityException e) {
                continue; // a stranger's signature is no signature
            }
        }
        return signed.size() >= required();
    }
}
