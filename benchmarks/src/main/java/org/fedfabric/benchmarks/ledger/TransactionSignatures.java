package org.fedfabric.benchmarks.ledger;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/**
 * The signatures that a transaction with two endorsements cannot do without, and nothing else: the client signs proposal,
 * transaction and question for the status, two endorsers check the proposal and sign, the orderer checks the sender and
 * signs the block, the peer checks both endorsements and the question.
 */
final class TransactionSignatures implements Runnable {
    static final int SIGNATURES = 6;
    static final int CHECKS = 6;

    private final AsymmetricCipherKeyPair keys;
    private final byte[] digest = new byte[32];
    private final int signatures;
    private final int checks;

    private TransactionSignatures(int signatures, int checks) {
        X9ECParameters curve = CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(new ECDomainParameters(curve), new SecureRandom()));
        this.keys = generator.generateKeyPair();
        this.signatures = signatures;
        this.checks = checks;
    }

    /** Those of a transaction that is alone in its block. */
    static TransactionSignatures ofTransaction() {
        return new TransactionSignatures(SIGNATURES, CHECKS);
    }

    /** Those of a query: the client signs, the endorser checks and signs. */
    static TransactionSignatures ofQuery() {
        return new TransactionSignatures(2, 1);
    }

    @Override
    public void run() {
        digest[0]++;
        BigInteger[] signature = null;
        for (int i = 0; i < signatures; i++) {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(/* forSigning= */ true, keys.getPrivate());
            signature = signer.generateSignature(digest);
        }
        for (int i = 0; i < checks; i++) {
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(/* forSigning= */ false, keys.getPublic());
            if (!verifier.verifySignature(digest, signature[0], signature[1])) {
                throw new IllegalStateException("a signature that was just made must verify");
            }
        }
    }
}
