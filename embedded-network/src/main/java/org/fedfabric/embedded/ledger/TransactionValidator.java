package org.fedfabric.embedded.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.state.ConflictCheck;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.fedfabric.embedded.wire.EndorsedTransaction.NamespaceReadWriteSet;
import org.fedfabric.embedded.wire.InvalidTransactionException;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Gives each transaction of a block its validation code: structure and endorsements first, which do not depend on each
 * other and are checked in parallel, then duplicates and conflicts, which do.
 *
 * <p>The sender's signature over the envelope is not checked again: the orderer, in this same process, has refused
 * envelopes whose signature is wrong.
 */
final class TransactionValidator {
    private final String channelId;
    private final String chaincodeName;
    private final EndorsementPolicy policy;
    private final MembershipRegistry members;
    private final Clock clock;

    TransactionValidator(
            String channelId, String chaincodeName, EndorsementPolicy policy, MembershipRegistry members, Clock clock) {
        this.channelId = channelId;
        this.chaincodeName = chaincodeName;
        this.policy = policy;
        this.members = members;
        this.clock = clock;
    }

    /**
     * The codes of a block's transactions, in order. The valid ones are applied to the conflict check.
     *
     * @param isCommitted whether a transaction id lies in an earlier block
     */
    List<TxValidationCode> validate(List<Envelope> envelopes, ConflictCheck conflicts, Predicate<String> isCommitted) {
        List<Checked> checked = IntStream.range(0, envelopes.size())
                .parallel()
                .mapToObj(i -> check(envelopes.get(i)))
                .toList();
        Set<String> idsInBlock = new HashSet<>();
        List<TxValidationCode> codes = new ArrayList<>();
        for (int position = 0; position < checked.size(); position++) {
            codes.add(decide(checked.get(position), position, conflicts, isCommitted, idsInBlock));
        }
        return codes;
    }

    private TxValidationCode decide(
            Checked checked,
            int position,
            ConflictCheck conflicts,
            Predicate<String> isCommitted,
            Set<String> idsInBlock) {
        if (checked.code() != TxValidationCode.VALID) {
            return checked.code();
        }
        String id = checked.transaction().transactionId();
        if (!idsInBlock.add(id) || isCommitted.test(id)) {
            return TxValidationCode.DUPLICATE_TXID;
        }
        return conflicts.check(checked.transaction(), position);
    }

    private record Checked(TxValidationCode code, EndorsedTransaction transaction) {}

    private Checked check(Envelope envelope) {
        try {
            EndorsedTransaction transaction = EndorsedTransaction.decode(envelope, channelId);
            return new Checked(check(transaction), transaction);
        } catch (InvalidTransactionException e) {
            return new Checked(e.code(), null);
        }
    }

    private TxValidationCode check(EndorsedTransaction transaction) {
        if (!transaction.action().getChaincodeId().getName().equals(chaincodeName)) {
            return TxValidationCode.INVALID_CHAINCODE;
        }
        for (NamespaceReadWriteSet set : transaction.readWriteSets()) {
            if (!set.namespace().equals(chaincodeName)) {
                return TxValidationCode.ILLEGAL_WRITESET;
            }
        }
        return policy.isSatisfiedBy(transaction.responsePayload(), transaction.endorsements(), members, clock.instant())
                ? TxValidationCode.VALID
                : TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
    }
}
