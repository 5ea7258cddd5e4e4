package org.fedfabric.embedded.identity;

import com.google.protobuf.ByteString;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** A member that can sign: an endorser or the orderer. */
public final class SigningIdentity {
    private final String mspId;
    private final ByteString serialized;
    private final KeyPair keys;

    SigningIdentity(String mspId, String certificatePem, KeyPair keys) {
        this.mspId = mspId;
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

    /** A low-S ECDSA signature over SHA-256 of the message. */
    public ByteString sign(ByteString message) {
        return ByteString.copyFrom(keys.sign(message.toByteArray()));
    }
}
