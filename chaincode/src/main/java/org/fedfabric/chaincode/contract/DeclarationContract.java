package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.ledger.Declaration;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.TaskState;

/** What members say of the environment they train in: part of a model's origin, and no decision rests on it. */
public final class DeclarationContract {
    private DeclarationContract() {}

    /** The functions {@code participant:Declare} and {@code task:Declarations}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "participant:Declare",
                        Effect.TRANSACTION,
                        List.of("task", "environment"),
                        "A member says which software, JVM and processor it trains with; nobody checks it.",
                        DeclarationContract::declare),
                new Function(
                        "task:Declarations",
                        Effect.QUERY,
                        List.of("task", "pageSize", "bookmark"),
                        "What members of a task say they train with, by participant id.",
                        DeclarationContract::list));
    }

    private static Declaration declare(Call call) {
        Participant caller = Access.active(call);
        String task = call.arguments().id(0);
        Environment environment = call.arguments().record(1, Environment.class);
        Find.requireState(Find.task(call.ledger(), task), TaskState.OPEN, TaskState.RUNNING);
        Find.membership(call.ledger(), task, caller.id());
        Optional<Declaration> before = call.ledger().declaration(task, caller.id());
        if (before.isPresent() && before.get().environment().equals(environment)) {
            return before.get();
        }
        Declaration declared =
                new Declaration(1, task, caller.id(), environment, call.ledger().timestampMillis());
        call.ledger().put(declared);
        return declared;
    }

    private static Object list(Call call) {
        String task = call.arguments().id(0);
        Find.task(call.ledger(), task);
        return Lists.page(call, StateKey.declarationsIn(task), Declaration.class, 1);
    }
}
