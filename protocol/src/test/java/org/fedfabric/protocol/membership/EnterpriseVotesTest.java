package org.fedfabric.protocol.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fedfabric.protocol.ledger.EnterpriseVote.Choice.ADMIT;
import static org.fedfabric.protocol.ledger.EnterpriseVote.Choice.RETIRE;
import static org.fedfabric.protocol.ledger.EnterpriseVote.Choice.SUSPEND;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseState;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.EnterpriseVote.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnterpriseVotesTest {
    private static final String TARGET = "Org0";

    private static EnterpriseRegister register(int enterprises, EnterpriseState target) {
        return new EnterpriseRegister(
                        1,
                        IntStream.range(0, enterprises)
                                .mapToObj(i -> new Enterprise("Org" + i, EnterpriseState.ACTIVE))
                                .toList())
                .with(new Enterprise(TARGET, target));
    }

    private static EnterpriseState decide(int enterprises, EnterpriseState present, Choice... counted) {
        return EnterpriseVotes.decide(register(enterprises, present), TARGET, Arrays.asList(counted));
    }

    @Test
    void a_minority_decides_nothing() {
        assertThat(decide(3, EnterpriseState.ACTIVE, SUSPEND)).isEqualTo(EnterpriseState.ACTIVE);
        assertThat(decide(3, EnterpriseState.ACTIVE, SUSPEND, ADMIT)).isEqualTo(EnterpriseState.ACTIVE);
        assertThat(decide(3, EnterpriseState.SUSPENDED, ADMIT)).isEqualTo(EnterpriseState.SUSPENDED);
        assertThat(decide(4, EnterpriseState.ACTIVE, SUSPEND, SUSPEND)).isEqualTo(EnterpriseState.ACTIVE);
        assertThat(decide(5, EnterpriseState.ACTIVE, RETIRE, RETIRE)).isEqualTo(EnterpriseState.ACTIVE);
    }

    @Test
    void one_of_two_enterprises_cannot_suspend_the_other() {
        assertThat(decide(2, EnterpriseState.ACTIVE, RETIRE)).isEqualTo(EnterpriseState.ACTIVE);
    }

    @Test
    void a_decision_stands_when_one_of_those_who_made_it_withdraws() {
        assertThat(decide(3, EnterpriseState.SUSPENDED, ADMIT, SUSPEND)).isEqualTo(EnterpriseState.SUSPENDED);
        assertThat(decide(5, EnterpriseState.SUSPENDED, ADMIT, ADMIT, SUSPEND, SUSPEND))
                .isEqualTo(EnterpriseState.SUSPENDED);
    }

    @Test
    void a_vote_on_the_own_enterprise_is_no_vote() {
        assertThatThrownBy(() -> new EnterpriseVote(1, TARGET, TARGET, ADMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not vote on itself");
        assertThat(EnterpriseVotes.voters(register(3, EnterpriseState.ACTIVE), TARGET))
                .containsExactly("Org1", "Org2");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4"})
    void a_majority_is_more_than_half_with_the_one_voted_on_among_them(int enterprises, int majority) {
        assertThat(EnterpriseVotes.majority(register(enterprises, EnterpriseState.ACTIVE), TARGET))
                .isEqualTo(majority);
        assertThat(EnterpriseVotes.majority(register(enterprises, EnterpriseState.RETIRED), TARGET))
                .as("its own retirement does not lower the bar")
                .isEqualTo(majority);
    }

    @Test
    void a_majority_suspends_and_readmits() {
        assertThat(decide(3, EnterpriseState.ACTIVE, SUSPEND, SUSPEND)).isEqualTo(EnterpriseState.SUSPENDED);
        assertThat(decide(3, EnterpriseState.SUSPENDED, ADMIT, ADMIT)).isEqualTo(EnterpriseState.ACTIVE);
        assertThat(decide(3, EnterpriseState.RETIRED, ADMIT, ADMIT)).isEqualTo(EnterpriseState.ACTIVE);
    }

    @Test
    void who_wants_it_retired_wants_it_suspended_at_least() {
        assertThat(decide(3, EnterpriseState.ACTIVE, SUSPEND, RETIRE)).isEqualTo(EnterpriseState.SUSPENDED);
        assertThat(decide(3, EnterpriseState.ACTIVE, RETIRE, RETIRE)).isEqualTo(EnterpriseState.RETIRED);
        assertThat(decide(3, EnterpriseState.RETIRED, SUSPEND, ADMIT)).isEqualTo(EnterpriseState.SUSPENDED);
    }

    @Test
    void the_order_of_votes_does_not_matter() {
        for (EnterpriseState present : EnterpriseState.values()) {
            for (Choice a : Choice.values()) {
                for (Choice b : Choice.values()) {
                    for (Choice c : Choice.values()) {
                        assertThat(decide(5, present, a, b, c)).isEqualTo(decide(5, present, c, a, b));
                    }
                }
            }
        }
    }

    @Test
    void the_retired_neither_vote_nor_count_and_the_suspended_do_both() {
        EnterpriseRegister five = register(5, EnterpriseState.ACTIVE);
        EnterpriseRegister suspended = five.with(new Enterprise("Org4", EnterpriseState.SUSPENDED));
        EnterpriseRegister retired = five.with(new Enterprise("Org4", EnterpriseState.RETIRED))
                .with(new Enterprise("Org3", EnterpriseState.RETIRED));
        assertThat(EnterpriseVotes.voters(suspended, TARGET)).hasSize(4);
        assertThat(EnterpriseVotes.majority(suspended, TARGET)).isEqualTo(3);
        assertThat(EnterpriseVotes.voters(retired, TARGET)).isEqualTo(List.of("Org1", "Org2"));
        assertThat(EnterpriseVotes.majority(retired, TARGET)).isEqualTo(2);
    }

    @Test
    void a_tally_names_only_those_who_want_the_same_way_and_tells_when_that_decides() {
        EnterpriseTally undecided = tally(EnterpriseState.ACTIVE, SUSPEND, ADMIT, RETIRE, ADMIT);
        assertThat(undecided.agreeing("Org2", SUSPEND)).containsExactly("Org1", "Org3");
        assertThat(undecided.isDecidedBy("Org2", SUSPEND)).isTrue();
        assertThat(undecided.isDecidedBy("Org1", SUSPEND))
                .as("its own vote again")
                .isFalse();
        assertThat(undecided.agreeing("Org2", ADMIT)).as("it is admitted").isEmpty();

        EnterpriseTally suspended = tally(EnterpriseState.SUSPENDED, SUSPEND, ADMIT, SUSPEND, ADMIT);
        assertThat(suspended.agreeing("Org1", ADMIT)).containsExactly("Org2", "Org4");
        assertThat(suspended.isDecidedBy("Org1", ADMIT)).isTrue();
    }

    private static EnterpriseTally tally(EnterpriseState present, Choice... choices) {
        return new EnterpriseTally(
                new Enterprise(TARGET, present),
                EnterpriseVotes.majority(register(5, present), TARGET),
                IntStream.range(0, choices.length)
                        .mapToObj(i -> new EnterpriseVote(1, TARGET, "Org" + (i + 1), choices[i]))
                        .toList());
    }
}
