package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.audit.channel.ChannelConfig;
import org.fedfabric.audit.channel.Member;
import org.fedfabric.audit.channel.Membership;
import org.fedfabric.audit.channel.Policy;
import org.fedfabric.audit.channel.UntrustedException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.IdentifierHeader;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** Checks what orderers vouch for: one of them under Raft, a quorum where they may be Byzantine. */
final class BlockSignatures {
    /** The slot that names the last configuration block. Deprecated by the signed value, but orderers still fill it. */
    private static final int LAST_CONFIG_SLOT = 1;

    /** The slot that orderers of Fabric 1 used; empty since. */
    static final int UNUSED_SLOT = 3;

    private BlockSignatures() {}

    /**
     * Checks signatures and what they cover.
     *
     * @param config the configuration in force before the block
     * @param lastConfig number of the last configuration block, this one included
     * @return who has signed; empty for a block 0 that nobody has
     * @throws UntrustedException with what is wrong
     */
    static List<Member> check(Block block, ChannelConfig config, long lastConfig) throws UntrustedException {
        try {
            Metadata metadata = read(block, BlockMetadataIndex.SIGNATURES_VALUE);
            checkLastConfig(block, metadata, lastConfig);
            if (block.getHeader().getNumber() == 0 && metadata.getSignaturesCount() == 0) {
                return List.of();
            }
            List<Membership.Claim> claims = new ArrayList<>();
            ByteString header = Hashes.headerBytes(block.getHeader());
            for (MetadataSignature signature : metadata.getSignaturesList()) {
                claims.add(claim(signature, metadata.getValue(), header, config));
            }
            Membership.Signers signers = config.membership().signers(claims);
            Policy policy = config.blockValidation();
            if (!policy.isSatisfiedBy(signers.members())) {
                throw new UntrustedException("signing a block takes " + policy.description() + "; truly signed by "
                        + signers.members() + defects(signers));
            }
            // Orderers gather verified signatures only, so a surplus one that does not verify was altered later.
            if (!signers.defects().isEmpty()) {
                throw new UntrustedException("every signature must hold" + defects(signers));
            }
            return signers.members();
        } catch (InvalidProtocolBufferException e) {
            throw new UntrustedException("the signatures cannot be read: " + e.getMessage());
        }
    }

    private static String defects(Membership.Signers signers) {
        return signers.defects().isEmpty() ? "" : "; " + String.join("; ", signers.defects());
    }

    private static Membership.Claim claim(
            MetadataSignature signature, ByteString value, ByteString header, ChannelConfig config)
            throws InvalidProtocolBufferException, UntrustedException {
        if (signature.getSignatureHeader().isEmpty()
                && !signature.getIdentifierHeader().isEmpty()) {
            int identifier =
                    IdentifierHeader.parseFrom(signature.getIdentifierHeader()).getIdentifier();
            ByteString identity = config.consenter(identifier)
                    .orElseThrow(
                            () -> new UntrustedException("no orderer of the configuration has number " + identifier));
            return new Membership.Claim(
                    identity,
                    signature.getSignature(),
                    value.concat(signature.getIdentifierHeader()).concat(header));
        }
        return new Membership.Claim(
                SignatureHeader.parseFrom(signature.getSignatureHeader()).getCreator(),
                signature.getSignature(),
                value.concat(signature.getSignatureHeader()).concat(header));
    }

    private static void checkLastConfig(Block block, Metadata metadata, long lastConfig)
            throws InvalidProtocolBufferException, UntrustedException {
        long signed = OrdererBlockMetadata.parseFrom(metadata.getValue())
                .getLastConfig()
                .getIndex();
        if (signed != lastConfig) {
            throw new UntrustedException("the orderer names block " + signed
                    + " as the last configuration; on this chain it is block " + lastConfig);
        }
        // The same once more in a slot of its own, unsigned; empty on networks that do not fill it.
        ByteString slot = slot(block, LAST_CONFIG_SLOT);
        if (!slot.isEmpty()) {
            Metadata again = read(block, LAST_CONFIG_SLOT);
            ByteString expected =
                    LastConfig.newBuilder().setIndex(lastConfig).build().toByteString();
            if (!again.getValue().equals(expected) || again.getSignaturesCount() != 0) {
                throw new UntrustedException(
                        "the metadata's second slot must name block " + lastConfig + " as the last configuration");
            }
        }
    }

    /** One slot of the metadata; empty if there is none. */
    static ByteString slot(Block block, int index) {
        return index < block.getMetadata().getMetadataCount()
                ? block.getMetadata().getMetadata(index)
                : ByteString.EMPTY;
    }

    /** A slot decoded; refuses bytes that hold anything beside what is read, since nobody would vouch for that. */
    static Metadata read(Block block, int index) throws InvalidProtocolBufferException, UntrustedException {
        ByteString bytes = slot(block, index);
        Metadata metadata = Metadata.parseFrom(bytes);
        boolean surplus = !metadata.getUnknownFields().asMap().isEmpty()
                || metadata.getSignaturesList().stream()
                        .anyMatch(s -> !s.getUnknownFields().asMap().isEmpty());
        if (surplus || !metadata.toByteString().equals(bytes)) {
            throw new UntrustedException("slot " + index + " of the metadata holds bytes that mean nothing");
        }
        return metadata;
    }
}
