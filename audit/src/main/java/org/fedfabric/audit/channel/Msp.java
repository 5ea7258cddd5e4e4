package org.fedfabric.audit.channel;

import com.google.protobuf.ByteString;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;

/** One organisation's definition of its members: authorities, revocations, and the units that make a certificate's role. */
final class Msp {
    /** The longest chain of authorities followed; Fabric's own certificate authority makes two. */
    private static final int MAX_AUTHORITIES = 8;

    private final String mspId;
    private final List<X509Certificate> roots = new ArrayList<>();
    private final List<X509Certificate> intermediates = new ArrayList<>();
    private final List<X509Certificate> admins = new ArrayList<>();
    private final List<X509CRL> revocations = new ArrayList<>();
    private final Map<Role, Unit> units = new EnumMap<>(Role.class);

    /** A unit's name, and the one authority whose certificates may carry it; null for any. */
    private record Unit(String name, X509Certificate authority) {}

    Msp(FabricMSPConfig config) throws UntrustedException {
        mspId = config.getName();
        for (ByteString pem : config.getRootCertsList()) {
            roots.add(Certificates.read(pem.toByteArray()));
        }
        for (ByteString pem : config.getIntermediateCertsList()) {
            intermediates.add(Certificates.read(pem.toByteArray()));
        }
        for (ByteString pem : config.getAdminsList()) {
            admins.add(Certificates.read(pem.toByteArray()));
        }
        for (ByteString pem : config.getRevocationListList()) {
            revocations.add(Certificates.readRevocations(pem.toByteArray()));
        }
        FabricNodeOUs nodes = config.getFabricNodeOus();
        if (nodes.getEnable()) {
            unit(Role.CLIENT, nodes.getClientOuIdentifier());
            unit(Role.PEER, nodes.getPeerOuIdentifier());
            unit(Role.ADMIN, nodes.getAdminOuIdentifier());
            unit(Role.ORDERER, nodes.getOrdererOuIdentifier());
        }
    }

    private void unit(Role role, FabricOUIdentifier identifier) throws UntrustedException {
        if (!identifier.getOrganizationalUnitIdentifier().isEmpty()) {
            ByteString pem = identifier.getCertificate();
            units.put(
                    role,
                    new Unit(
                            identifier.getOrganizationalUnitIdentifier(),
                            pem.isEmpty() ? null : Certificates.read(pem.toByteArray())));
        }
    }

    String mspId() {
        return mspId;
    }

    /** Whose certificate this is, valid or not. */
    Member member(X509Certificate certificate) {
        boolean namedAdmin = admins.contains(certificate);
        List<String> names = Certificates.units(certificate);
        X509Certificate authority = null;
        Role role = null;
        Optional<String> defect = Optional.empty();
        try {
            authority = authorityOf(certificate);
            role = units.isEmpty() ? null : roleOf(names, authority);
        } catch (UntrustedException e) {
            defect = Optional.of(e.getMessage());
        }
        return new Member(mspId, certificate, authority, role, namedAdmin, names, defect);
    }

    private X509Certificate authorityOf(X509Certificate certificate) throws UntrustedException {
        if (Certificates.isAuthority(certificate)) {
            throw new UntrustedException("it is an authority's certificate, which may not act by itself");
        }
        X509Certificate direct = issuer(certificate, certificate);
        if (intermediates.stream().anyMatch(other -> !other.equals(direct) && Certificates.isSignedBy(other, direct))) {
            throw new UntrustedException("it was issued by an authority of " + mspId
                    + " that has authorities below it, and only those may issue members' certificates");
        }
        if (revocations.stream().anyMatch(list -> Certificates.isRevoked(certificate, direct, list))) {
            throw new UntrustedException("it has been revoked by " + mspId);
        }
        X509Certificate next = direct;
        for (int length = 0; !roots.contains(next); length++) {
            if (length == MAX_AUTHORITIES) {
                throw new UntrustedException("its chain of authorities does not reach a root of " + mspId);
            }
            next = issuer(next, certificate);
        }
        return direct;
    }

    private X509Certificate issuer(X509Certificate issued, X509Certificate leaf) throws UntrustedException {
        // A second after its beginning: the same for every reader at any time.
        Instant judged = leaf.getNotBefore().toInstant().plusSeconds(1);
        for (List<X509Certificate> authorities : List.of(intermediates, roots)) {
            for (X509Certificate authority : authorities) {
                if (!authority.equals(issued)
                        && !judged.isBefore(authority.getNotBefore().toInstant())
                        && !judged.isAfter(authority.getNotAfter().toInstant())
                        && Certificates.isSignedBy(issued, authority)) {
                    return authority;
                }
            }
        }
        throw new UntrustedException("it was not issued by an authority of " + mspId);
    }

    private Role roleOf(List<String> names, X509Certificate authority) throws UntrustedException {
        Role found = null;
        for (String name : names) {
            for (Map.Entry<Role, Unit> entry : units.entrySet()) {
                Unit unit = entry.getValue();
                if (!unit.name().equals(name)) {
                    continue;
                }
                if (unit.authority() != null && !unit.authority().equals(authority)) {
                    throw new UntrustedException("its unit '" + name + "' belongs to another authority");
                }
                if (found != null) {
                    throw new UntrustedException("it must have exactly one role; its units are " + names);
                }
                found = entry.getKey();
            }
        }
        if (found == null) {
            throw new UntrustedException("it must have the unit of a role of " + mspId + "; its units are " + names);
        }
        return found;
    }
}
