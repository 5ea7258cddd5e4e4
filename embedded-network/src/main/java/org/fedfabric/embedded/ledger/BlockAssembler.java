package org.fedfabric.embedded.ledger;

import com.google.protobuf.ByteString;
import java.util.List;
import org.fedfabric.embedded.identity.SigningIdentity;
import org.fedfabric.embedded.wire.BlockHashes;
import org.fedfabric.embedded.wire.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Builds blocks as an orderer and a committing peer do together: chained, signed, with one verdict per transaction. */
final class BlockAssembler {
    private final SigningIdentity orderer;

    BlockAssembler(SigningIdentity orderer) {
        this.orderer = orderer;
    }

    Block assemble(long number, ByteString previousHash, List<Envelope> envelopes, List<TxValidationCode> codes) {
        BlockData.Builder data = BlockData.newBuilder();
        envelopes.forEach(envelope -> data.addData(envelope.toByteString()));
        BlockHeader header = BlockHeader.newBuilder()
                .setNumber(number)
                .setPreviousHash(previousHash)
                .setDataHash(BlockHashes.ofData(data.build()))
                .build();
        byte[] verdicts = new byte[codes.size()];
        for (int i = 0; i < verdicts.length; i++) {
            verdicts[i] = (byte) codes.get(i).getNumber();
        }
        // The five slots of Fabric's BlockMetadataIndex: signatures, last config, verdicts, orderer, commit hash.
        BlockMetadata metadata = BlockMetadata.newBuilder()
                .addMetadata(signed(header).toByteString())
                .addMetadata(ByteString.EMPTY)
                .addMetadata(ByteString.copyFrom(verdicts))
                .addMetadata(ByteString.EMPTY)
                .addMetadata(ByteString.EMPTY)
                .build();
        return Block.newBuilder()
                .setHeader(header)
                .setData(data)
                .setMetadata(metadata)
                .build();
    }

    private Metadata signed(BlockHeader header) {
        // Block 0 is the only configuration there is.
        ByteString value = OrdererBlockMetadata.newBuilder()
                .setLastConfig(LastConfig.newBuilder().setIndex(0))
                .build()
                .toByteString();
        ByteString headerDer = BlockHashes.headerDer(header);
        ByteString signatureHeader = SignatureHeader.newBuilder()
                .setCreator(orderer.serialized())
                .setNonce(Sha256.of(headerDer))
                .build()
                .toByteString();
        return Metadata.newBuilder()
                .setValue(value)
                .addSignatures(MetadataSignature.newBuilder()
                        .setSignatureHeader(signatureHeader)
                        .setSignature(orderer.sign(value.concat(signatureHeader).concat(headerDer))))
                .build();
    }
}
