package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fabric's own {@code peer} command against the embedded network. Runs where that command is found (FABRIC_BIN, then
 * PATH) and is reported as skipped elsewhere.
 */
@Timeout(120)
class PeerCommandIT {
    private static final String CHANNEL = "federation";
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    static Path folder;

    private static Path peer;
    private static Path configuration;
    private static EmbeddedNetwork network;

    @BeforeAll
    static void startNetwork() throws Exception {
        Optional<Path> found = findPeer();
        assumeTrue(found.isPresent(), "Fabric's peer command is neither in FABRIC_BIN nor in PATH");
        peer = found.orElseThrow();
        configuration = repositoryRoot().resolve("network/peer-cli");
        network =
                EmbeddedNetwork.start(NetworkConfig.builder(folder.resolve("state"), context -> new NotebookChaincode())
                        .enterprises(3)
                        .usersPerEnterprise(1)
                        .build());
    }

    @AfterAll
    static void stopNetwork() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void an_invocation_endorsed_by_a_minority_is_refused_at_commit() throws Exception {
        Outcome outcome = invoke(List.of("enterprise-a"), "put", "lonely", "1");

        assertThat(outcome.code).isNotZero();
        assertThat(outcome.text).contains("ENDORSEMENT_POLICY_FAILURE");
        assertThat(query("get", "lonely").output.strip()).isEmpty();
    }

    @Test
    void an_identity_of_another_enterprise_than_it_says_is_refused() throws Exception {
        Map<String, String> impostor = environment("enterprise-a", "p1");
        impostor.put("CORE_PEER_LOCALMSPID", "EnterpriseBMSP");

        Outcome outcome = run(impostor, "chaincode", "query", "-C", CHANNEL, "-n", "fedfabric", "-c", call("get", "k"));

        assertThat(outcome.code).isNotZero();
        assertThat(outcome.text).contains("access denied");
    }

    @Test
    void a_contracts_refusal_reaches_the_user_word_for_word() throws Exception {
        Outcome outcome = query("refuse", "FF-0000 EXAMPLE: not today");

        assertThat(outcome.code).isNotZero();
        assertThat(outcome.text).contains("FF-0000 EXAMPLE: not today");
    }

    @Test
    void an_unknown_channel_is_named() throws Exception {
        Outcome outcome = run(environment("enterprise-a", "admin"), "channel", "getinfo", "-c", "nowhere");

        assertThat(outcome.code).isNotZero();
        assertThat(outcome.text).contains("nowhere");
    }

    @Test
    void an_invocation_endorsed_by_a_majority_commits_and_every_enterprise_reads_it() throws Exception {
        Outcome outcome = invoke(List.of("enterprise-a", "enterprise-b"), "put", "shared", "7");

        assertThat(outcome.text).contains("committed with status (VALID)").contains("status:200");
        for (String enterprise : List.of("enterprise-a", "enterprise-b", "enterprise-c")) {
            Outcome read = run(
                    environment(enterprise, "p1"),
                    "chaincode",
                    "query",
                    "-C",
                    CHANNEL,
                    "-n",
                    "fedfabric",
                    "-c",
                    call("get", "shared"));
            assertThat(read.output.strip()).as(enterprise).isEqualTo("7");
        }
    }

    @Test
    void the_height_grows_with_every_committed_block() throws Exception {
        Map<String, String> admin = environment("enterprise-a", "admin");
        long before = height(run(admin, "channel", "getinfo", "-c", CHANNEL));

        invoke(List.of("enterprise-a", "enterprise-b"), "put", "more", "1");

        assertThat(height(run(admin, "channel", "getinfo", "-c", CHANNEL))).isEqualTo(before + 1);
    }

    @Test
    void blocks_are_fetched_by_number_by_name_and_as_configuration() throws Exception {
        invoke(List.of("enterprise-a", "enterprise-b"), "put", "newest", "1");

        assertThat(fetch("0").getHeader().getNumber()).isZero();
        assertThat(fetch("oldest").getHeader().getNumber()).isZero();
        assertThat(fetch("config").getHeader().getNumber()).isZero();
        assertThat(fetch("1").getHeader().getPreviousHash().size()).isEqualTo(32);
        assertThat(fetch("newest").getHeader().getNumber()).isPositive();
    }

