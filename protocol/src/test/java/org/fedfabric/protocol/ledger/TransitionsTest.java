package org.fedfabric.protocol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {
    private static final Set<String> TASKS =
            Set.of("OPEN>RUNNING", "OPEN>STOPPED", "RUNNING>COMPLETED", "RUNNING>STOPPED");
    private static final Set<String> VERSIONS = Set.of(
            "COLLECTING>CLOSED", "COLLECTING>FINAL", "CLOSED>UNSEALING", "CLOSED>PUBLISHED", "UNSEALING>PUBLISHED");
    private static final Set<String> UPDATES = Set.of(
            "QUEUED>SUBMITTED",
            "QUEUED>EXPIRED",
            "SUBMITTED>INCLUDED",
            "SUBMITTED>REJECTED",
            "SUBMITTED>UNAVAILABLE",
            "SUBMITTED>OUTVOTED",
            "SUBMITTED>EXPIRED");

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void a_task_goes_only_where_the_table_says(TaskState from) {
        for (TaskState to : TaskState.values()) {
            if (TASKS.contains(from + ">" + to)) {
                assertThat(Transitions.require(from, to)).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> Transitions.require(from, to))
                        .isInstanceOfSatisfying(
                                RefusalException.class,
                                e -> assertThat(e.code()).isEqualTo(RefusalCode.WRONG_TASK_STATE))
                        .hasMessageContaining("Provided value: " + from);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(VersionState.class)
    void a_version_goes_only_where_the_table_says(VersionState from) {
        for (VersionState to : VersionState.values()) {
            if (VERSIONS.contains(from + ">" + to)) {
                assertThat(Transitions.require(from, to)).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> Transitions.require(from, to)).isInstanceOf(RefusalException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(UpdateState.class)
    void an_update_goes_only_where_the_table_says(UpdateState from) {
        for (UpdateState to : UpdateState.values()) {
            if (UPDATES.contains(from + ">" + to)) {
                assertThat(Transitions.require(from, to)).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> Transitions.require(from, to))
                        .isInstanceOfSatisfying(
                                RefusalException.class,
                                e -> assertThat(e.code()).isEqualTo(RefusalCode.DUPLICATE_UPDATE));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, CLOSED, NOT_COLLECTING",
        "PUBLISHED, CLOSED, NOT_COLLECTING",
        "CLOSED, FINAL, NOT_COLLECTING",
        "COLLECTING, PUBLISHED, NOT_CLOSED",
        "FINAL, PUBLISHED, NOT_CLOSED"
    })
    void a_refusal_says_what_the_version_had_to_be(VersionState from, VersionState to, RefusalCode code) {
        assertThatThrownBy(() -> Transitions.require(from, to))
                .isInstanceOfSatisfying(
                        RefusalException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, , SUBMITTED",
        "STOPPED, , EXPIRED",
        "COMPLETED, , EXPIRED",
        "STOPPED, INCLUDED, INCLUDED",
        "RUNNING, REJECTED, REJECTED",
        "RUNNING, UNAVAILABLE, UNAVAILABLE",
        "RUNNING, OUTVOTED, OUTVOTED"
    })
    void an_updates_state_follows_from_task_and_version(TaskState task, Verdict.Outcome outcome, UpdateState expected) {
        Verdict verdict = outcome == null
                ? null
                : new Verdict(outcome, outcome == Verdict.Outcome.REJECTED ? Verdict.Reason.NORM : null, null, null);
        Contributor contributor = new Contributor("AMsp/a", Tasks.CID, 100, 10, null, verdict);

        assertThat(Transitions.stateOf(task, contributor)).isEqualTo(expected);
        if (outcome == null) {
            assertThat(Transitions.stateOf(task, null)).isEqualTo(expected);
        }
    }
}
