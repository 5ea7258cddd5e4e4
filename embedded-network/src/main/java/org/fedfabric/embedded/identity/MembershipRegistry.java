package org.fedfabric.embedded.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * The organisations of a network and their authorities; turns serialized identities into members.
 *
 * <p>Members are remembered by their bytes: parsing and checking a certificate costs more than verifying a signature.
 * Validity in time is left to the caller at every use ({@link MemberIdentity#isValidAt}).
 */
public final class MembershipRegistry {
    /** Bounds the memory an attacker can fill with fresh certificates; well above 10,000 participants. */
    private static final int CACHE_LIMIT = 20_000;

    private final Map<String, X509CertificateHolder> authorityByMspId = new HashMap<>();
    private final Map<ByteString, MemberIdentity> members = new ConcurrentHashMap<>();

    /**
     * A registry of the given organisations.
     *
     * @param authorityPemByMspId the enrolment authority's certificate of each organisation
     */
    public MembershipRegistry(Map<String, String> authorityPemByMspId) {
        authorityPemByMspId.forEach((mspId, pem) -> {
            try {
                authorityByMspId.put(mspId, new X509CertificateHolder(Pem.decode(pem, "CERTIFICATE")));
            } catch (IOException e) {
                throw new IllegalArgumentException("the authority of " + mspId + " must be an X.509 certificate", e);
            }
        });
    }

    /**
     * The member those bytes name.
     *
     * @throws UnknownIdentityException if no known organisation issued the certificate, or it carries no role
     */
    public MemberIdentity deserialize(ByteString serialized) throws UnknownIdentityException {
        MemberIdentity known = members.get(serialized);
        if (known != null) {
            return known;
        }
        MemberIdentity member = parse(serialized);
        if (members.size() >= CACHE_LIMIT) {
            members.clear();
        }
        members.put(serialized, member);
        return member;
    }

    private MemberIdentity parse(ByteString serialized) throws UnknownIdentityException {
        try {
            SerializedIdentity identity = SerializedIdentity.parseFrom(serialized);
            X509CertificateHolder authority = authorityByMspId.get(identity.getMspid());
            if (authority == null) {
                throw new UnknownIdentityException("MSP " + identity.getMspid() + " is unknown");
            }
            X509CertificateHolder certificate =
                    new X509CertificateHolder(Pem.decode(identity.getIdBytes().toStringUtf8(), "CERTIFICATE"));
            if (!isIssuedBy(authority, certificate)) {
                throw new UnknownIdentityException("the certificate was not issued by " + identity.getMspid());
            }
            return new MemberIdentity(
                    identity.getMspid(),
                    roleOf(certificate),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    serialized,
                    publicKey(certificate.getSubjectPublicKeyInfo()));
        } catch (InvalidProtocolBufferException e) {
            throw new UnknownIdentityException("an identity must be a SerializedIdentity message", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnknownIdentityException("an identity must carry one X.509 certificate in PEM", e);
        }
    }

    private static boolean isIssuedBy(X509CertificateHolder authority, X509CertificateHolder certificate)
            throws IOException, UnknownIdentityException {
        return certificate.getIssuer().equals(authority.getSubject())
                && EcdsaP256.verify(
                        publicKey(authority.getSubjectPublicKeyInfo()),
                        certificate.toASN1Structure().getTBSCertificate().getEncoded("DER"),
                        certificate.getSignature());
    }

    private static Role roleOf(X509CertificateHolder certificate) throws UnknownIdentityException {
        List<Role> roles = new ArrayList<>();
        for (RDN rdn : certificate.getSubject().getRDNs(BCStyle.OU)) {
            String unit = IETFUtils.valueToString(rdn.getFirst().getValue());
            Arrays.stream(Role.values())
                    .filter(role -> role.organizationalUnit().equals(unit))
                    .forEach(roles::add);
        }
        if (roles.size() != 1) {
            throw new UnknownIdentityException(
                    "a certificate must name exactly one of the units client, peer, admin, orderer; it names " + roles);
        }
        return roles.get(0);
    }

    static ECPublicKeyParameters publicKey(SubjectPublicKeyInfo info) throws IOException, UnknownIdentityException {
        AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
        if (key instanceof ECPublicKeyParameters
                && ((ECPublicKeyParameters) key).getParameters().equals(EcdsaP256.DOMAIN)) {
            return new ECPublicKeyParameters(((ECPublicKeyParameters) key).getQ(), EcdsaP256.DOMAIN);
        }
        throw new UnknownIdentityException("a certificate must hold a P-256 key");
    }
}
