package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.audit.channel.ChannelConfig;
import org.fedfabric.audit.channel.Member;
import org.fedfabric.audit.channel.Membership;
import org.fedfabric.audit.channel.Policy;
import org.fedfabric.audit.channel.UntrustedException;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;

/** Who has endorsed an invocation, and whether those are whom the policies of all it writes to ask for. */
final class Endorsements {
    private static final String IMPLICIT_COLLECTION = "_implicit_org_";

    private final ChannelConfig config;
    private final ChainState state;

    /** Judges by this configuration and by the chaincode definitions in this state. */
    Endorsements(ChannelConfig config, ChainState state) {
        this.config = config;
        this.state = state;
    }

    /** The signatures under an invocation, verified. */
    Membership.Signers signers(Invocation invocation) {
        List<Membership.Claim> claims = new ArrayList<>();
        for (Endorsement endorsement : invocation.endorsements()) {
            claims.add(new Membership.Claim(
                    endorsement.getEndorser(),
                    endorsement.getSignature(),
                    invocation.responsePayload().concat(endorsement.getEndorser())));
        }
        return config.membership().signers(claims);
    }

    /** VALID if the signers satisfy every policy that applies. */
    Verdict check(Invocation invocation, Membership.Signers signers) {
        List<String> namespaces = new ArrayList<>();
        for (NamespaceSet set : invocation.sets()) {
            if (namespaces.contains(set.namespace())) {
                return Verdict.invalid(
                        TxValidationCode.ILLEGAL_WRITESET, "it names the namespace " + set.namespace() + " twice");
            }
            namespaces.add(set.namespace());
        }
        try {
            boolean called = false;
            for (NamespaceSet set : invocation.sets()) {
                called |= set.namespace().equals(invocation.chaincode());
                if (set.writes() || set.namespace().equals(invocation.chaincode())) {
                    check(set, signers);
                }
            }
            if (!called) {
                require(chaincodePolicy(invocation.chaincode()), invocation.chaincode(), signers);
            }
            return Verdict.VALID;
        } catch (UnendorsedException e) {
            return Verdict.invalid(e.code, e.getMessage());
        }
    }

    private void check(NamespaceSet set, Membership.Signers signers) throws UnendorsedException {
        Policy policy = chaincodePolicy(set.namespace());
        boolean checked = false;
        for (NamespaceSet.Collection collection : set.collections()) {
            if (collection.writes()) {
                Optional<Policy> own = collectionPolicy(collection.name());
                require(own.orElse(policy), set.namespace() + "/" + collection.name(), signers);
                checked = true;
            }
        }
        if (set.writesOpenly() || !checked) {
            require(policy, set.namespace(), signers);
        }
    }

    private static void require(Policy policy, String what, Membership.Signers signers) throws UnendorsedException {
        if (!policy.isSatisfiedBy(signers.members())) {
            StringBuilder text = new StringBuilder("writing to " + what + " takes " + policy.description()
                    + "; truly endorsed by "
                    + signers.members().stream().map(Member::mspId).toList());
            signers.defects().forEach(defect -> text.append("; ").append(defect));
            throw new UnendorsedException(TxValidationCode.ENDORSEMENT_POLICY_FAILURE, text.toString());
        }
    }

    private Optional<Policy> collectionPolicy(String collection) throws UnendorsedException {
        if (!collection.startsWith(IMPLICIT_COLLECTION)) {
            return Optional.empty();
        }
        String mspId = collection.substring(IMPLICIT_COLLECTION.length());
        return Optional.of(config.organizationEndorsement(mspId)
                .orElseThrow(() -> new UnendorsedException(
                        TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
                        "the collection " + collection + " belongs to no organisation of the channel")));
    }

    private Policy chaincodePolicy(String chaincode) throws UnendorsedException {
        if (config.isDevelopment()) {
            return config.endorsement();
        }
        if (chaincode.equals(ChainState.LIFECYCLE)) {
            return config.lifecycleEndorsement();
        }
        ByteString stored = state.lifecycle("namespaces/fields/" + chaincode + "/ValidationInfo");
        if (stored == null) {
            throw new UnendorsedException(
                    TxValidationCode.INVALID_CHAINCODE, "no chaincode " + chaincode + " has been committed");
        }
        try {
            ChaincodeValidationInfo info = ChaincodeValidationInfo.parseFrom(
                    StateData.parseFrom(stored).getBytes());
            return config.policy(ApplicationPolicy.parseFrom(info.getValidationParameter()));
        } catch (InvalidProtocolBufferException | UntrustedException e) {
            throw new UnendorsedException(
                    TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
                    "the policy of chaincode " + chaincode + " cannot be told: " + e.getMessage());
        }
    }

    private static final class UnendorsedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final TxValidationCode code;

        UnendorsedException(TxValidationCode code, String message) {
            super(message);
            this.code = code;
        }
    }
}
