package org.fedfabric.chaincode.contract;

import java.util.Arrays;
import java.util.List;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.reputation.PeerOpinions;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * What a participant brings along from earlier tasks (protocol.md §1). Evidence at second hand counts as much as its
 * source is trusted, and the source is who requested the task: its standing is the expectation of all members of its
 * enterprise in that task, taken together. A participant's own enterprise vouches for nobody: a sham task among friends
 * would otherwise make a reputation out of nothing. Friends in other enterprises can still vouch for one another in sham
 * tasks, so what is brought along is limited ({@link Reputation#limitedPrior}).
 */
final class Priors {
    /** Tasks that may be named: each costs every endorser the reading of a roster. */
    private static final int MAX_TASKS = 8;

    private Priors() {}

    /** The names in a comma-separated list of at most 8 different tasks; empty for none. */
    static List<String> tasks(String commaSeparated) {
        if (commaSeparated.isEmpty()) {
            return List.of();
        }
        List<String> tasks = Arrays.stream(commaSeparated.split(",", -1))
                .map(name -> Names.requireId(name, "prior task"))
                .toList();
        if (tasks.size() > MAX_TASKS || tasks.stream().distinct().count() != tasks.size()) {
            throw new IllegalArgumentException(
                    "prior tasks must be at most " + MAX_TASKS + ", each once. Provided value: " + commaSeparated);
        }
        return tasks;
    }

    /**
     * The evidence of a participant in earlier tasks, discounted, added up and limited; where the joined task's terms ask
     * for opinions, that of the tasks they name, whatever it is.
     *
     * @throws RefusalException NOT_FOUND if a task does not exist, NO_PRIOR if it has not ended, the participant was not
     *     on its roster, or the terms ask for opinions and the participant names tasks all the same
     */
    static Evidence of(Ledger ledger, String participantId, TaskRecord joined, List<String> tasks) {
        List<String> opinions = joined.spec().reputation().opinions();
        if (opinions != null) {
            requireNone(tasks, opinions);
            return PeerOpinions.of(
                    participantId,
                    Names.mspOf(joined.requester()),
                    opinions.stream()
                            .map(name -> Find.task(ledger, name))
                            .map(task -> new PeerOpinions.View(
                                    Names.mspOf(task.requester()),
                                    RosterRules.members(
                                            ledger.roster(task.spec().name()))))
                            .toList());
        }
        Evidence sum = Evidence.NONE;
        for (String task : tasks) {
            sum = Reputation.fuse(sum, of(ledger, participantId, Find.task(ledger, task)));
        }
        return Reputation.limitedPrior(sum);
    }

    /** Refuses terms that ask for opinions of a task that does not exist or has not ended. */
    static void requireEnded(Ledger ledger, TaskSpec spec) {
        if (spec.reputation().opinions() != null) {
            spec.reputation().opinions().forEach(name -> requireEnded(Find.task(ledger, name)));
        }
    }

    private static void requireNone(List<String> tasks, List<String> opinions) {
        if (!tasks.isEmpty()) {
            throw new RefusalException(
                    RefusalCode.NO_PRIOR,
                    "No prior task may be named where the task's terms ask for the opinions of " + opinions
                            + ". Provided value: " + tasks);
        }
    }

    private static void requireEnded(TaskRecord task) {
        if (task.state() != TaskState.COMPLETED && task.state() != TaskState.STOPPED) {
            throw new RefusalException(
                    RefusalCode.NO_PRIOR,
                    "A prior task must be COMPLETED or STOPPED. Provided value: "
                            + task.spec().name() + " is " + task.state());
        }
    }

    private static Evidence of(Ledger ledger, String participantId, TaskRecord task) {
        String name = task.spec().name();
        requireEnded(task);
        List<RosterMember> members = RosterRules.members(ledger.roster(name));
        RosterMember own = members.stream()
                .filter(member -> member.id().equals(participantId))
                .findFirst()
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NO_PRIOR,
                        "The participant must have been on the roster of a prior task. Provided value: " + participantId
                                + " in " + name));
        return Reputation.discount(
                own.evidence(), standingMicros(Names.mspOf(task.requester()), Names.mspOf(participantId), members));
    }

    private static long standingMicros(String requesterMsp, String ownMsp, List<RosterMember> members) {
        if (requesterMsp.equals(ownMsp)) {
            return 0;
        }
        Evidence pooled = members.stream()
                .filter(member -> Names.mspOf(member.id()).equals(requesterMsp))
                .map(RosterMember::evidence)
                .reduce(Evidence.NONE, Reputation::fuse);
        return Reputation.expectationMicros(pooled, Reputation.NEUTRAL_MICROS);
    }
}
