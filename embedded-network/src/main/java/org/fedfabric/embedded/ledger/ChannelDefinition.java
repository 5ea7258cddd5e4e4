package org.fedfabric.embedded.ledger;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is fixed about a channel before its first block.
 *
 * @param channelId its name
 * @param chaincodeName the one chaincode that runs on it
 * @param organizations the members: MSP id to certificates of their authorities
 * @param ordererMspId the organisation that signs blocks
 * @param ordererAuthorities the certificates of its authorities
 */
public record ChannelDefinition(
        String channelId,
        String chaincodeName,
        SortedMap<String, Authorities> organizations,
        String ordererMspId,
        Authorities ordererAuthorities) {

    /** A definition with its own copy of the members. */
    public ChannelDefinition {
        organizations = Collections.unmodifiableSortedMap(new TreeMap<>(organizations));
    }

    /**
     * The certificates by which an organisation's members and endpoints are recognised.
     *
     * @param enrolmentPem the enrolment authority (PEM)
     * @param tlsPem the TLS authority (PEM)
     */
    public record Authorities(String enrolmentPem, String tlsPem) {}

    /** The channel's endorsement policy: a majority of its members. */
    public EndorsementPolicy endorsementPolicy() {
        return new EndorsementPolicy(List.copyOf(organizations.keySet()));
    }

    /** The enrolment authority of each member and of the orderer, by MSP id. */
    public Map<String, String> enrolmentAuthorities() {
        Map<String, String> authorities = new TreeMap<>();
        organizations.forEach((mspId, certificates) -> authorities.put(mspId, certificates.enrolmentPem()));
        authorities.put(ordererMspId, ordererAuthorities.enrolmentPem());
        return authorities;
    }
}
