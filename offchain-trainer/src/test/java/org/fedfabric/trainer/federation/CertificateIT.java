package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.ledger.CertificateExpiredException;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What follows a participant when its certificate ends, is renewed, or gives way to one for another key. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateIT {
    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private OrganizationCrypto enterprise;

    @BeforeAll
    void start() throws Exception {
        network = ScriptedNetwork.honest(state, 2);
        network.open();
        enterprise = OrganizationCrypto.openOrCreate(
                state.resolve("crypto/enterprise-a"), network.mspIds().get(0), "enterprise-a");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void is_refused_once_expired_with_its_date_and_works_again_without_a_restart_once_renewed() throws Exception {
        Instant end = Instant.now().minusSeconds(1);
        enterprise.user("brief", Role.CLIENT, end);
        String id = network.id(0, "brief");
        network.enrol(id, "TRAINER");
        LedgerClient brief = network.as(id);
        long height = network.height();
        assertThatThrownBy(() -> brief.submit("participant:RegisterData", ScriptedNetwork.registration("rows", 1)))
                .isInstanceOf(CertificateExpiredException.class)
                .hasMessageContaining("CN=brief@enterprise-a")
                .hasMessageContaining(end.toString().substring(0, 10))
                .hasMessageContaining("signcerts")
                .hasMessageContaining("renew it for the same key");
        assertThatThrownBy(() -> brief.evaluate("participant:Whoami")).isInstanceOf(CertificateExpiredException.class);
        assertThat(network.height()).isEqualTo(height);

        enterprise.renew("brief", Role.CLIENT, Instant.now().plus(Duration.ofHours(1)));
        assertThat(untilTakenUp(brief)).contains(id);
        brief.submit("participant:RegisterData", ScriptedNetwork.registration("rows", 1));
    }

    @Test
    void for_another_key_acts_for_the_same_participant_once_bound_and_the_old_one_no_more_once_unbound()
            throws Exception {
        String id = network.id(0, "p1");
        String successor = network.id(0, "p2");
        LedgerClient admin = network.as(network.id(0, "admin"));
        network.enrol(id, "TRAINER");
        network.refuses(RefusalCode.NOT_ENROLLED, successor, "participant:Whoami");

        admin.submit("participant:Bind", id, network.fingerprint(successor));
        assertThat(network.as(successor).evaluate("participant:Whoami"))
                .isEqualTo(network.as(id).evaluate("participant:Whoami"))
                .contains(id);
        admin.submit("participant:Unbind", network.fingerprint(id));
        network.refuses(RefusalCode.NOT_ENROLLED, id, "participant:Whoami");
        assertThat(network.as(successor).evaluate("participant:Whoami")).contains(id);
    }

    private static String untilTakenUp(LedgerClient client) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                return client.evaluate("participant:Whoami");
            } catch (CertificateExpiredException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }
}
