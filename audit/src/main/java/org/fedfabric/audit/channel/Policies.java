package org.fedfabric.audit.channel;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.Policy.PolicyType;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/** The policies of a configuration by their paths, such as {@code /Channel/Application/Endorsement}. */
final class Policies {
    private static final Policy NOBODY = new Threshold(1, List.of(), "nobody");

    private final Membership membership;
    private final Map<String, Policy> byPath = new TreeMap<>();

    Policies(ConfigGroup channel, Membership membership) throws UntrustedException {
        this.membership = membership;
        read("/Channel", channel);
    }

    Optional<Policy> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** Groups below first: meta policies refer to theirs. */
    private void read(String path, ConfigGroup group) throws UntrustedException {
        for (Map.Entry<String, ConfigGroup> below : group.getGroupsMap().entrySet()) {
            read(path + "/" + below.getKey(), below.getValue());
        }
        for (Map.Entry<String, ConfigPolicy> entry : group.getPoliciesMap().entrySet()) {
            byPath.put(
                    path + "/" + entry.getKey(),
                    policy(path, group, entry.getValue().getPolicy()));
        }
    }

    private Policy policy(String path, ConfigGroup group, org.hyperledger.fabric.protos.common.Policy policy)
            throws UntrustedException {
        try {
            return switch (policy.getType()) {
                case PolicyType.SIGNATURE_VALUE ->
                    SignatureRule.read(SignaturePolicyEnvelope.parseFrom(policy.getValue()), membership);
                case PolicyType.IMPLICIT_META_VALUE ->
                    meta(path, group, ImplicitMetaPolicy.parseFrom(policy.getValue()));
                default -> NOBODY;
            };
        } catch (InvalidProtocolBufferException e) {
            throw new UntrustedException("a policy in " + path + " cannot be read: " + e.getMessage());
        }
    }

    private Policy meta(String path, ConfigGroup group, ImplicitMetaPolicy meta) {
        List<Policy> below = new ArrayList<>();
        for (String name : group.getGroupsMap().keySet()) {
            below.add(byPath.getOrDefault(path + "/" + name + "/" + meta.getSubPolicy(), NOBODY));
        }
        int needed = switch (meta.getRule()) {
            case ANY -> Math.min(1, below.size());
            case MAJORITY -> below.isEmpty() ? 0 : below.size() / 2 + 1;
            default -> below.size();
        };
        String text = meta.getRule() + " " + meta.getSubPolicy() + " (" + needed + " of " + below.size() + ")";
        return new Threshold(needed, List.copyOf(below), text);
    }
}
