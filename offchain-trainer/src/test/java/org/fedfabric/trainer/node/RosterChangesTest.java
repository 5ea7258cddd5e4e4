package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.trainer.ledger.Standing;
import org.junit.jupiter.api.Test;

class RosterChangesTest {
    private static final Assessment ASSESSMENT = new Assessment(0, 0, 0);

    private static Membership membership(String id, boolean left) {
        return membership(id, -1, left);
    }

    private static Membership membership(String id, long allotment, boolean left) {
        return new Membership(
                1, "t", id, "00".repeat(32), "rows", 5, ASSESSMENT, "00".repeat(32), Evidence.NONE, allotment, left);
    }

    private static Standing standing(String id, boolean left) {
        return standing(id, -1, left);
    }

    private static Standing standing(String id, long allotment, boolean left) {
        return new Standing(
                new RosterMember(
                        id, 5, ASSESSMENT, Evidence.NONE, 500_000, 0, 0, allotment, left, RosterMember.Counts.ZERO),
                500_000);
    }

    @Test
    void take_over_who_topped_up_and_nobody_who_only_submitted() {
        RosterChanges changes = RosterChanges.of(
                List.of(
                        standing("AMSP/same", 3, false),
                        standing("AMSP/submitted", 3, false),
                        standing("AMSP/topped-up", 3, false),
                        standing("AMSP/was-out", 0, false),
                        standing("AMSP/paid-anew", 9, false)),
                List.of(
                        membership("AMSP/same", 3, false),
                        membership("AMSP/submitted", 2, false),
                        membership("AMSP/topped-up", 4, false),
                        membership("AMSP/was-out", 5, false),
                        membership("AMSP/paid-anew", 2, false)));
        assertThat(changes.joins()).containsExactly("AMSP/paid-anew", "AMSP/topped-up", "AMSP/was-out");
    }

    @Test
    void take_over_who_came_who_went_and_who_came_back() {
        RosterChanges changes = RosterChanges.of(
                List.of(standing("AMSP/stays", false), standing("AMSP/goes", false), standing("AMSP/back", true)),
                List.of(
                        membership("AMSP/stays", false),
                        membership("AMSP/goes", true),
                        membership("AMSP/back", false),
                        membership("AMSP/new", false),
                        membership("AMSP/came-and-went", true)));
        assertThat(changes.joins()).containsExactly("AMSP/back", "AMSP/new");
        assertThat(changes.leaves()).containsExactly("AMSP/goes");
    }

    @Test
    void leave_what_is_more_than_an_advance_takes_for_the_next() {
        List<Membership> many = new ArrayList<>();
        for (int i = 100; i < 200; i++) {
            many.add(membership("AMSP/p" + i, false));
        }
        assertThat(RosterChanges.of(List.of(), many).joins()).hasSize(64).startsWith("AMSP/p100");
    }

    @Test
    void take_enterprises_in_turn_so_that_none_keeps_others_out() {
        List<Membership> many = new ArrayList<>();
        for (int i = 100; i < 200; i++) {
            many.add(membership("AMSP/p" + i, false));
        }
        many.add(membership("ZMSP/a", false));
        many.add(membership("ZMSP/b", false));
        assertThat(RosterChanges.of(List.of(), many).joins())
                .hasSize(64)
                .isSorted()
                .startsWith("AMSP/p100")
                .endsWith("AMSP/p161", "ZMSP/a", "ZMSP/b");
    }
}
