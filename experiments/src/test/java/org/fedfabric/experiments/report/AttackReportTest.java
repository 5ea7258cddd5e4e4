package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fedfabric.experiments.report.RunFixture.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;

class AttackReportTest extends ReportFixture {
    @Test
    void attacks_are_measured_against_the_same_defence_and_against_fedavg() throws IOException {
        String html = report(
                List.of(),
                run("clean-fedavg").defence("fedavg").accuracies(0.98).result(),
                run("clean-default").defence("default").accuracies(0.97).result(),
                attacked("fedavg", 0.10, 10, 0.6),
                attacked("default", 0.96, 1, 0.2));
        assertThat(rows(html, "Drop against the same defence without attack, points", "label-flip 20 %"))
                .containsExactly(List.of("label-flip 20 %", "88.00", "1.00"));
        assertThat(rows(html, "Drop against undefended FedAvg without attack, points", "label-flip 20 %"))
                .containsExactly(List.of("label-flip 20 %", "88.00", "2.00"));
        assertThat(rows(html, "Final accuracy", "no attack"))
                .containsExactly(List.of("no attack", "98.00 %", "97.00 %"));
        assertThat(rows(html, "Attackers' updates included", "label-flip 20 %"))
                .containsExactly(List.of("label-flip 20 %", "100.0 %", "10.0 %"));
        assertThat(rows(html, "Attackers found", "label-flip 20 %"))
                .containsExactly(List.of("label-flip 20 %", "0.0 %", "100.0 %"));
        assertThat(rows(html, "Interactions until an attacker's expectation is below 0.3", "label-flip 20 %"))
                .containsExactly(List.of("label-flip 20 %", "∞ (0.60)", "2 (0.20)"));
        assertThat(html).contains("id=\"reputation\"").doesNotContain("Backdoor success");
    }

    private static RunResult attacked(String defence, double accuracy, int included, double expectation) {
        return run("flip-" + defence)
                .defence(defence)
                .attack("label-flip", 0.2)
                .round(accuracy, null, 50, 10, included, 0, Map.of())
                .participant(true, 10, included, 10 - included, 0.5, expectation)
                .participant(false, 40, 40, 0, 0.7, 0.8)
                .result();
    }

    @Test
    void aims_are_met_or_missed_by_the_same_figures() throws IOException {
        String html = report(
                List.of(),
                run("clean-default").defence("default").accuracies(0.97).result(),
                attacked("default", 0.964, 1, 0.2));
        // 0.6 points where 0.5 are allowed; one attacker, fallen at its second interaction.
        assertThat(rows(html, "Aims", "drop, label-flip 20 %"))
                .containsExactly(List.of("drop, label-flip 20 %", "≤ 0.5 points", "0.60 points", "missed"));
        assertThat(rows(html, "Aims", "attackers below 0.3 within 5 interactions, label-flip 20 %"))
                .containsExactly(
                        List.of("attackers below 0.3 within 5 interactions, label-flip 20 %", "all", "1 of 1", "met"));
    }

    @Test
    void selection_policies_are_compared_by_fairness() throws IOException {
        String html = report(
                List.of(),
                run("ranked")
                        .selection("ranked")
                        .accuracies(0.9)
                        .participant(false, 4, 4, 0, 0.9)
                        .participant(false, 0, 0, 0)
                        .result(),
                run("random")
                        .selection("random")
                        .accuracies(0.8)
                        .participant(false, 2, 2, 0, 0.9)
                        .participant(false, 2, 2, 0, 0.9)
                        .result());
        assertThat(rows(html, "Participations", "selection ranked").get(0))
                .containsExactly(
                        "selection ranked", "ranked", "90.00 %", "0.500", "0.500", "0", "2.0", "4", "50.0 %", "–");
        assertThat(rows(html, "Participations", "selection random").get(0)).contains("1.000", "0.0 %");
    }
}
