package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.Evaluation;

/**
 * How well versions do on members' own rows, as members say: where the task's terms allow it, and no decision rests on it.
 * Allowed at any time, also after the task's end: its last version is published by the transaction that ends it, and a
 * member can write one record per version at most.
 */
public final class ScoreContract {
    private static final long LAST_VERSION = 1L << 40;

    private ScoreContract() {}

    /** The functions {@code round:Report} and {@code round:Reports}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "round:Report",
                        Effect.TRANSACTION,
                        List.of("task", "version", "score"),
                        "A member says how well a published version does on rows of its own; nobody checks it.",
                        ScoreContract::report),
                new Function(
                        "round:Reports",
                        Effect.QUERY,
                        List.of("task", "version", "pageSize", "bookmark"),
                        "What members say of a version, by participant id.",
                        ScoreContract::list));
    }

    private static LocalScore report(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        String task = call.arguments().id(0);
        long version = number(call);
        HoldOutScore score = call.arguments().record(2, HoldOutScore.class);
        requireShared(call, task);
        requireMember(call, task, caller.id());
        Find.version(call.ledger(), task, version);
        LocalScore reported = new LocalScore(1, task, version, caller.id(), score);
        Optional<LocalScore> before = call.ledger().localScore(task, version, caller.id());
        if (before.isEmpty()) {
            call.ledger().put(reported);
        } else if (!before.get().equals(reported)) {
            throw new RefusalException(
                    RefusalCode.DUPLICATE_SCORE,
                    "The score must be the one recorded for " + caller.id() + " in " + task + " version " + version
                            + ", or the first. Provided value: " + score);
        }
        return reported;
    }

    private static void requireShared(Call call, String task) {
        Evaluation evaluation = Find.task(call.ledger(), task).spec().evaluation();
        if (evaluation != Evaluation.SHARED) {
            throw new RefusalException(
                    RefusalCode.SCORES_NOT_SHARED,
                    "The task's terms must have evaluation SHARED. Provided value: " + task + " has " + evaluation);
        }
    }

    private static void requireMember(Call call, String task, String participantId) {
        Membership membership = Find.membership(call.ledger(), task, participantId);
        if (membership.left()) {
            throw new RefusalException(
                    RefusalCode.NOT_JOINED,
                    "The participant must be a member of " + task + ". Provided value: " + participantId
                            + ", which has left");
        }
    }

    private static Object list(Call call) {
        String task = call.arguments().id(0);
        long version = number(call);
        Find.task(call.ledger(), task);
        return Lists.page(call, StateKey.localScoresOf(task, version), LocalScore.class, 2);
    }

    private static long number(Call call) {
        return call.arguments().number(1, 0, LAST_VERSION);
    }
}
