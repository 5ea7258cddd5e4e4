package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Timestamps that a sender has chosen (protocol.md §2): the network takes none that is off by more than 30 s, and what
 * decides about deadlines, none more than 10 s behind or 2 s ahead of an endorser's clock.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimestampsIT {
    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private RawGateway gateway;
    private RawGateway requester;
    private ScriptedTask collecting;
    private ScriptedTask closed;
    private VersionRecord closedBase;
    private ScriptedTask open;
    private String members;

    @BeforeAll
    void start() throws Exception {
        network = ScriptedNetwork.honest(state, 1);
        network.open();
        String[] ids = {network.id(0, "p1"), network.id(1, "p1"), network.id(2, "p1")};
        for (String id : ids) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        collecting = new ScriptedTask(network, SmallTask.spec("collecting")).start(ids);
        closed = new ScriptedTask(network, SmallTask.spec("closed")).start(ids);
        closedBase = closed.submitAndClose(ids);
        closed.revealAll(closedBase, ids);
        open = new ScriptedTask(network, SmallTask.spec("open")).create();
        for (String id : ids) {
            network.as(id).submit("participant:Join", open.joining(id));
        }
        members = "[\"" + String.join("\",\"", ids) + "\"]";
        gateway = network.raw(ids[0], 0);
        requester = network.raw(network.id(0, "admin"), 0);
    }

    @AfterAll
    void stop() {
        gateway.close();
        requester.close();
        network.close();
    }

    /** The edges themselves would need a clock that stands still; {@code VersionRules}' tests have them. */
    @ParameterizedTest(name = "{0} s ahead: {1}")
    @CsvSource({
        "-3600, incorrect timestamp", "-33, incorrect timestamp", "-27, CLOCK_SKEW", "-11, CLOCK_SKEW", "-7, TOO_EARLY",
        "0, TOO_EARLY", "1, TOO_EARLY", "6, CLOCK_SKEW", "27, CLOCK_SKEW", "40, incorrect timestamp"
    })
    void what_would_close_a_version_is_refused_outside_of_its_window(int secondsAhead, String expected)
            throws Exception {
        refuses(expected, gateway, secondsAhead, "round:Close", collecting.name, "0");
    }

    @ParameterizedTest(name = "{0} s ahead: {1}")
    @CsvSource({"-33, incorrect timestamp", "-11, CLOCK_SKEW", "6, CLOCK_SKEW", "40, incorrect timestamp"})
    void start_and_advance_have_the_same_window(int secondsAhead, String expected) throws Exception {
        String[] advance = closed.advancing(closedBase, closed.recomputed(network.id(0, "p1"), 1), List.of());
        refuses(expected, gateway, secondsAhead, "round:Advance", advance);
        refuses(expected, requester, secondsAhead, "task:Start", open.name, members);
    }

    private void refuses(String expected, RawGateway as, int secondsAhead, String function, String... arguments)
            throws Exception {
        Map<String, String> before = network.records("collecting", "closed", "open");
        long height = network.height();
        assertThat(as.submitAt(Instant.now().plusSeconds(secondsAhead), function, arguments))
                .contains(expected);
        assertThat(network.height()).isEqualTo(height);
        assertThat(network.records("collecting", "closed", "open")).isEqualTo(before);
    }
}
