package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** A certificate and its key, for tests. */
record TestIdentity(String mspId, String pem, PrivateKey key, long serial) {
    private static final BigInteger ORDER =
            CustomNamedCurves.getByName("secp256r1").getN();

    ByteString serialized() {
        return SerializedIdentity.newBuilder()
                .setMspid(mspId)
                .setIdBytes(ByteString.copyFromUtf8(pem))
                .build()
                .toByteString();
    }

    /** Whether a signature has the lower of its two values of s. */
    static boolean isLow(byte[] signature) throws IOException {
        return StandardDSAEncoding.INSTANCE.decode(ORDER, signature)[1].compareTo(ORDER.shiftRight(1)) <= 0;
    }

    ByteString sign(ByteString message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(message.toByteArray());
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(ORDER, signature.sign());
            BigInteger low = rs[1].min(ORDER.subtract(rs[1]));
            return ByteString.copyFrom(StandardDSAEncoding.INSTANCE.encode(ORDER, rs[0], low));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
