package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.util.Optional;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.telemetry.metrics.MetricsEndpoint;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.ledger.LedgerCounters;
import org.fedfabric.trainer.metrics.MetricsSettings;
import org.fedfabric.trainer.metrics.TrainerMetrics;
import org.fedfabric.trainer.node.NodeObserver;

/** A trainer's metrics, served while it runs, or none. */
final class TrainerWatch implements AutoCloseable {
    private static final TrainerWatch NONE = new TrainerWatch(null, null);

    private final TrainerMetrics metrics;
    private final MetricsEndpoint endpoint;

    private TrainerWatch(TrainerMetrics metrics, MetricsEndpoint endpoint) {
        this.metrics = metrics;
        this.endpoint = endpoint;
    }

    /** Serves metrics if the settings name an address. */
    static TrainerWatch open(Settings settings, LedgerCounters counters) {
        Optional<MetricsSettings> wanted = MetricsSettings.from(settings);
        if (wanted.isEmpty()) {
            return NONE;
        }
        TrainerMetrics metrics = new TrainerMetrics();
        metrics.watch(counters);
        try {
            return new TrainerWatch(
                    metrics,
                    MetricsEndpoint.start(wanted.get().address(), wanted.get().tls(), metrics.registry()));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.PORT,
                    "The metrics must be served on " + wanted.get().address() + ": " + e.getMessage()
                            + ". Free the port, or set metrics.address to another.");
        }
    }

    /** Who is to be told what the node does. */
    NodeObserver observer() {
        return metrics == null ? NodeObserver.NONE : metrics;
    }

    /** The store, with what moves counted. */
    ContentStore over(ContentStore store) {
        return metrics == null ? store : ContentStore.observed(store, metrics);
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
