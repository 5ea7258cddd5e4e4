package org.fedfabric.embedded.identity;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * Signatures that are known to be right, so that none is checked twice: a proposal goes to several endorsers, and the
 * peer that commits an endorsement lives in the process that made it. Checking signatures was a third of a
 * transaction's processor time. What is remembered is signer, message and signature together, so an answer is the one
 * that checking would give; wrong signatures are checked each time.
 */
final class VerifiedSignatures {
    /** Those of this process. */
    static final VerifiedSignatures SHARED = new VerifiedSignatures();

    /** Signatures in a generation; two are kept, about 2 MB. A transaction is endorsed and committed within a few. */
    private static final int GENERATION = 4096;

    private volatile Map<Claim, Boolean> young = new ConcurrentHashMap<>();
    private volatile Map<Claim, Boolean> old = Map.of();

    VerifiedSignatures() {}

    private record Claim(ByteString signer, ByteString sha256, ByteString signature) {}

    /** Whether the signer's key made that signature over a message with that SHA-256. */
    boolean verify(ByteString signer, ECPublicKeyParameters key, byte[] sha256, ByteString signature) {
        Claim claim = new Claim(signer, ByteString.copyFrom(sha256), signature);
        if (old.containsKey(claim)) {
            return true;
        }
        Map<Claim, Boolean> current = young;
        // Whoever asks for the same at the same time waits for the one check.
        boolean valid = current.computeIfAbsent(
                        claim,
                        asked -> EcdsaP256.verifyDigest(key, sha256, signature.toByteArray()) ? Boolean.TRUE : null)
                != null;
        makeRoom(current);
        return valid;
    }

    /** Remembers a signature that was just made with the key of the signer's certificate. */
    void made(ByteString signer, byte[] sha256, ByteString signature) {
        Map<Claim, Boolean> current = young;
        current.put(new Claim(signer, ByteString.copyFrom(sha256), signature), Boolean.TRUE);
        makeRoom(current);
    }

    private void makeRoom(Map<Claim, Boolean> current) {
        if (current.size() >= GENERATION) {
            synchronized (this) {
                if (young == current) {
                    old = current;
                    young = new ConcurrentHashMap<>();
                }
            }
        }
    }
}
