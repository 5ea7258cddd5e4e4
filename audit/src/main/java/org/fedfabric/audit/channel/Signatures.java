package org.fedfabric.audit.channel;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Verifies signatures as Fabric does: ECDSA over SHA-256 with the lower of the two values of s, or Ed25519. */
final class Signatures {
    private Signatures() {}

    /** Whether the key's owner has signed the concatenation of those parts. */
    static boolean verifies(PublicKey key, byte[] signature, List<ByteBuffer> parts) {
        try {
            if (key instanceof ECPublicKey) {
                return ecdsa(key, signature, parts);
            }
            if (key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519")) {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                for (ByteBuffer part : parts) {
                    verifier.update(part.duplicate());
                }
                return verifier.verify(signature);
            }
            return false;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // Bytes that are no signature at all.
            return false;
        }
    }

    private static boolean ecdsa(PublicKey key, byte[] signature, List<ByteBuffer> parts)
            throws IOException, NoSuchAlgorithmException {
        ECPublicKeyParameters parameters = (ECPublicKeyParameters) PublicKeyFactory.createKey(key.getEncoded());
        BigInteger order = parameters.getParameters().getN();
        BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(order, signature);
        if (rs[1].compareTo(order.shiftRight(1)) > 0) {
            return false;
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        parts.forEach(part -> digest.update(part.duplicate()));
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(/* forSigning= */ false, parameters);
        return verifier.verifySignature(digest.digest(), rs[0], rs[1]);
    }
}
