package org.fedfabric.embedded.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A P-256 private key and its public key. It prints as nothing: {@code toString} is the default one. */
final class KeyPair {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ECPrivateKeyParameters privateKey;

    /** Null in a pair that was read from disk: nobody asks for it, and computing it costs as much as a signature. */
    private final ECPublicKeyParameters publicKey;

    private KeyPair(ECPrivateKeyParameters privateKey, ECPublicKeyParameters publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static KeyPair generate() {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(EcdsaP256.DOMAIN, RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new KeyPair((ECPrivateKeyParameters) pair.getPrivate(), (ECPublicKeyParameters) pair.getPublic());
    }

    /** Reads the private key of a PKCS#8 PEM file: a pair that can sign, but does not know its public key. */
    static KeyPair signingOnly(String pem) {
        try {
            return new KeyPair(
                    (ECPrivateKeyParameters) PrivateKeyFactory.createKey(Pem.decode(pem, "PRIVATE KEY")), null);
        } catch (IOException e) {
            throw new UncheckedIOException("a private key must be PKCS#8 PEM on the curve P-256", e);
        }
    }

    /** Reads the private key of a PKCS#8 PEM file and works out its public key. */
    static KeyPair whole(String pem) {
        ECPrivateKeyParameters key = signingOnly(pem).privateKey;
        return new KeyPair(
                key,
                new ECPublicKeyParameters(
                        new FixedPointCombMultiplier().multiply(EcdsaP256.DOMAIN.getG(), key.getD()),
                        EcdsaP256.DOMAIN));
    }

    byte[] sign(byte[] message) {
        return EcdsaP256.sign(privateKey, message);
    }

    byte[] signDigest(byte[] sha256) {
        return EcdsaP256.signDigest(privateKey, sha256);
    }

    SubjectPublicKeyInfo publicKeyInfo() {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String privateKeyPem() {
        try {
            return Pem.encode(
                    "PRIVATE KEY",
                    PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
