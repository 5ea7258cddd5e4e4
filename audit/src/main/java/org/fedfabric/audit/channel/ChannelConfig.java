package org.fedfabric.audit.channel;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.Consenter;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;

/**
 * A channel's configuration as one configuration block sets it.
 *
 * <p>A development network's block 0 names the organisations only, no policies. Its own rules are then taken as given: a
 * majority of the organisations' peers endorses, any orderer of an ordering organisation signs blocks.
 */
public final class ChannelConfig {
    private static final String ENDORSEMENT = "/Channel/Application/Endorsement";

    private final Config config;
    private final Membership membership;
    private final Policies policies;
    private final Map<String, String> applicationGroups = new TreeMap<>();
    private final List<String> ordererOrganizations = new ArrayList<>();
    private final boolean development;
    private final Map<Integer, ByteString> consenters = new TreeMap<>();

    private ChannelConfig(Config config) throws UntrustedException, InvalidProtocolBufferException {
        this.config = config;
        ConfigGroup channel = config.getChannelGroup();
        ConfigGroup application = channel.getGroupsOrDefault("Application", ConfigGroup.getDefaultInstance());
        ConfigGroup orderer = channel.getGroupsOrDefault("Orderer", ConfigGroup.getDefaultInstance());
        List<Msp> organizations = new ArrayList<>();
        for (Map.Entry<String, ConfigGroup> entry : application.getGroupsMap().entrySet()) {
            Msp msp = msp(entry.getKey(), entry.getValue());
            organizations.add(msp);
            applicationGroups.put(msp.mspId(), entry.getKey());
        }
        for (Map.Entry<String, ConfigGroup> entry : orderer.getGroupsMap().entrySet()) {
            Msp msp = msp(entry.getKey(), entry.getValue());
            organizations.add(msp);
            ordererOrganizations.add(msp.mspId());
        }
        membership = new Membership(organizations);
        policies = new Policies(channel, membership);
        development = channel.getPoliciesCount() == 0 && application.getPoliciesCount() == 0;
        readConsenters(orderer);
    }

    /**
     * Reads a configuration.
     *
     * @throws UntrustedException when it is not one, with what is wrong
     */
    public static ChannelConfig read(Config config) throws UntrustedException {
        try {
            return new ChannelConfig(config);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new UntrustedException("the configuration cannot be read: " + e.getMessage());
        }
    }

    private static Msp msp(String group, ConfigGroup organization)
            throws InvalidProtocolBufferException, UntrustedException {
        MSPConfig value =
                MSPConfig.parseFrom(organization.getValuesOrThrow("MSP").getValue());
        // Type 0 is the X.509 kind; the other is Idemix, which has no certificates.
        if (value.getType() != 0) {
            throw new UntrustedException("the organisation " + group + " has members without certificates, which this"
                    + " audit cannot judge");
        }
        return new Msp(FabricMSPConfig.parseFrom(value.getConfig()));
    }

    private void readConsenters(ConfigGroup orderer) throws InvalidProtocolBufferException {
        if (!orderer.containsValues("ConsensusType")
                || !ConsensusType.parseFrom(
                                orderer.getValuesOrThrow("ConsensusType").getValue())
                        .getType()
                        .equals("BFT")
                || !orderer.containsValues("Orderers")) {
            return;
        }
        Orderers orderers =
                Orderers.parseFrom(orderer.getValuesOrThrow("Orderers").getValue());
        for (Consenter consenter : orderers.getConsenterMappingList()) {
            consenters.put(
                    consenter.getId(),
                    SerializedIdentity.newBuilder()
                            .setMspid(consenter.getMspId())
                            .setIdBytes(consenter.getIdentity())
                            .build()
                            .toByteString());
        }
    }

    /** The organisations and their members. */
    public Membership membership() {
        return membership;
    }

    /** The MSP ids of the organisations that take part in the channel, sorted. */
    public List<String> applicationOrganizations() {
        return List.copyOf(applicationGroups.keySet());
    }

    /** Whether this is a development network's configuration, which holds no policies. */
    public boolean isDevelopment() {
        return development;
    }

    /** The policy at a path from the root, such as {@code /Channel/Application/Endorsement}. */
    public Optional<Policy> policy(String path) {
        return policies.at(path);
    }

    /** Who must sign a block. */
    public Policy blockValidation() {
        return policies.at("/Channel/Orderer/BlockValidation")
                .orElseGet(() -> new Threshold(
                        1,
                        ordererOrganizations.stream()
                                .map(mspId -> anyOf(mspId, Role.ORDERER))
                                .toList(),
                        "any orderer"));
    }

    /** Who must endorse a change of a chaincode's definition. */
    public Policy lifecycleEndorsement() {
        return policies.at("/Channel/Application/LifecycleEndorsement").orElseGet(() -> majorityOf(null));
    }

    /** Who must endorse what an organisation approves in its own name. */
    public Optional<Policy> organizationEndorsement(String mspId) {
        String group = applicationGroups.get(mspId);
        if (group == null) {
            return Optional.empty();
        }
        return Optional.of(
                policies.at("/Channel/Application/" + group + "/Endorsement").orElseGet(() -> anyOf(mspId, null)));
    }

    /** The channel's endorsement policy; a development network's is a majority of its organisations' peers. */
    public Policy endorsement() {
        return policies.at(ENDORSEMENT).orElseGet(() -> majorityOf(Role.PEER));
    }

    /**
     * The policy that a chaincode's definition asks for.
     *
     * @throws UntrustedException when it cannot be read or refers to a policy that is not there
     */
    public Policy policy(ApplicationPolicy policy) throws UntrustedException {
        return switch (policy.getTypeCase()) {
            case SIGNATURE_POLICY -> SignatureRule.read(policy.getSignaturePolicy(), membership);
            case CHANNEL_CONFIG_POLICY_REFERENCE -> {
                String path = policy.getChannelConfigPolicyReference();
                String absolute = path.startsWith("/") ? path : "/Channel/Application/" + path;
                yield policies.at(absolute)
                        .orElseThrow(() -> new UntrustedException("the configuration has no policy " + absolute));
            }
            default -> throw new UntrustedException("the chaincode's definition holds no policy");
        };
    }

    /** The identity of a Byzantine fault tolerant orderer, by the number it signs blocks with. */
    public Optional<ByteString> consenter(int identifier) {
        return Optional.ofNullable(consenters.get(identifier));
    }

    /** How often the configuration has been changed. */
    public long sequence() {
        return config.getSequence();
    }

    Config config() {
        return config;
    }

    private Policy majorityOf(Role role) {
        int needed = applicationGroups.size() / 2 + 1;
        return new Threshold(
                needed,
                applicationGroups.keySet().stream()
                        .map(mspId -> anyOf(mspId, role))
                        .toList(),
                "a majority of the organisations (" + needed + " of " + applicationGroups.size() + ")");
    }

    private static Policy anyOf(String mspId, Role role) {
        return new OneMember(mspId, role);
    }

    /** Any member of an organisation, in that role if one is given. */
    private record OneMember(String mspId, Role role) implements Policy {
        @Override
        public boolean isSatisfiedBy(List<Member> signers) {
            return signers.stream()
                    .anyMatch(member -> member.mspId().equals(mspId)
                            && member.isValid()
                            && (role == null || member.role() == role));
        }

        @Override
        public String description() {
            return "any member of " + mspId;
        }
    }
}
