package org.fedfabric.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.audit.channel.UntrustedException;
import org.fedfabric.audit.finding.Finding;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.junit.jupiter.api.Test;

/** Who may change the rules of a channel, and that orderers alone may not. */
class ConfigurationTest {
    private final TestChain chain = new TestChain();

    private TestIdentity admin(String mspId) {
        return chain.authorities.get(mspId).issue("admin");
    }

    private List<Finding> findings() throws UntrustedException {
        return chain.audit().findings();
    }

    private void block(Envelope configuration) {
        chain.lastConfigurationIs(2);
        chain.add(configuration);
    }

    private Envelope endorsedByOne() {
        return chain.transaction()
                .writes("k", "v")
                .endorsedBy(chain.peer("CMSP"))
                .envelope();
    }

    @Test
    void a_majority_of_administrators_changes_the_rules_from_the_next_block_on() throws Exception {
        block(chain.weakened(admin("AMSP"), admin("BMSP")));
        chain.add(endorsedByOne());
        ChainReport report = chain.audit();
        assertThat(report.findings()).isEmpty();
        assertThat(report.configurations()).isEqualTo(2);
        assertThat(report.endorsement()).isEqualTo("ANY Endorsement (1 of 3)");
    }

    @Test
    void one_administrator_changes_nothing() throws Exception {
        block(chain.weakened(admin("AMSP")));
        chain.add(endorsedByOne());
        assertThat(findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo("configuration");
            assertThat(finding.block()).hasValue(2);
            assertThat(finding.sentence())
                    .contains("changing policy /Channel/Application/Endorsement takes /Channel/Application/Admins")
                    .contains("it is signed by [AMSP]");
        });
        assertThat(findings()).as("the old rules stay in force").anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo("validity");
            assertThat(finding.block()).hasValue(3);
        });
    }

    @Test
    void a_clients_signature_is_no_administrators() throws Exception {
        block(chain.weakened(admin("AMSP"), chain.authorities.get("BMSP").issue("client")));
        assertThat(findings()).extracting(Finding::kind).contains("configuration");
    }

    @Test
    void orderers_cannot_add_to_what_was_signed() throws Exception {
        Envelope honest = chain.weakened(admin("AMSP"), admin("BMSP"));
        ConfigEnvelope proposed =
                ConfigEnvelope.parseFrom(Payload.parseFrom(honest.getPayload()).getData());
        ConfigUpdateEnvelope update = ConfigUpdateEnvelope.parseFrom(
                Payload.parseFrom(proposed.getLastUpdate().getPayload()).getData());
        ConfigGroup more = proposed.getConfig().getChannelGroup().toBuilder()
                .putGroups("Consortium", ConfigGroup.getDefaultInstance())
                .build();
        block(chain.reconfiguration(more, update));
        assertThat(findings())
                .filteredOn(finding -> finding.kind().equals("configuration"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .contains("differs from what the signed update makes of the one before"));
    }

    @Test
    void an_update_is_not_applied_twice() throws Exception {
        Envelope update = chain.weakened(admin("AMSP"), admin("BMSP"));
        block(update);
        chain.lastConfigurationIs(3);
        chain.add(update);
        assertThat(findings())
                .filteredOn(finding -> finding.kind().equals("configuration"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.block()).hasValue(3);
                    assertThat(finding.sentence()).contains("sequence must be 2, it is 1");
                });
    }
}
