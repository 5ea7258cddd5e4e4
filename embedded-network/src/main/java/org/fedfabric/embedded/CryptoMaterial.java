package org.fedfabric.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.identity.SigningIdentity;
import org.fedfabric.embedded.ledger.ChannelDefinition;

/** The keys and certificates of all organisations of a network: its enterprises and the one that orders. */
final class CryptoMaterial {
    static final String ORDERER = "orderer";
    static final String ORDERER_MSP = "OrdererMSP";

    /** Besides p1, p2, …: somebody who only reads and replays. */
    private static final String AUDITOR = "auditor";

    private final Map<Enterprise, OrganizationCrypto> enterprises;
    private final OrganizationCrypto orderer;

    private CryptoMaterial(Map<Enterprise, OrganizationCrypto> enterprises, OrganizationCrypto orderer) {
        this.enterprises = enterprises;
        this.orderer = orderer;
    }

    /** Makes what is missing, organisation by organisation in parallel: this is most of a first start's work. */
    static CryptoMaterial openOrCreate(StateDirectory state, List<Enterprise> members, int usersPerEnterprise)
            throws IOException {
        try {
            Map<Enterprise, OrganizationCrypto> enterprises = members.parallelStream()
                    .collect(Collectors.toConcurrentMap(
                            enterprise -> enterprise, enterprise -> open(state, enterprise, usersPerEnterprise)));
            OrganizationCrypto orderer = OrganizationCrypto.openOrCreate(state.crypto(ORDERER), ORDERER_MSP, ORDERER);
            return new CryptoMaterial(enterprises, orderer);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static OrganizationCrypto open(StateDirectory state, Enterprise enterprise, int users) {
        try {
            OrganizationCrypto crypto = OrganizationCrypto.openOrCreate(
                    state.crypto(enterprise.name()), enterprise.mspId(), enterprise.name());
            crypto.node(Role.PEER);
            crypto.tlsServer();
            crypto.user("admin", Role.ADMIN);
            crypto.user(AUDITOR, Role.CLIENT);
            for (int i = 1; i <= users; i++) {
                crypto.user("p" + i, Role.CLIENT);
            }
            return crypto;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OrganizationCrypto of(Enterprise enterprise) {
        return enterprises.get(enterprise);
    }

    SigningIdentity ordererIdentity() throws IOException {
        return orderer.node(Role.ORDERER);
    }

    ChannelDefinition channel(String channelId, List<Enterprise> members, String chaincodeName) {
        SortedMap<String, ChannelDefinition.Authorities> organizations = new TreeMap<>();
        members.forEach(enterprise -> organizations.put(enterprise.mspId(), authorities(of(enterprise))));
        return new ChannelDefinition(channelId, chaincodeName, organizations, ORDERER_MSP, authorities(orderer));
    }

    /** The members of one enterprise alone. */
    MembershipRegistry localMembers(Enterprise enterprise) {
        return new MembershipRegistry(Map.of(enterprise.mspId(), of(enterprise).enrolmentAuthorityPem()));
    }

    private static ChannelDefinition.Authorities authorities(OrganizationCrypto crypto) {
        return new ChannelDefinition.Authorities(crypto.enrolmentAuthorityPem(), crypto.tlsAuthorityPem());
    }
}
