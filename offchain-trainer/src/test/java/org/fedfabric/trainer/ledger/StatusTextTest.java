package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
    private static final String REFUSED =
            "ABORTED failed to endorse {EnterpriseAMSP=request unauthorized due to incorrect"
                    + " timestamp %s, peer time %s, peer.authentication.timewindow 30s}";

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "2026-11-21T21:05:04Z, 2026-11-21T21:10:04Z, about 300 s behind the peer's",
        "2026-11-21T21:05:04Z, 2026-11-21T21:04:29Z, about 35 s ahead of the peer's"
    })
    void says_by_how_much_the_clock_is_wrong_before_what_the_peer_said(String own, String peer, String words) {
        String text = REFUSED.formatted(own, peer);
        assertThat(StatusText.withClocksInWords(text))
                .startsWith("this machine's clock is " + words + ", which takes at most 30s; set the clock")
                .endsWith(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE io exception", "ABORTED incorrect timestamp", ""})
    void leaves_what_is_not_about_clocks(String text) {
        assertThat(StatusText.withClocksInWords(text)).isEqualTo(text);
    }

    @Test
    void leaves_times_that_it_cannot_read() {
        String text = REFUSED.formatted("yesterday", "today");
        assertThat(StatusText.withClocksInWords(text)).isEqualTo(text);
    }
}
