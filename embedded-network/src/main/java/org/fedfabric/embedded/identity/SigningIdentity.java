package org.fedfabric.embedded.identity;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** A member that can sign: an endorser or the orderer. */
public final class SigningIdentity {
    private final String mspId;
    private final ByteString serialized;
    private final String certificatePem;
    private final KeyPair keys;

    /** Whether a signature of the key was checked against the certificate. */
    private volatile boolean matched;

    SigningIdentity(String mspId, String certificatePem, KeyPair keys) {
        this.mspId = mspId;
        this.certificatePem = certificatePem;
        this.serialized = SerializedIdentity.newBuilder()
                .setMspid(mspId)
                .setIdBytes(ByteString.copyFromUtf8(certificatePem))
                .build()
                .toByteString();
        this.keys = keys;
    }

    /** The organisation's MSP id. */
    public String mspId() {
        return mspId;
    }

    /** The bytes that name this member in messages (a {@code SerializedIdentity}). */
    public ByteString serialized() {
        return serialized;
    }

    /**
     * A low-S ECDSA signature over SHA-256 of the message.
     *
     * @throws IllegalStateException if the key on disk is not the certificate's
     */
    public ByteString sign(ByteString message) {
        byte[] sha256 = EcdsaP256.sha256(message.toByteArray());
        ByteString signature = ByteString.copyFrom(keys.signDigest(sha256));
        if (!matched) {
            requireMatch(sha256, signature);
            matched = true;
        }
        VerifiedSignatures.SHARED.made(serialized, sha256, signature);
        return signature;
    }

    private void requireMatch(byte[] sha256, ByteString signature) {
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(Pem.decode(certificatePem, "CERTIFICATE"));
            if (EcdsaP256.verifyDigest(
                    MembershipRegistry.publicKey(certificate.getSubjectPublicKeyInfo()),
                    sha256,
                    signature.toByteArray())) {
                return;
            }
        } catch (IOException | UnknownIdentityException e) {
            throw new IllegalStateException("a node of " + mspId + " must have an X.509 certificate over P-256", e);
        }
        throw new IllegalStateException("the key of a node of " + mspId
                + " must be the one its certificate names. Restore both files from a copy, or remove the state"
                + " directory to begin a new network.");
    }
}
