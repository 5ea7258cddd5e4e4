package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.fedfabric.embedded.chaincodehost.ChaincodeProcess;
import org.hyperledger.fabric.client.EndorseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chaincodes as processes: they die, they hang, they come back. */
@Timeout(180)
class SeparateChaincodeIT {
    @TempDir
    Path state;

    private NetworkConfig.Builder config() {
        return NetworkConfig.builder(state, ChaincodeProcess.Launch.ofChaincode(NotebookChaincode.class.getName()))
                .enterprises(3)
                .usersPerEnterprise(1);
    }

    @Test
    void a_chaincode_that_is_killed_is_started_again_and_the_next_call_succeeds() throws Exception {
        NetworkConfig patient = config().chaincodeConnectWait(Duration.ofSeconds(30))
                .endorsementTimeout(Duration.ofSeconds(30))
                .build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(patient);
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            client.submit("put", "k", "1");
            long pid = network.chaincodePid("enterprise-a").getAsLong();

            kill(pid);

            assertThat(client.submit("put", "k", "2")).isEqualTo("k");
            assertThat(network.chaincodePid("enterprise-a").getAsLong()).isNotEqualTo(pid);
        }
    }

    @Test
    void while_the_own_chaincode_is_down_submits_are_aborted_and_reads_go_elsewhere() throws Exception {
        NetworkConfig impatient =
                config().chaincodeConnectWait(Duration.ofMillis(1)).build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(impatient);
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            client.submit("put", "k", "1");
            kill(network.chaincodePid("enterprise-a").getAsLong());

            EndorseException failure =
                    catchThrowableOfType(EndorseException.class, () -> client.submit("put", "k", "2"));

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(failure)
                    .hasMessageContaining("failed to endorse transaction, see attached details for more info");
            assertThat(failure.getDetails()).singleElement().satisfies(detail -> {
                assertThat(detail.getMspId()).isEqualTo("EnterpriseAMSP");
                assertThat(detail.getMessage()).contains("could not launch chaincode fedfabric");
            });
            assertThat(client.evaluate("get", "k")).isEqualTo("1");
        }
    }

    @Test
    void a_chaincode_that_hangs_is_passed_over_after_the_endorsement_timeout() throws Exception {
        NetworkConfig brisk = config().endorsementTimeout(Duration.ofSeconds(2)).build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(brisk);
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            client.submit("put", "k", "1");
            String pid = Long.toString(network.chaincodePid("enterprise-b").getAsLong());
            new ProcessBuilder("kill", "-STOP", pid).start().waitFor();

            assertThat(client.submit("put", "k", "2")).isEqualTo("k");

            new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
        }
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }
}
