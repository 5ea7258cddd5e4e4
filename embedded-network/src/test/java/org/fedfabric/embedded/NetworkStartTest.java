package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.hyperledger.fabric.client.EndorseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that fail, and starts that go on where an earlier one stopped. */
@Timeout(120)
class NetworkStartTest {
    @TempDir
    Path state;

    private NetworkConfig.Builder twoEnterprises() {
        return NetworkConfig.builder(state, context -> new NotebookChaincode())
                .enterprises(2)
                .usersPerEnterprise(1);
    }

    @Test
    void refuses_a_configuration_that_cannot_work() {
        assertThatThrownBy(() -> twoEnterprises().enterprises(27).build()).hasMessageContaining("Provided value: 27");
        assertThatThrownBy(() -> twoEnterprises().basePort(65_530).build())
                .hasMessageContaining("Provided value: 65530");
        assertThatThrownBy(() -> twoEnterprises().usersPerEnterprise(-1).build())
                .hasMessageContaining("Provided value: -1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 11}) // the first enterprise's three services, and the second's endpoint
    void a_port_in_use_is_named_and_everything_is_closed_again(int offset) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int basePort = taken.getLocalPort() - offset;
            NetworkStartException failure = catchThrowableOfType(
                    NetworkStartException.class,
                    () -> EmbeddedNetwork.start(
                            twoEnterprises().basePort(basePort).build()));

            assertThat(failure.exitCode()).isEqualTo(ExitCode.PORT_IN_USE);
            assertThat(failure).hasMessageContaining("Port " + taken.getLocalPort() + " of 127.0.0.1 must be free");
            assertThat(state.resolve("ready.json")).doesNotExist();
        }
        EmbeddedNetwork.start(twoEnterprises().build()).close(); // nothing holds the directory
    }

