package org.fedfabric.audit.channel;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigSignature;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/**
 * Proves that a new configuration follows from the one in force: that it differs in exactly what the signed update asks
 * for, and that whoever must agree to each of these changes has signed the update.
 */
public final class ConfigUpdate {
    private final String channel;
    private final ChannelConfig before;

    /**
     * A check against the configuration in force.
     *
     * @param channel the channel that updates must name
     * @param before the configuration in force
     */
    public ConfigUpdate(String channel, ChannelConfig before) {
        this.channel = channel;
        this.before = before;
    }

    /**
     * Checks what a configuration block carries.
     *
     * @throws UntrustedException with what does not follow, or whose signature lacks
     */
    public void check(ConfigEnvelope proposed) throws UntrustedException {
        try {
            Config after = proposed.getConfig();
            if (after.getSequence() != before.sequence() + 1) {
                throw new UntrustedException("the configuration's sequence must be " + (before.sequence() + 1)
                        + ", it is " + after.getSequence());
            }
            ConfigUpdateEnvelope signed = ConfigUpdateEnvelope.parseFrom(
                    Payload.parseFrom(proposed.getLastUpdate().getPayload()).getData());
            check(signed, after);
        } catch (InvalidProtocolBufferException e) {
            throw new UntrustedException("the configuration update cannot be read: " + e.getMessage());
        }
    }

    private void check(ConfigUpdateEnvelope signed, Config after)
            throws InvalidProtocolBufferException, UntrustedException {
        var update = org.hyperledger.fabric.protos.common.ConfigUpdate.parseFrom(signed.getConfigUpdate());
        if (!update.getChannelId().equals(channel)) {
            throw new UntrustedException("the update is for channel " + update.getChannelId());
        }
        Map<String, ConfigElement> old = ConfigElement.all(before.config().getChannelGroup());
        Map<String, ConfigElement> changes = changes(old, update);
        List<Member> signers = signers(signed);
        for (Map.Entry<String, ConfigElement> change : changes.entrySet()) {
            permit(change.getKey(), change.getValue(), old.get(change.getKey()), signers);
        }
        Map<String, ConfigElement> expected = new TreeMap<>(old);
        expected.putAll(changes);
        Map<String, ConfigElement> actual = ConfigElement.all(after.getChannelGroup());
        Map<String, ConfigElement> reachable = ConfigElement.reachable(expected);
        if (!reachable.equals(actual)) {
            throw new UntrustedException(
                    "the configuration differs from what the signed update makes of the one before, in "
                            + firstDifference(reachable, actual));
        }
    }

    private static Map<String, ConfigElement> changes(
            Map<String, ConfigElement> old, org.hyperledger.fabric.protos.common.ConfigUpdate update)
            throws UntrustedException {
        Map<String, ConfigElement> read = ConfigElement.all(update.getReadSet());
        for (Map.Entry<String, ConfigElement> entry : read.entrySet()) {
            ConfigElement existing = old.get(entry.getKey());
            if (existing == null || existing.version() != entry.getValue().version()) {
                throw new UntrustedException("the update was made for another configuration: " + entry.getKey());
            }
        }
        Map<String, ConfigElement> changes = new TreeMap<>();
        ConfigElement.all(update.getWriteSet()).forEach((key, element) -> {
            ConfigElement same = read.get(key);
            if (same == null || same.version() != element.version()) {
                changes.put(key, element);
            }
        });
        if (changes.isEmpty()) {
            throw new UntrustedException("the update changes nothing");
        }
        return changes;
    }

    private void permit(String key, ConfigElement change, ConfigElement existing, List<Member> signers)
            throws UntrustedException {
        if (existing == null) {
            // What is new is agreed to with the group that it is put into.
            if (change.version() != 0) {
                throw new UntrustedException(key + " is new and must have version 0, it has " + change.version());
            }
            return;
        }
        if (change.version() != existing.version() + 1) {
            throw new UntrustedException(
                    key + " must get version " + (existing.version() + 1) + ", it gets " + change.version());
        }
        String path = existing.policyPath();
        Policy policy = before.policy(path)
                .orElseThrow(
                        () -> new UntrustedException(key + " may be changed by " + path + ", which does not exist"));
        if (!policy.isSatisfiedBy(signers)) {
            throw new UntrustedException(
                    "changing " + key + " takes " + path + " (" + policy.description() + "); it is signed by "
                            + signers.stream().map(Member::mspId).toList());
        }
    }

    private List<Member> signers(ConfigUpdateEnvelope signed) throws InvalidProtocolBufferException {
        List<Membership.Claim> claims = new ArrayList<>();
        for (ConfigSignature signature : signed.getSignaturesList()) {
            ByteString header = signature.getSignatureHeader();
            claims.add(new Membership.Claim(
                    SignatureHeader.parseFrom(header).getCreator(),
                    signature.getSignature(),
                    header.concat(signed.getConfigUpdate())));
        }
        return before.membership().signers(claims).members();
    }

    private static String firstDifference(Map<String, ConfigElement> expected, Map<String, ConfigElement> actual) {
        for (Map.Entry<String, ConfigElement> entry : expected.entrySet()) {
            if (!entry.getValue().equals(actual.get(entry.getKey()))) {
                return entry.getKey();
            }
        }
        return actual.keySet().stream()
                .filter(key -> !expected.containsKey(key))
                .findFirst()
                .orElse("nothing");
    }

    /** The configuration inside an envelope of a configuration block. */
    public static ConfigEnvelope of(Envelope envelope) throws UntrustedException {
        try {
            return ConfigEnvelope.parseFrom(
                    Payload.parseFrom(envelope.getPayload()).getData());
        } catch (InvalidProtocolBufferException e) {
            throw new UntrustedException("the configuration cannot be read: " + e.getMessage());
        }
    }
}
