package org.fedfabric.trainer.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.fedfabric.contentstore.TransferListener;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.LedgerCounters;
import org.fedfabric.trainer.ledger.LedgerEvent;
import org.fedfabric.trainer.node.NodeObserver;

/**
 * What a trainer's operator sees of its work.
 *
 * <p>In a task with a privacy mechanism, simulations included, nothing is shown that depends on the rows: how long training
 * and sealing took is not even recorded (rounding is repeated until the norm fits, so sealing takes longer for some updates
 * than for others), and neither is whether they succeeded. What is shown of such a task stands on the ledger, or times work
 * that begins when the sealed bytes are fixed. Of a task that this object was not told of, nothing that depends on rows is
 * shown either. Figures of the process itself, such as its processor time, are not shown at all: they include training.
 */
public final class TrainerMetrics implements NodeObserver, TransferListener {
    /** From a read of the ledger to the longest invocation. */
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60};

    /** Steps of the progress file that are shown, and their names here. */
    private static final Map<String, String> STEPS = Map.of(
            "training-finished", "train",
            "sealed", "seal",
            "submitted", "submit",
            "closed", "close",
            "revealed", "reveal",
            "judged", "judge",
            "computed", "aggregate",
            "advanced", "advance");

    /** Those that work on rows or on what is not yet protected. */
    private static final Set<String> ON_ROWS = Set.of("train", "seal");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Set<String> unprotectedTasks = ConcurrentHashMap.newKeySet();
    private final LongSupplier epochMillis;

    private final Histogram steps = Histogram.builder()
            .name("fedfabric_step_seconds")
            .help("Steps of a version at this trainer. Sum in seconds, count, and classic buckets.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .labelNames("task", "step")
            .register(registry);
    private final Gauge head = Gauge.builder()
            .name("fedfabric_head_version")
            .help("Newest version this trainer has seen.")
            .labelNames("task")
            .register(registry);
    private final Counter versions = Counter.builder()
            .name("fedfabric_versions_published_total")
            .help("Versions published, by whomever, while this trainer ran.")
            .labelNames("task")
            .register(registry);
    private final Counter verdicts = Counter.builder()
            .name("fedfabric_verdicts_total")
            .help("Verdicts on the ledger, of all participants, while this trainer ran.")
            .labelNames("task", "outcome", "reason")
            .register(registry);
    private final Gauge lag = Gauge.builder()
            .name("fedfabric_event_lag_seconds")
            .help("From the timestamp of the newest version's transaction to this trainer seeing it.")
            .unit(Unit.SECONDS)
            .labelNames("task")
            .register(registry);
    private final Counter events = Counter.builder()
            .name("fedfabric_events_total")
            .help("Events of the ledger that arrived.")
            .labelNames("kind")
            .register(registry);
    private final Gauge block = Gauge.builder()
            .name("fedfabric_event_block")
            .help("Block of the newest event that arrived.")
            .register(registry);
    private final Gauge spent = Gauge.builder()
            .name("fedfabric_privacy_epsilon")
            .help(
                    "Privacy spent or set aside, as the ledger has it; infinite once a task without a guarantee used the data.")
            .labelNames("account")
            .register(registry);
    private final Gauge cap = Gauge.builder()
            .name("fedfabric_privacy_epsilon_cap")
            .help("Most that may be spent.")
            .labelNames("account")
            .register(registry);
    private final Counter contentBytes = Counter.builder()
            .name("fedfabric_content_bytes_total")
            .help("Bytes fetched from and stored in the content store.")
            .unit(Unit.BYTES)
            .labelNames("operation")
            .register(registry);
    private final Counter contentFailures = Counter.builder()
            .name("fedfabric_content_failures_total")
            .help("Contents that did not arrive or were not taken.")
            .register(registry);

    /** Nothing yet, measured against the machine's clock. */
    public TrainerMetrics() {
        this(System::currentTimeMillis);
    }

    TrainerMetrics(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    /** What to serve. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** Shows what becomes of submissions. */
    public void watch(LedgerCounters counters) {
        CounterWithCallback.builder()
                .name("fedfabric_submissions_total")
                .help("Transactions of this trainer: committed, refused by the rules, or failed.")
                .labelNames("result")
                .callback(callback -> {
                    LedgerCounters.Snapshot counts = counters.snapshot();
                    callback.call(counts.committed(), "committed");
                    callback.call(counts.refused(), "refused");
                    callback.call(counts.failed(), "failed");
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("fedfabric_submissions_retried_total")
                .help("Those that took more than one proposal, or were handed to an orderer more than once.")
                .callback(callback -> callback.call(counters.snapshot().retried()))
                .register(registry);
    }

    @Override
    public void takesPart(TaskSpec spec) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            unprotectedTasks.add(spec.name());
        }
    }

    @Override
    public void happened(LedgerEvent event) {
        events.labelValues(lower(event.event().kind())).inc();
        block.set(event.blockNumber());
    }

    @Override
    public void took(String task, String step, long nanos) {
        String shown = STEPS.get(step);
        if (shown != null && (!ON_ROWS.contains(shown) || unprotectedTasks.contains(task))) {
            steps.labelValues(task, shown).observe(nanos / 1e9);
        }
    }

    @Override
    public void published(VersionRecord version) {
        head.labelValues(version.task()).set(version.version());
        versions.labelValues(version.task()).inc();
        lag.labelValues(version.task()).set((epochMillis.getAsLong() - version.openedMillis()) / 1e3);
    }

    @Override
    public void judged(VersionRecord version) {
        for (Contributor contributor : version.contributors()) {
            if (contributor.verdict() != null) {
                String reason = contributor.verdict().reason() == null
                        ? ""
                        : lower(contributor.verdict().reason());
                verdicts.labelValues(version.task(), lower(contributor.verdict().outcome()), reason)
                        .inc();
            }
        }
    }

    @Override
    public void account(DataAccount account) {
        String name = account.mspId() + "/" + account.registration().lineage();
        spent.labelValues(name)
                .set(
                        account.unprotected()
                                ? Double.POSITIVE_INFINITY
                                : account.budget().epsilonMicros() / 1e6);
        cap.labelValues(name).set(account.budget().capMicros() / 1e6);
    }

    @Override
    public void fetched(long lengthBytes) {
        contentBytes.labelValues("fetched").inc(lengthBytes);
    }

    @Override
    public void stored(long lengthBytes) {
        contentBytes.labelValues("stored").inc(lengthBytes);
    }

    @Override
    public void failed() {
        contentFailures.inc();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
