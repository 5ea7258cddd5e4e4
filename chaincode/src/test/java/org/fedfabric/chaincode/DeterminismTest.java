package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endorsers with other caches, stores and histories of judging must sign the same bytes. */
class DeterminismTest {
    private static final List<String> MEMBERS = List.of("OrgA/anna", "OrgB/bob", "OrgC/carl", "OrgC/cleo");
    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Test
    void an_advance_gives_the_same_bytes_on_a_cold_a_warm_and_a_differently_ordered_endorser() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), MEMBERS.toArray(String[]::new));
        federation.submitHonest("tiny", MEMBERS.get(0), MEMBERS.get(1), MEMBERS.get(2));
        byte[] flipped = federation.update("tiny", MEMBERS.get(3), 20, -3);
        federation.submit("tiny", MEMBERS.get(3), flipped);
        federation.reveal(MEMBERS.get(3), flipped);
        federation.close("tiny", MEMBERS.get(0));

        for (String member : List.of(MEMBERS.get(3), MEMBERS.get(1), MEMBERS.get(0), MEMBERS.get(2))) {
            judge(1, member);
        }
        String cid = federation.recompute("tiny", MEMBERS.get(0)).cid();
        String[] advance = {
            "tiny", "0", CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of()))
        };
        TestChannel.Run first = advance(federation.endorsers.get(0), advance);
        TestChannel.Run ordered = advance(federation.endorsers.get(1), advance);
        TestChannel.Run again = advance(federation.endorsers.get(1), advance);
        try (FedFabricChaincode cold = new FedFabricChaincode(federation.swarm.store("OrgD"), federation.clock)) {
            TestChannel.Run never = advance(cold, advance);
            for (TestChannel.Run other : List.of(ordered, again, never)) {
                assertThat(other.json()).isEqualTo(first.json());
                assertThat(other.transaction().writes).isEqualTo(first.transaction().writes);
                assertThat(other.transaction().reads).isEqualTo(first.transaction().reads);
                assertThat(other.transaction().eventPayload).isEqualTo(first.transaction().eventPayload);
            }
        }
        assertThat(first.transaction().writes).hasSize(4);
    }

    private void judge(int endorser, String member) {
        federation.channel.endorse(
                federation.endorsers.get(endorser).functions(),
                federation.identity(MEMBERS.get(0)),
                "update:Judge",
                "tiny",
                "0",
                member);
    }

    private TestChannel.Run advance(FedFabricChaincode endorser, String... arguments) {
        return federation.channel.endorse(
                endorser.functions(), federation.identity(MEMBERS.get(0)), "round:Advance", arguments);
    }
}
