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
        assertThat(rows(html, "Attackers below 0.3 within 5 interactions / not / undecided", "label-flip 20 %"))
                .containsExactly(List.of("label-flip 20 %", "0 / 0 / 1", "1 / 0 / 0"));
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
                .containsExactly(
                        List.of("drop, label-flip 20 %", "≤ 0.5 points", "0.60 points after 1", "not run", "missed"));
        assertThat(rows(html, "Aims", "attackers below 0.3 within 5 interactions, label-flip 20 %"))
                .containsExactly(List.of(
                        "attackers below 0.3 within 5 interactions, label-flip 20 %",
                        "all", "1 fell, 0 judged 5 times or more did not, 0 undecided", "–", "met"));
    }

    @Test
    void nothing_is_met_where_attackers_were_judged_too_seldom_to_tell() throws IOException {
        String html = report(
                List.of(),
                run("attacked")
                        .attack("sign-flip", 0.3)
                        .accuracies(0.9)
                        .participant(true, 2, 1, 1, 0.6, 0.4)
                        .participant(true, 2, 1, 1, 0.6, 0.4)
                        .result());
        assertThat(rows(html, "Aims", "attackers below 0.3 within 5 interactions, sign-flip 30 %"))
                .containsExactly(List.of(
                        "attackers below 0.3 within 5 interactions, sign-flip 30 %",
                        "all", "0 fell, 0 judged 5 times or more did not, 2 undecided", "missed"));
    }

    @Test
    void a_drop_is_between_runs_of_one_length_and_of_the_same_seeds() throws IOException {
        String html = report(
                List.of(),
                run("clean-1").seed(1).accuracies(0.5, 0.8, 0.9).result(),
                run("clean-2").seed(2).accuracies(0.5, 0.7, 0.9).result(),
                run("fedavg").seed(1).defence("fedavg").accuracies(0.6, 0.9).result(),
                run("short")
                        .seed(2)
                        .attack("sign-flip", 0.2)
                        .accuracies(0.4, 0.6)
                        .result(),
                run("undefended")
                        .seed(1)
                        .attack("sign-flip", 0.2)
                        .defence("fedavg")
                        .accuracies(0.4)
                        .result(),
                run("longer")
                        .seed(1)
                        .attack("sign-flip", 0.3)
                        .accuracies(0.4, 0.6, 0.7, 0.7)
                        .result());
        assertThat(rows(html, "Drop against the same defence without attack, points", "sign-flip 20 %"))
                .containsExactly(List.of("sign-flip 20 %", "20.00", "10.00"));
        // No clean run of fedavg has seed 2, so all of them speak.
        assertThat(rows(html, "Drop against undefended FedAvg without attack, points", "sign-flip 20 %"))
                .containsExactly(List.of("sign-flip 20 %", "20.00", "30.00"));
        assertThat(rows(html, "Drop against the same defence without attack, points", "sign-flip 30 %"))
                .as("no clean run is as long")
                .isEmpty();
        assertThat(rows(html, "Runs behind the figures", "no attack"))
                .containsExactly(List.of("no attack", "1 × 2", "2 × 3"));
        assertThat(rows(html, "Aims", "drop, sign-flip 20 %"))
                .containsExactly(List.of(
                        "drop, sign-flip 20 %",
                        "≤ 0.5 points", "10.00 points after 2", "20.00 points after 1", "missed"));
    }

    @Test
    void honest_rejections_are_judged_where_they_are_worst() throws IOException {
        String html = report(
                List.of(),
                run("clean").accuracies(0.9).participant(false, 1_000, 1_000, 0).result(),
                run("attacked")
                        .attack("alie", 0.2)
                        .accuracies(0.9)
                        .participant(false, 100, 96, 4, 0.9)
                        .result());
        assertThat(rows(html, "Aims", "honest updates rejected, worst attack").get(0))
                .startsWith("honest updates rejected, worst attack", "≤ 3.0 %", "4.00 % (alie 20 %)")
                .endsWith("missed");
    }

    @Test
    void free_riders_are_found_by_exclusion_or_by_contribution() throws IOException {
        String html = report(
                List.of(),
                run("zero")
                        .attack("free-rider", 0.2)
                        .accuracies(0.9)
                        .participant(true, 2, 0, 2, 0.4, 0.2)
                        .result(),
                run("copy")
                        .attack("copier", 0.2)
                        .accuracies(0.9)
                        .contributing(0.5)
                        .participant(false, 2, 2, 0, 0.9)
                        .participant(true, 2, 2, 0, 0.9)
                        .contributing(0.1)
                        .participant(true, 2, 2, 0, 0.9)
                        .result());
        assertThat(rows(html, "Aims", "free-rider 20 %: found"))
                .containsExactly(List.of(
                        "free-rider 20 %: found",
                        "all, excluded or by contribution", "excluded 1 of 1, by contribution not measured", "met"));
        assertThat(rows(html, "Aims", "copier 20 %: found").get(0))
                .endsWith("excluded 0 of 2, by contribution 1 of 2", "missed");
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
