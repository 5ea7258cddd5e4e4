package org.fedfabric.chaincode.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.fedfabric.chaincode.observing.EndorserObserver.Found;
import org.fedfabric.chaincode.observing.EndorserObserver.Step;
import org.fedfabric.chaincode.observing.EndorserObserver.Work;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.telemetry.metrics.MetricsEndpoint;
import org.junit.jupiter.api.Test;

class ChaincodeMetricsTest {
    private final ChaincodeMetrics metrics = new ChaincodeMetrics("fedfabric_1:ab");

    private String scraped() throws Exception {
        try (MetricsEndpoint endpoint = MetricsEndpoint.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, metrics.registry())) {
            URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics");
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void parts_of_judging_can_be_read_as_sums_and_counts() throws Exception {
        metrics.took(Step.FETCH, 1_500_000_000);
        metrics.took(Step.FETCH, 500_000_000);
        metrics.took(Step.AGGREGATE, 250_000_000);

        assertThat(scraped())
                .contains(
                        "fedfabric_judging_step_seconds_count{step=\"fetch\"} 2\n",
                        "fedfabric_judging_step_seconds_sum{step=\"fetch\"} 2.0\n",
                        "fedfabric_judging_step_seconds_sum{step=\"aggregate\"} 0.25\n",
                        "fedfabric_judging_step_seconds_count{step=\"decode_score\"} 0\n");
    }

    @Test
    void verdicts_refusals_bytes_and_remembered_work_are_counted() throws Exception {
        metrics.judged("t", 3, "OrgA/anna", Verdict.rejected(Verdict.Reason.NORM));
        metrics.judged("t", 3, "OrgB/bob", new Verdict(Verdict.Outcome.INCLUDED, null, 1L, 2L));
        metrics.called("update:Judge", RefusalCode.BUSY, 2_000_000);
        metrics.asked(Work.VERDICT, Found.KNOWN);
        metrics.fetched(1_000);
        metrics.stored(70);
        metrics.failed();

        assertThat(scraped())
                .contains(
                        "fedfabric_judging_verdicts_total{outcome=\"rejected\",reason=\"norm\"} 1.0\n",
                        "fedfabric_judging_verdicts_total{outcome=\"included\",reason=\"\"} 1.0\n",
                        "fedfabric_chaincode_refusals_total{code=\"" + RefusalCode.BUSY.prefix()
                                + "\",function=\"update:Judge\"} 1.0\n",
                        "fedfabric_chaincode_call_seconds_count{function=\"update:Judge\"} 1\n",
                        "fedfabric_judging_work_total{found=\"known\",work=\"verdict\"} 1.0\n",
                        "fedfabric_content_bytes_total{operation=\"fetched\"} 1000.0\n",
                        "fedfabric_content_bytes_total{operation=\"stored\"} 70.0\n",
                        "fedfabric_content_failures_total 1.0\n",
                        "package_id=\"fedfabric_1:ab\"");
    }

    /** Whoever may open tasks could otherwise fill every endorser's memory with names. */
    @Test
    void no_task_and_no_participant_is_a_label() throws Exception {
        metrics.judged("some-task", 3, "OrgA/anna", Verdict.UNAVAILABLE);
        metrics.composed("some-task", 4, "bafkreib", 2);

        assertThat(scraped()).doesNotContain("some-task", "OrgA/anna", "bafkreib");
    }
}
