package org.fedfabric.chaincode.service;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.TransferListener;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * An endorser's work in figures. All of them are of public things: revealed updates, ledger values, this process's speed.
 * No label is a task's or a participant's name, since whoever may open tasks could make every endorser remember more and
 * more of them.
 */
final class ChaincodeMetrics implements EndorserObserver, TransferListener {
    /** From a state read to the longest wait of a call (6 s) and the gateway's endorsement timeout (8 s). */
    private static final double[] SECONDS = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 8};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Histogram calls = histogram("fedfabric_chaincode_call_seconds", "Calls of a function.", "function");
    private final Counter refusals = Counter.builder()
            .name("fedfabric_chaincode_refusals_total")
            .help("Calls that were refused, by the refusal's code.")
            .labelNames("function", "code")
            .register(registry);
    private final Histogram steps =
            histogram("fedfabric_judging_step_seconds", "Parts of judging and of putting versions together.", "step");
    private final Counter asked = Counter.builder()
            .name("fedfabric_judging_work_total")
            .help("Work asked for, by how it stood: known (remembered), running or new.")
            .labelNames("work", "found")
            .register(registry);
    private final Counter verdicts = Counter.builder()
            .name("fedfabric_judging_verdicts_total")
            .help("Updates judged here, by outcome and reason.")
            .labelNames("outcome", "reason")
            .register(registry);
    private final Counter versions = Counter.builder()
            .name("fedfabric_judging_versions_total")
            .help("Versions put together here, by whether they differ from the version before.")
            .labelNames("fruitful")
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

    /** Figures of the chaincode with this package id. */
    ChaincodeMetrics(String packageId) {
        Info.builder()
                .name("fedfabric_chaincode_info")
                .help("The package this process serves, and the rules it judges by.")
                .labelNames("package_id", "rules")
                .register(registry)
                .addLabelValues(packageId, Integer.toString(TaskSpec.RULES));
        for (Step step : Step.values()) {
            // A part that has not happened yet shows as 0, so that a difference of two readings always exists.
            steps.initLabelValues(lower(step));
        }
    }

    PrometheusRegistry registry() {
        return registry;
    }

    @Override
    public void called(String function, RefusalCode refusal, long nanos) {
        calls.labelValues(function).observe(nanos / 1e9);
        if (refusal != null) {
            refusals.labelValues(function, refusal.prefix()).inc();
        }
    }

    @Override
    public void took(Step step, long nanos) {
        steps.labelValues(lower(step)).observe(nanos / 1e9);
    }

    @Override
    public void asked(Work work, Found found) {
        asked.labelValues(lower(work), lower(found)).inc();
    }

    @Override
    public void judged(String task, long version, String participantId, Verdict verdict) {
        String reason = verdict.reason() == null ? "" : lower(verdict.reason());
        verdicts.labelValues(lower(verdict.outcome()), reason).inc();
    }

    @Override
    public void composed(String task, long version, String cid, long included) {
        versions.labelValues(Boolean.toString(included > 0)).inc();
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

    private Histogram histogram(String name, String help, String label) {
        return Histogram.builder()
                .name(name)
                .help(help + " Sum in seconds, count, and classic buckets.")
                .unit(Unit.SECONDS)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .labelNames(label)
                .register(registry);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
