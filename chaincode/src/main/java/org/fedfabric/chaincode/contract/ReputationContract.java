package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.task.ReputationRule;

/** How members of a task stand, by the evidence on its roster (protocol.md §1). */
public final class ReputationContract {
    private ReputationContract() {}

    /**
     * A member and what to expect of it.
     *
     * @param member the roster's entry
     * @param expectationMicros expectation that its next update is sound, in millionths
     */
    public record Standing(RosterMember member, long expectationMicros) {
        static Standing of(ReputationRule rule, RosterMember member) {
            return new Standing(member, Reputation.expectationMicros(rule, member));
        }
    }

    /** The functions {@code reputation:…}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "reputation:Get",
                        Effect.QUERY,
                        List.of("task", "participantId"),
                        "How one member of a task stands.",
                        ReputationContract::get),
                new Function(
                        "reputation:List",
                        Effect.QUERY,
                        List.of("task", "page"),
                        "How the members on one page of a task's roster stand, in the order they came; pages count from 0.",
                        ReputationContract::list));
    }

    private static Standing get(Call call) {
        String task = call.arguments().id(0);
        String id = call.arguments().participantId(1);
        ReputationRule rule = Find.task(call.ledger(), task).spec().reputation();
        return RosterRules.members(call.ledger().roster(task)).stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .map(member -> Standing.of(rule, member))
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NOT_FOUND,
                        "The participant must be on the roster of " + task + ". Provided value: " + id));
    }

    private static Page<Standing> list(Call call) {
        String task = call.arguments().id(0);
        int number = (int) call.arguments().number(1, 0, 1_000_000);
        ReputationRule rule = Find.task(call.ledger(), task).spec().reputation();
        Optional<RosterPage> page = call.ledger().rosterPage(task, number);
        boolean full = page.isPresent() && page.get().members().size() == RosterPage.CAPACITY;
        return new Page<>(
                page.stream()
                        .flatMap(p -> p.members().stream())
                        .map(member -> Standing.of(rule, member))
                        .toList(),
                full ? Integer.toString(number + 1) : "");
    }
}