    @Test
    void the_committed_definition_names_the_chaincode_and_who_approved_it() throws Exception {
        Map<String, String> admin = environment("enterprise-b", "admin");

        assertThat(run(admin, "lifecycle", "chaincode", "querycommitted", "-C", CHANNEL).text)
                .contains("Name: fedfabric");
        assertThat(run(admin, "lifecycle", "chaincode", "querycommitted", "-C", CHANNEL, "-n", "fedfabric").text)
                .contains("EnterpriseAMSP: true, EnterpriseBMSP: true, EnterpriseCMSP: true");
    }

    @Test
    void the_peer_lists_the_shared_channel_and_the_enterprises_own() throws Exception {
        assertThat(run(environment("enterprise-c", "admin"), "channel", "list").text)
                .contains(CHANNEL)
                .contains("enterprise-c")
                .doesNotContain("enterprise-a");
    }

    private static Block fetch(String which) throws Exception {
        Path file = folder.resolve(which + ".block");
        Outcome outcome =
                run(environment("enterprise-a", "admin"), "channel", "fetch", which, file.toString(), "-c", CHANNEL);
        assertThat(outcome.code).as(outcome.text).isZero();
        return Block.parseFrom(Files.readAllBytes(file));
    }

    private static long height(Outcome info) {
        assertThat(info.code).as(info.text).isZero();
        return Long.parseLong(info.text.replaceAll("(?s).*\"height\":(\\d+).*", "$1"));
    }

    private static Outcome query(String... call) throws Exception {
        return run(
                environment("enterprise-a", "p1"),
                "chaincode",
                "query",
                "-C",
                CHANNEL,
                "-n",
                "fedfabric",
                "-c",
                call(call));
    }

    private static Outcome invoke(List<String> endorsers, String... call) throws Exception {
        EnterpriseEndpoint own = network.enterprise("enterprise-a");
        List<String> arguments = new ArrayList<>(List.of(
                "chaincode",
                "invoke",
                "-o",
                own.address(),
                "--tls",
                "--cafile",
                own.tlsCaCert().toString(),
                "-C",
                CHANNEL,
                "-n",
                "fedfabric",
                "--waitForEvent",
                "-c",
                call(call)));
        for (String endorser : endorsers) {
            EnterpriseEndpoint endpoint = network.enterprise(endorser);
            arguments.addAll(List.of(
                    "--peerAddresses",
                    endpoint.address(),
                    "--tlsRootCertFiles",
                    endpoint.tlsCaCert().toString()));
        }
        return run(environment("enterprise-a", "p1"), arguments.toArray(String[]::new));
    }

    private static String call(String... arguments) {
        return "{\"Args\":[\"" + String.join("\",\"", arguments) + "\"]}";
    }

    private static Map<String, String> environment(String enterprise, String user) {
        EnterpriseEndpoint endpoint = network.enterprise(enterprise);
        Map<String, String> environment = new ProcessBuilder().environment();
        environment.keySet().removeIf(name -> name.startsWith("CORE_PEER"));
        environment.put("FABRIC_CFG_PATH", configuration.toString());
        environment.put("FABRIC_LOGGING_SPEC", "error:chaincodeCmd=info");
        environment.put("CORE_PEER_LOCALMSPID", endpoint.mspId());
        environment.put("CORE_PEER_ADDRESS", endpoint.address());
        environment.put(
                "CORE_PEER_MSPCONFIGPATH",
                endpoint.users().resolve(user).resolve("msp").toString());
        environment.put("CORE_PEER_TLS_ENABLED", "true");
        environment.put("CORE_PEER_TLS_ROOTCERT_FILE", endpoint.tlsCaCert().toString());
        return environment;
    }

    private static Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(peer.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "peer", ".out");
        Path errors = Files.createTempFile(folder, "peer", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(errors.toFile()).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("peer did not end: " + command);
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        return new Outcome(process.exitValue(), printed, printed + Files.readString(errors, StandardCharsets.UTF_8));
    }

    private static Optional<Path> findPeer() {
        Stream<String> folders = Stream.of(
                        Stream.ofNullable(System.getenv("FABRIC_BIN")),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .flatMap(s -> s);
        return folders.map(folder -> Path.of(folder).resolve("peer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path repositoryRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("network")) ? here : here.getParent();
    }

    /** How a command ended: its exit code, what it printed, and that with its log. */
    private record Outcome(int code, String output, String text) {}
}
