package org.fedfabric.chaincode.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.membership.EnterpriseVotes;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.selection.Eligibility;
import org.fedfabric.protocol.selection.Score;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Finding members of a task by what the ledger says of their data and conduct, with all that the newest selection was made
 * of (S1's algorithm 1: its evaluation, score and selection lists).
 */
public final class CandidateContract {
    private static final int MOST_ROWS_LOG2 = 40;
    private static final int WHOLE_MICROS = 1_000_000;

    private CandidateContract() {}

    /**
     * A member as the selection of the newest version saw it.
     *
     * @param id the participant
     * @param dataType the kind of its data; absent if its registration did not say
     * @param rowsLog2 its rows, as a power of two rounded down
     * @param assessment what its enterprise says of the data
     * @param evaluationMicros weighted sum of the assessment's three scores, in millionths
     * @param expectationMicros its reputation, in millionths
     * @param scoreMicros the blend of both by which it is ranked or drawn, in millionths
     * @param eligibility whether it was a candidate, or why not
     * @param selected whether it may submit to the newest version
     */
    public record Candidate(
            String id,
            String dataType,
            int rowsLog2,
            Assessment assessment,
            long evaluationMicros,
            long expectationMicros,
            long scoreMicros,
            Eligibility eligibility,
            boolean selected) {}

    /** The function {@code reputation:Candidates}. */
    public static List<Function> functions() {
        return List.of(new Function(
                "reputation:Candidates",
                Effect.QUERY,
                List.of("task", "dataType", "minRowsLog2", "minExpectationMicros", "pageSize", "bookmark"),
                "Members of a task by the kind of their data (empty for any), its size and their reputation, with the"
                        + " evaluation, score and outcome of the newest selection; the bookmark is where to go on in the"
                        + " roster.",
                CandidateContract::candidates));
    }

    private static Page<Candidate> candidates(Call call) {
        String name = call.arguments().id(0);
        String dataType = call.arguments().parsed(1, CandidateContract::dataType);
        long minRowsLog2 = call.arguments().number(2, 0, MOST_ROWS_LOG2);
        long minExpectation = call.arguments().number(3, 0, WHOLE_MICROS);
        int size = (int) call.arguments().number(4, 1, Lists.MAX_PAGE);
        int from = call.arguments().parsed(5, CandidateContract::place);
        TaskSpec spec = Find.task(call.ledger(), name).spec();
        Optional<VersionRecord> head =
                call.ledger().head(name).flatMap(v -> call.ledger().version(name, v));
        Set<String> selected = new TreeSet<>(head.map(VersionRecord::selected).orElse(List.of()));
        long version = head.map(VersionRecord::version).orElse(0L);
        List<RosterMember> members = RosterRules.members(call.ledger().roster(name));
        List<Candidate> found = new ArrayList<>();
        int place = from;
        for (; place < members.size() && found.size() < size; place++) {
            RosterMember member = members.get(place);
            if ((dataType.isEmpty() || dataType.equals(member.dataType()))
                    && member.rowsLog2() >= minRowsLog2
                    && Reputation.expectationMicros(spec.reputation(), member) >= minExpectation) {
                found.add(candidate(call, spec, member, version, selected));
            }
        }
        return new Page<>(found, place < members.size() ? Integer.toString(place) : "");
    }

    private static Candidate candidate(
            Call call, TaskSpec spec, RosterMember member, long version, Set<String> selected) {
        boolean out = EnterpriseVotes.selectable(call.ledger().enterprises(), List.of(member))
                .isEmpty();
        return new Candidate(
                member.id(),
                member.dataType(),
                member.rowsLog2(),
                member.assessment(),
                Score.evaluationMicros(spec.selection(), member.assessment()),
                Reputation.expectationMicros(spec.reputation(), member),
                Score.scoreMicros(spec, member),
                out ? Eligibility.LEFT : Eligibility.of(spec, member, version),
                selected.contains(member.id()));
    }

    private static String dataType(String text) {
        return text.isEmpty() ? text : Names.requireId(text, "dataType");
    }

    private static int place(String bookmark) {
        int place = bookmark.isEmpty() ? 0 : Integer.parseInt(bookmark);
        if (place < 0 || (!bookmark.isEmpty() && !Integer.toString(place).equals(bookmark))) {
            throw new IllegalArgumentException("bookmark must be from the page before. Provided value: " + bookmark);
        }
        return place;
    }
}
