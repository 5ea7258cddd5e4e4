package org.fedfabric.trainer.privacy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.fedfabric.protocol.canonical.Checks;

/**
 * AES-256 in counter mode as a source of randomness: one key from the operating system gives as many bytes as an update's
 * noise takes, some hundred times faster than asking the system for each of them. It is a {@link SecureRandom}, so that
 * whatever takes noise need take nothing weaker. Each update has a keystream of its own, so the key lives no longer than
 * the noise is drawn.
 */
final class Keystream extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private static final int KEY_BYTES = 32;

    private Keystream(byte[] key) {
        super(new Counter(key), null);
    }

    /** A keystream nobody can repeat: its key is drawn from the operating system here, and from nowhere else. */
    static Keystream ofOperatingSystem() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Keystream(key);
    }

    /**
     * A keystream that anybody can repeat who knows the seed, and who can then subtract what was drawn from it. Only for
     * simulation tasks, and for tests.
     *
     * @param seed 32 bytes
     */
    static Keystream insecureOfSeed(byte[] seed) {
        Checks.require(seed.length == KEY_BYTES, "A keystream's seed must have 32 bytes", seed.length);
        return new Keystream(seed);
    }

    @Override
    public String getAlgorithm() {
        return "AES-256-CTR";
    }

    private static final class Counter extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final transient Cipher cipher;

        Counter(byte[] key) {
            try {
                cipher = Cipher.getInstance("AES/CTR/NoPadding");
                // A key is used for one stream only, so the counter may begin at 0.
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform must have AES/CTR/NoPadding: " + e, e);
            }
        }

        /** Does nothing, so that nobody can make the stream more predictable; the constructor of Random calls it. */
        @Override
        protected void engineSetSeed(byte[] seed) {
            // The key is the seed.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            byte[] zeros = new byte[bytes.length];
            byte[] stream = cipher.update(zeros);
            System.arraycopy(stream, 0, bytes, 0, bytes.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            byte[] bytes = new byte[count];
            engineNextBytes(bytes);
            return bytes;
        }
    }
}