    @Test
    void a_state_directory_serves_one_network_at_a_time() throws Exception {
        try (EmbeddedNetwork network = EmbeddedNetwork.start(twoEnterprises().build())) {
            assertThat(state.resolve("ready.json")).exists();

            assertThatThrownBy(() -> EmbeddedNetwork.start(twoEnterprises().build()))
                    .isInstanceOfSatisfying(
                            NetworkStartException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_DIRECTORY))
                    .hasMessageContaining("belongs to a network that is running");
            assertThat(network.height("federation")).isEqualTo(1);
        }
        assertThat(state.resolve("ready.json")).doesNotExist();
    }

    @Test
    void members_cannot_be_added_to_a_network_that_exists() throws Exception {
        EmbeddedNetwork.start(twoEnterprises().build()).close();

        assertThatThrownBy(() ->
                        EmbeddedNetwork.start(twoEnterprises().enterprises(3).build()))
                .isInstanceOf(NetworkStartException.class)
                .hasMessageContaining("has 2 enterprises and cannot be given 3");
    }

    @Test
    void a_damaged_ledger_is_refused_by_name() throws Exception {
        EmbeddedNetwork.start(twoEnterprises().build()).close();
        Path blocks = state.resolve("ledger/federation/blocks");
        byte[] content = Files.readAllBytes(blocks);
        content[content.length / 2] ^= 1;
        Files.write(blocks, content);

        assertThatThrownBy(() -> EmbeddedNetwork.start(twoEnterprises().build()))
                .isInstanceOfSatisfying(
                        NetworkStartException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.LEDGER_DAMAGED))
                .hasMessageContaining(blocks.toString());
    }

    @Test
    void a_chaincode_that_cannot_be_made_fails_the_start() {
        NetworkConfig config = NetworkConfig.builder(state, context -> {
                    throw new IllegalStateException("no rules today");
                })
                .build();

        assertThatThrownBy(() -> EmbeddedNetwork.start(config)).hasMessageContaining("no rules today");
    }

    @Test
    void goes_on_with_everything_after_a_restart() throws Exception {
        try (EmbeddedNetwork network = EmbeddedNetwork.start(twoEnterprises().build());
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            client.submit("put", "kept", "1");
            client.submit("put", "kept", "2");
            client.submit("putMany", "row", "60");
            client.network("enterprise-a").getContract("fedfabric").submitTransaction("put", "own", "3");
        }
        try (EmbeddedNetwork network = EmbeddedNetwork.start(twoEnterprises().build());
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-b"), "p1")) {
            assertThat(network.height("federation")).isEqualTo(4);
            assertThat(client.evaluate("get", "kept")).isEqualTo("2");
            assertThat(client.evaluate("history", "kept")).isEqualTo("2,1");
            assertThat(client.submit("countInto", "row", "row~", "count")).isEqualTo("60");
            assertThat(network.height("enterprise-a")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-31, 31})
    void refuses_proposals_whose_timestamp_is_outside_the_window(long offsetSeconds) throws Exception {
        assertThat(detailAt(offsetSeconds))
                .startsWith("request unauthorized due to incorrect timestamp ")
                .contains(", peer time ")
                .endsWith(", peer.authentication.timewindow 30s");
    }

    @ParameterizedTest
    @ValueSource(longs = {-20, 20})
    void accepts_proposals_whose_timestamp_is_within_the_window(long offsetSeconds) throws Exception {
        assertThat(detailAt(offsetSeconds)).isNull();
    }

    /** The refusal of a network whose clock is that far from the client's; null if there is none. */
    private String detailAt(long offsetSeconds) throws Exception {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(offsetSeconds));
        try (EmbeddedNetwork network =
                        EmbeddedNetwork.start(twoEnterprises().clock(clock).build());
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            client.submit("put", "k", "v");
            return null;
        } catch (EndorseException e) {
            return e.getDetails().get(0).getMessage();
        }
    }

    @Test
    void refuses_members_whose_certificates_have_run_out() throws Exception {
        Clock inElevenYears = Clock.fixed(Instant.now().plus(Duration.ofDays(4_000)), ZoneOffset.UTC);
        NetworkConfig config = twoEnterprises()
                .clock(inElevenYears)
                .proposalTimeWindow(Duration.ofDays(5_000))
                .build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(config);
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            EndorseException failure =
                    catchThrowableOfType(EndorseException.class, () -> client.submit("put", "k", "v"));

            assertThat(failure.getDetails().get(0).getMessage()).isEqualTo("proposal client identity expired");
        }
    }

    @Test
    void an_altered_chaincode_of_the_own_enterprise_makes_all_others_differ() throws Exception {
        try (EmbeddedNetwork network = withAltered("enterprise-a");
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1");
                GatewayClient elsewhere = GatewayClient.connect(
                        network.enterprise("enterprise-b"), "EnterpriseAMSP", user(network, "enterprise-a"))) {
            EndorseException failure =
                    catchThrowableOfType(EndorseException.class, () -> client.submit("put", "k", "v"));

            assertThat(failure.getDetails())
                    .extracting("mspId_", "message_")
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "EnterpriseBMSP", "ProposalResponsePayloads do not match"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "EnterpriseCMSP", "ProposalResponsePayloads do not match"));
            // Its member can go on through another enterprise's gateway.
            assertThat(elsewhere.submit("put", "k", "v")).isEqualTo("k");
            assertThat(elsewhere.evaluate("get", "k")).isEqualTo("v");
        }
    }

    @Test
    void an_altered_chaincode_of_another_enterprise_is_passed_over() throws Exception {
        try (EmbeddedNetwork network = withAltered("enterprise-b");
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            client.submit("put", "k", "v");
            EndorseException named = catchThrowableOfType(
                    EndorseException.class,
                    () -> client.contract()
                            .newProposal("put")
                            .addArguments("k", "v")
                            .setEndorsingOrganizations("EnterpriseAMSP", "EnterpriseBMSP")
                            .build()
                            .endorse());

            assertThat(client.evaluate("get", "k")).isEqualTo("v");
            assertThat(named.getDetails()).singleElement().satisfies(detail -> {
                assertThat(detail.getMspId()).isEqualTo("EnterpriseBMSP");
                assertThat(detail.getMessage()).isEqualTo("ProposalResponsePayloads do not match");
            });
        }
    }

    private EmbeddedNetwork withAltered(String enterprise) throws Exception {
        return EmbeddedNetwork.start(NetworkConfig.builder(
                        state,
                        context -> context.enterprise().equals(enterprise)
                                ? AlteredChaincode.of(new NotebookChaincode())
                                : new NotebookChaincode())
                .usersPerEnterprise(1)
                .build());
    }

    private static Path user(EmbeddedNetwork network, String enterprise) {
        return network.enterprise(enterprise).users().resolve("p1").resolve("msp");
    }

    @Test
    void the_command_line_ends_with_documented_codes() throws Exception {
        assertThat(run()).isEqualTo(2);
        assertThat(run("run")).isEqualTo(2);
        assertThat(run("run", "--state", state.toString(), "--colour", "blue")).isEqualTo(2);
        assertThat(run("run", "--state", state.toString(), "--chaincode", "no.Such"))
                .isEqualTo(2);
        assertThat(run("identity", "--state", state.toString(), "enterprise-a", "p1"))
                .isEqualTo(2);
        assertThat(run("--help")).isZero();
        EmbeddedNetwork.start(twoEnterprises().build()).close();
        assertThat(run("identity", "--state", state.toString(), "enterprise-a", "../p1"))
                .isEqualTo(2);
        assertThat(run("identity", "--state", state.toString(), "enterprise-a", "p7"))
                .isZero();
        assertThat(state.resolve("crypto/enterprise-a/users/p7/msp/signcerts/cert.pem"))
                .exists();
    }

    private static int run(String... arguments) {
        PrintStream output = System.out;
        PrintStream errors = System.err;
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try {
            System.setOut(nowhere);
            System.setErr(nowhere);
            return EmbeddedNetworkMain.execute(arguments);
        } finally {
            System.setOut(output);
            System.setErr(errors);
        }
    }

    @Test
    void every_exit_code_is_explained_in_the_help() {
        String help = new picocli.CommandLine(EmbeddedNetworkMain.class).getUsageMessage();

        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
                .allSatisfy(code -> assertThat(help).containsPattern("(?m)^ +" + code + " "));
    }
}
