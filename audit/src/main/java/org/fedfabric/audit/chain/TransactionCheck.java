package org.fedfabric.audit.chain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fedfabric.audit.channel.ChannelConfig;
import org.fedfabric.audit.channel.Member;
import org.fedfabric.audit.channel.Membership;
import org.fedfabric.audit.channel.UntrustedException;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Computes what becomes of a transaction, in the order in which Fabric's peers check: structure, sender, repetition,
 * endorsement; then, one after the other, repetition within the block and conflicts.
 */
final class TransactionCheck {
    private final ChannelConfig config;
    private final Endorsements endorsements;
    private final Set<String> committed;

    /**
     * A check against what was so before the block.
     *
     * @param committed the ids of all transactions in earlier blocks
     */
    TransactionCheck(ChannelConfig config, Endorsements endorsements, Set<String> committed) {
        this.config = config;
        this.endorsements = endorsements;
        this.committed = committed;
    }

    /**
     * What is known without the other transactions of the block.
     *
     * @param verdict VALID, or what is wrong
     * @param sender who sent it; null if unknown
     * @param endorsers the endorsements, verified; null if there are none to read
     */
    record Checked(Verdict verdict, Member sender, Membership.Signers endorsers) {
        /** Says whose certificate could not be used at the transaction's own time. */
        Optional<String> outOfTime(OrderedEnvelope envelope) {
            Instant time = TransactionView.timestamp(envelope);
            if (sender != null && sender.isOutOfTime(time)) {
                return Optional.of("the certificate of its sender " + sender + " is for " + validity(sender)
                        + "; the transaction says " + time);
            }
            return endorsers == null
                    ? Optional.empty()
                    : endorsers.members().stream()
                            .filter(member -> member.isOutOfTime(time))
                            .findFirst()
                            .map(member -> "the certificate of its endorser " + member + " is for " + validity(member)
                                    + "; the transaction says " + time);
        }

        private static String validity(Member member) {
            return member.certificate().getNotBefore().toInstant() + " to "
                    + member.certificate().getNotAfter().toInstant();
        }
    }

    /** Checks one transaction by itself. Safe for several threads. */
    Checked check(OrderedEnvelope envelope) {
        Membership.Signers signers = envelope.invocation() == null ? null : endorsements.signers(envelope.invocation());
        Member sender;
        try {
            sender = config.membership()
                    .signer(
                            envelope.sender().getCreator(),
                            envelope.envelope().getSignature(),
                            envelope.envelope().getPayload());
        } catch (UntrustedException e) {
            Verdict structure = envelope.structure();
            return new Checked(
                    isHeaderDefect(structure)
                            ? structure
                            : Verdict.invalid(
                                    TxValidationCode.BAD_CREATOR_SIGNATURE,
                                    "its sender is not proved: " + e.getMessage()),
                    null,
                    signers);
        }
        if (!envelope.structure().isValid()) {
            return new Checked(envelope.structure(), sender, signers);
        }
        if (envelope.invocation() == null) {
            return new Checked(Verdict.VALID, sender, null);
        }
        if (committed.contains(envelope.channel().getTxId())) {
            return new Checked(repeated("an earlier block"), sender, signers);
        }
        return new Checked(endorsements.check(envelope.invocation(), signers), sender, signers);
    }

    /** What is wrong before anybody looks at the sender. */
    private static boolean isHeaderDefect(Verdict structure) {
        return List.of(
                        TransactionStatus.of(TxValidationCode.BAD_PAYLOAD),
                        TransactionStatus.of(TxValidationCode.BAD_COMMON_HEADER),
                        TransactionStatus.of(TxValidationCode.UNKNOWN_TX_TYPE),
                        TransactionStatus.of(TxValidationCode.TARGET_CHAIN_NOT_FOUND))
                .contains(structure.status());
    }

    private static Verdict repeated(String where) {
        return Verdict.invalid(TxValidationCode.DUPLICATE_TXID, "a transaction with this id lies in " + where);
    }

    /**
     * What becomes of it among the transactions before it.
     *
     * @param inBlock the ids of those before it in the block; its own is added
     */
    static Verdict decide(Checked checked, OrderedEnvelope envelope, Set<String> inBlock, ChainState state) {
        if (!checked.verdict().isValid() || envelope.invocation() == null) {
            return checked.verdict();
        }
        if (!inBlock.add(envelope.channel().getTxId())) {
            return repeated("the same block");
        }
        return state.check(envelope.invocation().sets());
    }
}
