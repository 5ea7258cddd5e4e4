package org.fedfabric.audit.channel;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/**
 * N out of several rules, down to single principals. As in Fabric, rules are tried in their order and a signature that one
 * has used serves no other.
 */
final class SignatureRule implements Policy {
    private final Node root;
    private final String description;

    private interface Node {
        boolean test(List<Member> signers, boolean[] used);
    }

    private SignatureRule(Node root, String description) {
        this.root = root;
        this.description = description;
    }

    static SignatureRule read(SignaturePolicyEnvelope envelope, Membership membership) throws UntrustedException {
        List<Principal> principals = new ArrayList<>();
        for (MSPPrincipal principal : envelope.getIdentitiesList()) {
            principals.add(principal(principal, membership));
        }
        StringBuilder text = new StringBuilder();
        return new SignatureRule(node(envelope.getRule(), principals, text), text.toString());
    }

    private static Principal principal(MSPPrincipal principal, Membership membership) throws UntrustedException {
        try {
            return Principal.read(principal, membership);
        } catch (InvalidProtocolBufferException e) {
            throw new UntrustedException("a principal cannot be read: " + e.getMessage());
        }
    }

    private static Node node(SignaturePolicy rule, List<Principal> principals, StringBuilder text)
            throws UntrustedException {
        switch (rule.getTypeCase()) {
            case SIGNED_BY -> {
                int index = rule.getSignedBy();
                if (index < 0 || index >= principals.size()) {
                    throw new UntrustedException("a policy names principal " + index + " of " + principals.size());
                }
                Principal principal = principals.get(index);
                text.append(principal);
                return (signers, used) -> take(principal, signers, used);
            }
            case N_OUT_OF -> {
                List<Node> rules = new ArrayList<>();
                int needed = rule.getNOutOf().getN();
                text.append(needed).append(" of (");
                for (SignaturePolicy below : rule.getNOutOf().getRulesList()) {
                    text.append(rules.isEmpty() ? "" : ", ");
                    rules.add(node(below, principals, text));
                }
                text.append(')');
                return (signers, used) -> count(rules, signers, used) >= needed;
            }
            default -> throw new UntrustedException("a policy has an empty rule");
        }
    }

    private static boolean take(Principal principal, List<Member> signers, boolean[] used) {
        for (int i = 0; i < signers.size(); i++) {
            if (!used[i] && principal.isSatisfiedBy(signers.get(i))) {
                used[i] = true;
                return true;
            }
        }
        return false;
    }

    private static int count(List<Node> rules, List<Member> signers, boolean[] used) {
        int satisfied = 0;
        for (Node rule : rules) {
            boolean[] attempt = used.clone();
            if (rule.test(signers, attempt)) {
                satisfied++;
                System.arraycopy(attempt, 0, used, 0, used.length);
            }
        }
        return satisfied;
    }

    @Override
    public boolean isSatisfiedBy(List<Member> signers) {
        return root.test(signers, new boolean[signers.size()]);
    }

    @Override
    public String description() {
        return description;
    }
}
