package org.fedfabric.protocol.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All rules together over six versions: five enterprises with two members each, everybody selected. */
class FederationTest {
    private static final TaskSpec SPEC =
            new Tasks().schedule(Schedule.synchronous(6, 2, 60)).build();
    private static final String ATTACKER = "E2/t1";

    /** What a federation looks like after its last version. */
    private record Ending(List<VersionRecord> versions, List<RosterMember> members) {
        long expectation(String id) {
            return members.stream()
                    .filter(m -> m.id().equals(id))
                    .mapToLong(m -> Reputation.expectationMicros(SPEC.reputation(), m))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void who_flips_its_updates_ends_lowest_and_out_of_selection(int versionsBeforeItShows) {
        Ending ending = run(versionsBeforeItShows);

        long attacker = ending.expectation(ATTACKER);
        assertThat(attacker).isLessThan(SPEC.selection().minReputationMicros());
        assertThat(ending.members())
                .filteredOn(m -> !m.id().equals(ATTACKER))
                .hasSize(9)
                .allMatch(m -> Reputation.expectationMicros(SPEC.reputation(), m) > 500_000)
                .allMatch(m -> m.counts().equals(new RosterMember.Counts(6, 6, 0, 0, 0)));
        VersionRecord last = ending.versions().get(6);
        assertThat(last.state()).isEqualTo(VersionState.FINAL);
        assertThat(last.fruitless()).isZero();
    }

    @Test
    void an_honest_federation_selects_everybody_every_time_at_whole_weight() {
        Ending ending = run(Integer.MAX_VALUE);

        assertThat(ending.versions().subList(0, 6))
                .allMatch(v -> v.selected().size() == 10)
                .allMatch(v -> v.contributors().stream().allMatch(c -> c.weight() == Contributor.WHOLE));
        assertThat(ending.versions())
                .extracting(VersionRecord::seed)
                .doesNotHaveDuplicates()
                .isEqualTo(run(Integer.MAX_VALUE).versions().stream()
                        .map(VersionRecord::seed)
                        .toList());
    }

    private static Ending run(int versionsBeforeItShows) {
        List<Membership> joins = new ArrayList<>();
        Map<String, HashChain> chains = new TreeMap<>();
        for (int e = 0; e < 5; e++) {
            for (int i = 0; i < 2; i++) {
                String id = "E" + e + "/t" + i;
                joins.add(Tasks.membership(id));
                chains.put(
                        id,
                        new HashChain(
                                (id + " keeps a secret").getBytes(java.nio.charset.StandardCharsets.US_ASCII), 6));
            }
        }
        List<RosterPage> pages = RosterRules.admit(SPEC, List.of(), joins);
        List<VersionRecord> versions = new ArrayList<>();
        versions.add(VersionRules.first(SPEC, Tasks.CID, RosterRules.members(pages), 0, 0));
        while (versions.get(versions.size() - 1).state() == VersionState.COLLECTING) {
            int place = versions.size() - 1;
            VersionRecord head = versions.get(place);
            List<UpdateRecord> updates = head.selected().stream()
                    .map(id -> submission(head, id, chains.get(id).preimage(place)))
                    .toList();
            long now = head.openedMillis() + 5_000;
            VersionRecord closed = ((CloseDecision.Close)
                            VersionRules.decideClose(SPEC, head, updates, RosterRules.members(pages), now))
                    .closed();
            Map<String, Verdict> verdicts = closed.contributors().stream()
                    .collect(Collectors.toMap(Contributor::id, c -> verdict(c.id(), place >= versionsBeforeItShows)));
            VersionRecord judged = VersionRules.judged(SPEC, closed, verdicts);
            pages = RosterRules.advance(SPEC, pages, judged, List.of(), List.of());
            versions.set(place, judged);
            versions.add(VersionRules.next(
                    SPEC,
                    judged,
                    Tasks.CID,
                    updates.stream().map(u -> u.submission().preimage()).toList(),
                    RosterRules.members(pages),
                    now,
                    0));
        }
        return new Ending(versions, RosterRules.members(pages));
    }

    private static Verdict verdict(String id, boolean shows) {
        return shows && id.equals(ATTACKER)
                ? new Verdict(Outcome.REJECTED, Reason.SCORE, 2L, 1L)
                : new Verdict(Outcome.INCLUDED, null, 1L, 1L);
    }

    private static UpdateRecord submission(VersionRecord head, String id, String preimage) {
        return new UpdateRecord(
                1,
                head.task(),
                head.version(),
                id,
                new Submission(1, Tasks.CID, 412, Submission.DENSE_INT32, Submission.NO_NOISE, preimage),
                PrivacyLoss.NONE,
                head.openedMillis());
    }
}
