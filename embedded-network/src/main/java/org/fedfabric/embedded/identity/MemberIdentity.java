package org.fedfabric.embedded.identity;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** A member whose certificate was issued by its organisation's authority. It can verify signatures, not make them. */
public final class MemberIdentity {
    private final String mspId;
    private final Role role;
    private final Instant notBefore;
    private final Instant notAfter;
    private final ByteString serialized;
    private final ECPublicKeyParameters publicKey;

    MemberIdentity(
            String mspId,
            Role role,
            Instant notBefore,
            Instant notAfter,
            ByteString serialized,
            ECPublicKeyParameters publicKey) {
        this.mspId = mspId;
        this.role = role;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.serialized = serialized;
        this.publicKey = publicKey;
    }

    /** The organisation's MSP id. */
    public String mspId() {
        return mspId;
    }

    /** What the certificate says the member is. */
    public Role role() {
        return role;
    }

    /** Whether the certificate is within its validity at that moment. */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }

    /** Whether the member made that signature over the message. */
    public boolean verify(ByteString message, ByteString signature) {
        return VerifiedSignatures.SHARED.verify(
                serialized, publicKey, EcdsaP256.sha256(message.toByteArray()), signature);
    }
}
