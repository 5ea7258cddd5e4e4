package org.fedfabric.chaincode.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.fedfabric.telemetry.logs.LogFormat;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {
    private static final Settings.Tls MUTUAL = new Settings.Tls(Path.of("k"), Path.of("c"), Path.of("a"));
    private static final Settings.Tls ANY_CLIENT = new Settings.Tls(Path.of("k"), Path.of("c"), null);

    private static void refuses(Map<String, String> environment, Settings.Tls tls, String part) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> OperatorSettings.of(environment, tls))
                .withMessageContaining(part)
                .withMessageContaining("Provided value: ");
    }

    @Test
    void refuses_to_show_metrics_to_whoever_asks_from_elsewhere() {
        Map<String, String> everywhere = Map.of("CHAINCODE_METRICS_ADDRESS", "0.0.0.0:17157");
        refuses(everywhere, null, "loopback");
        refuses(everywhere, ANY_CLIENT, "CHAINCODE_CLIENT_CA_CERT");
        assertThat(OperatorSettings.of(everywhere, MUTUAL).metricsTls().clientAuthority())
                .isEqualTo(Path.of("a"));
    }

    @Test
    void refuses_an_address_and_a_format_that_are_none() {
        refuses(Map.of("CHAINCODE_METRICS_ADDRESS", "17157"), null, "host:port");
        refuses(Map.of("FEDFABRIC_LOG_FORMAT", "xml"), null, "text or json");
    }

    @Test
    void keeps_no_metrics_unless_asked_to() {
        OperatorSettings none = OperatorSettings.of(Map.of("CHAINCODE_METRICS_ADDRESS", " "), MUTUAL);
        assertThat(none.metricsAddress()).isNull();
        assertThat(none.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(OperatorSettings.of(Map.of("FEDFABRIC_LOG_FORMAT", "JSON"), null)
                        .logFormat())
                .isEqualTo(LogFormat.JSON);
    }
}
