package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Declaration;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeclarationFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";

    private final Federation federation = new Federation();

    static Environment environment(String cpu) {
        return new Environment(
                1, "FedFabric 0.1.0", "unknown", "unknown", "OpenJDK 17", "Linux amd64", cpu, "OpenBLAS");
    }

    @BeforeEach
    void joinATask() {
        federation.create(TinyTask.spec("tiny", 2, 2));
        federation.enrol(A);
        federation.enrol(B);
        federation.join("tiny", A);
    }

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private Declaration declare(String cpu) {
        return federation.channel.submit(
                Declaration.class,
                federation.identity(A),
                "participant:Declare",
                "tiny",
                CanonicalJson.write(environment(cpu)));
    }

    @Test
    void refuses_who_has_not_joined_and_texts_that_are_long_empty_or_not_printable() {
        String good = CanonicalJson.write(environment("cpu"));
        federation.channel.refuses(RefusalCode.NOT_JOINED, federation.identity(B), "participant:Declare", "tiny", good);
        federation.channel.refuses(
                RefusalCode.NOT_FOUND, federation.identity(A), "participant:Declare", "nothing", good);
        for (String cpu : List.of("", "x".repeat(101), "a\\nb", "é")) {
            String bad = good.replace("\"cpu\":\"cpu\"", "\"cpu\":\"" + cpu + "\"");
            assertThat(bad).isNotEqualTo(good);
            federation.channel.refuses(
                    RefusalCode.MALFORMED_ARGUMENT, federation.identity(A), "participant:Declare", "tiny", bad);
        }
    }

    @Test
    void refuses_after_the_end() {
        federation.channel.run(federation.requester, "task:Stop", "tiny");
        federation.channel.refuses(
                RefusalCode.WRONG_TASK_STATE,
                federation.identity(A),
                "participant:Declare",
                "tiny",
                CanonicalJson.write(environment("cpu")));
    }

    @Test
    void keeps_the_last_claim_with_the_time_it_began() {
        Declaration first = declare("old");
        federation.pass(Duration.ofSeconds(5));
        assertThat(declare("old")).isEqualTo(first);
        Declaration second = declare("new");
        assertThat(second.sinceMillis()).isEqualTo(first.sinceMillis() + 5_000);
        Page<?> claims =
                federation.channel.query(Page.class, federation.requester, "task:Declarations", "tiny", "10", "");
        assertThat(claims.items()).isEqualTo(List.of(second));
    }
}
