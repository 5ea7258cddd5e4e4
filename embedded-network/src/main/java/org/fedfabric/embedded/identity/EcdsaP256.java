package org.fedfabric.embedded.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * ECDSA over P-256 with SHA-256, in the one form Fabric accepts: DER, and s in the lower half of the group order.
 *
 * <p>Every signature (r, s) has a twin (r, n − s) that is just as valid mathematically; Fabric's MSP refuses the higher
 * one, so that nobody can re-encode a transaction into a different one.
 */
final class EcdsaP256 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);

    /** The curve with its object identifier, so that encoded keys name the curve instead of spelling it out. */
    static final ECNamedDomainParameters DOMAIN = new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, CURVE);

    private static final BigInteger ORDER = DOMAIN.getN();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private EcdsaP256() {}

    /** Signs SHA-256 of the message; the nonce is derived from key and message (RFC 6979), so no randomness is drawn. */
    static byte[] sign(ECPrivateKeyParameters key, byte[] message) {
        return signDigest(key, sha256(message));
    }

    /** The same for a message whose SHA-256 is known. */
    static byte[] signDigest(ECPrivateKeyParameters key, byte[] sha256) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(/* forSigning= */ true, key);
        BigInteger[] signature = signer.generateSignature(sha256);
        BigInteger s = signature[1];
        BigInteger lowS = s.compareTo(HALF_ORDER) > 0 ? ORDER.subtract(s) : s;
        try {
            return StandardDSAEncoding.INSTANCE.encode(ORDER, signature[0], lowS);
        } catch (IOException e) {
            throw new IllegalStateException("a signature that was just made cannot be encoded", e);
        }
    }

    /** Whether the signature is canonical DER, low-S and made over SHA-256 of the message by the key's owner. */
    static boolean verify(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        return verifyDigest(key, sha256(message), signature);
    }

    /** The same for a message whose SHA-256 is known. */
    static boolean verifyDigest(ECPublicKeyParameters key, byte[] sha256, byte[] signature) {
        BigInteger[] parts;
        try {
            parts = StandardDSAEncoding.INSTANCE.decode(ORDER, signature);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
        if (parts[1].compareTo(HALF_ORDER) > 0) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(/* forSigning= */ false, key);
        return verifier.verifySignature(sha256, parts[0], parts[1]);
    }

    static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
