package org.fedfabric.embedded.wire;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;

/** How blocks are chained: each header holds the hash of the header before it and of its own transactions. */
public final class BlockHashes {
    private BlockHashes() {}

    /** The header as ASN.1 DER (SEQUENCE of INTEGER number, OCTET STRING previous, OCTET STRING data hash). */
    public static ByteString headerDer(BlockHeader header) {
        ASN1EncodableVector fields = new ASN1EncodableVector();
        fields.add(new ASN1Integer(new BigInteger(Long.toUnsignedString(header.getNumber()))));
        fields.add(new DEROctetString(header.getPreviousHash().toByteArray()));
        fields.add(new DEROctetString(header.getDataHash().toByteArray()));
        try {
            return ByteString.copyFrom(new DERSequence(fields).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash by which the next block refers to this header. */
    public static ByteString ofHeader(BlockHeader header) {
        return Sha256.of(headerDer(header));
    }

    /** The hash of a block's transactions: their envelopes one after the other. */
    public static ByteString ofData(BlockData data) {
        return Sha256.of(data.getDataList());
    }
}
