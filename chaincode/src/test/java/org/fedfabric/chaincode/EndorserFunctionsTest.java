package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.EndorserStatus;
import org.fedfabric.protocol.ledger.EndorserStatus.CodeCheck;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndorserFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";

    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private EndorserStatus status() {
        return federation.channel.query(EndorserStatus.class, TestChannel.client("OrgD", "anyone"), "endorser:Status");
    }

    @Test
    void say_that_there_is_no_package_where_there_is_none() {
        EndorserStatus status = status();
        assertThat(status.code()).isEqualTo(CodeCheck.NONE);
        assertThat(status.packageId()).isNull();
        assertThat(CanonicalJson.write(status)).doesNotContain("packageId").contains("\"code\":\"NONE\"");
    }

    @Test
    void tell_rules_clock_and_what_is_remembered() throws Exception {
        assertThat(status().rules()).isEqualTo(TaskSpec.RULES);
        assertThat(status().verdicts()).isZero();
        long before = status().clockMillis();
        federation.pass(Duration.ofMinutes(1));
        assertThat(status().clockMillis()).isEqualTo(before + 60_000);

        federation.started(TinyTask.spec("tiny", 2, 2), A, B);
        federation.submitHonest("tiny", A, B);
        federation.close("tiny", A);
        federation.advance("tiny", A);
        assertThat(status().verdicts()).isEqualTo(2);
    }

    @Test
    void name_package_and_code_where_they_were_compared() {
        String id = "fedfabric_0.1:" + "ab".repeat(32);
        CodeIdentity code = new CodeIdentity(id, "cd".repeat(32), CodeCheck.PACKAGE);
        try (FedFabricChaincode packaged = new FedFabricChaincode(
                Judging.of(federation.swarm.store("OrgA"), federation.clock), EndorserObserver.NONE, code)) {
            Object answer = federation
                    .channel
                    .endorse(packaged.functions(), TestChannel.client("OrgA", "x"), "endorser:Status")
                    .result();
            EndorserStatus status = (EndorserStatus) answer;
            assertThat(status.packageId()).isEqualTo(id);
            assertThat(status.codeSha256()).isEqualTo("cd".repeat(32));
            assertThat(CanonicalJson.read(CanonicalJson.write(status), EndorserStatus.class))
                    .isEqualTo(status);
        }
    }
}
