package org.fedfabric.chaincode.service;

import java.net.InetSocketAddress;
import java.util.Map;
import org.fedfabric.telemetry.logs.LogFormat;
import org.fedfabric.telemetry.metrics.TlsFiles;

/**
 * What only those who watch the process need.
 *
 * <ul>
 *   <li>{@code CHAINCODE_METRICS_ADDRESS}: host:port where a Prometheus server may fetch metrics; without it none are kept.
 *       Under TLS it uses the files of the chaincode's own listener, so whoever fetches needs a certificate of the peer's
 *       authority; without TLS the host must be a loopback address;
 *   <li>{@code FEDFABRIC_LOG_FORMAT}: {@code text} or {@code json}.
 * </ul>
 *
 * @param metricsAddress where to serve metrics, or null
 * @param metricsTls the endpoint's files, or null for plain HTTP
 * @param logFormat how to write the log
 */
record OperatorSettings(InetSocketAddress metricsAddress, TlsFiles metricsTls, LogFormat logFormat) {
    private static final String ADDRESS = "CHAINCODE_METRICS_ADDRESS";

    /**
     * Reads the settings.
     *
     * @param tls the chaincode's own TLS files, or null
     * @throws SettingsException naming the variable, what it must be and what it is
     */
    static OperatorSettings of(Map<String, String> environment, Settings.Tls tls) {
        LogFormat format;
        try {
            format = LogFormat.of(environment.get(LogFormat.VARIABLE));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage());
        }
        String given = environment.get(ADDRESS);
        if (given == null || given.isBlank()) {
            return new OperatorSettings(null, null, format);
        }
        InetSocketAddress address = Settings.addressOf(ADDRESS, given.strip());
        // A server that would take any client shows its metrics on this machine only.
        TlsFiles files = tls == null || tls.clientAuthority() == null
                ? null
                : new TlsFiles(tls.certificate(), tls.key(), tls.clientAuthority());
        if (files == null && !address.getAddress().isLoopbackAddress()) {
            throw new SettingsException(ADDRESS
                    + " must be a loopback address unless CHAINCODE_CLIENT_CA_CERT says who may connect."
                    + " Provided value: " + given);
        }
        return new OperatorSettings(address, files, format);
    }
}
