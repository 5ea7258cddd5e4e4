package org.fedfabric.trainer.metrics;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.fedfabric.telemetry.metrics.TlsFiles;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;

/**
 * Where a trainer's figures are served.
 *
 * @param address where to listen
 * @param tls the server's files, or null for plain HTTP on a loopback address
 */
public record MetricsSettings(InetSocketAddress address, TlsFiles tls) {
    /**
     * Reads the settings.
     *
     * @return empty if no metrics are wanted
     * @throws IllegalArgumentException if they are not of their form, or only some of the TLS files are named
     */
    public static Optional<MetricsSettings> from(Settings settings) {
        Optional<String> address = settings.get(TrainerSettings.METRICS_ADDRESS);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> certificate = settings.get(TrainerSettings.METRICS_CERTIFICATE);
        Optional<Path> key = settings.get(TrainerSettings.METRICS_KEY);
        Optional<Path> authority = settings.get(TrainerSettings.METRICS_CLIENT_AUTHORITY);
        boolean all = certificate.isPresent() && key.isPresent() && authority.isPresent();
        boolean none = certificate.isEmpty() && key.isEmpty() && authority.isEmpty();
        if (!all && !none) {
            throw new IllegalArgumentException(
                    "metrics.tls.certificate, metrics.tls.key and metrics.tls.client-authority must be set together."
                            + " Provided value: " + certificate + ", " + key + ", " + authority);
        }
        return Optional.of(new MetricsSettings(
                parse(address.get()), all ? new TlsFiles(certificate.get(), key.get(), authority.get()) : null));
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException(
                    "metrics.address must be host:port with a port up to 65535. Provided value: " + address);
        }
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(port));
    }
}
