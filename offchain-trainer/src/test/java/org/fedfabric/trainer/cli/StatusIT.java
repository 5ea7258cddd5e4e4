package org.fedfabric.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.embedded.chaincodehost.ChaincodeContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fedfabric status} says of a network whose last enterprise has a clock that is five seconds fast. */
@Timeout(120)
class StatusIT {
    private static final long AHEAD_MILLIS = 5_000;

    @TempDir
    Path folder;

    private record Outcome(int exitCode, String output) {
        JsonObject json() {
            return JsonParser.parseString(output).getAsJsonObject();
        }
    }

    private static FedFabricChaincode chaincode(ChaincodeContext context) {
        EndorserClock right = EndorserClock.system();
        long ahead = context.enterprise().equals("enterprise-c") ? AHEAD_MILLIS : 0;
        return new FedFabricChaincode(ContentStore.atKubo(context.contentApi()), new EndorserClock() {
            @Override
            public long epochMillis() {
                return right.epochMillis() + ahead;
            }

            @Override
            public long monotonicNanos() {
                return right.monotonicNanos();
            }
        });
    }

    private Outcome status(String... options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            String[] line = new String[options.length + 3];
            line[0] = "status";
            line[1] = "--network";
            line[2] = folder.toString();
            System.arraycopy(options, 0, line, 3, options.length);
            return new Outcome(Fedfabric.run(line), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void names_heights_clocks_and_what_is_down() throws Exception {
        NetworkConfig config = NetworkConfig.builder(folder, StatusIT::chaincode)
                .enterprises(3)
                .usersPerEnterprise(1)
                .build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(config)) {
            assertThat(network.enterprises()).hasSize(3);
            Outcome up = status("--json");

            assertThat(up.exitCode()).as(up.output()).isZero();
            JsonArray enterprises = up.json().getAsJsonArray("enterprises");
            assertThat(enterprises).hasSize(3);
            for (JsonElement each : enterprises) {
                JsonObject row = each.getAsJsonObject();
                String name = row.get("enterprise").getAsString();
                assertThat(row.get("height").getAsLong()).as(name).isPositive();
                long expected = name.equals("enterprise-c") ? AHEAD_MILLIS : 0;
                long error = row.get("clockErrorMillis").getAsLong();
                assertThat(row.get("clockOffsetMillis").getAsLong())
                        .as(name)
                        .isBetween(expected - error - 1, expected + error + 1);
            }
            assertThat(up.json().getAsJsonArray("warnings"))
                    .singleElement()
                    .satisfies(
                            warning -> assertThat(warning.getAsString()).contains("enterprise-c", "clock", "2000 ms"));
            assertThat(status().output()).contains("enterprise-a", "answers", "WARNING enterprise-c");
        }
        Outcome down = status("--json");
        assertThat(down.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(down.json().getAsJsonArray("warnings").toString()).contains("enterprise-a: peer is down");
    }
}
