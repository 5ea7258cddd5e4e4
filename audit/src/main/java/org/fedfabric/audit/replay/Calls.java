package org.fedfabric.audit.replay;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.function.Functions;
import org.fedfabric.chaincode.ledger.StateKey;

/** Which task and which version a transaction is about, by its function and arguments alone. */
final class Calls {
    static final String CREATE = "task:Create";
    static final String START = "task:Start";
    static final String SUBMIT = "update:Submit";
    static final String CLOSE = "round:Close";
    static final String ADVANCE = "round:Advance";

    /** What needs bytes, and may write just these kinds of its own task. */
    private static final Set<String> NEED_CONTENT = Set.of(CREATE, START, ADVANCE);

    private static final Set<StateKey.Kind> WRITTEN_WITH_CONTENT =
            Set.of(StateKey.Kind.TASK, StateKey.Kind.HEAD, StateKey.Kind.VERSION, StateKey.Kind.ROSTER);

    private final Map<String, Integer> taskArgument = new TreeMap<>();

    Calls(Functions functions) {
        for (Function function : functions.all()) {
            int index = function.parameters().indexOf("task");
            if (index >= 0) {
                taskArgument.put(function.name(), index);
            }
        }
    }

    /** The task that a transaction names; empty if it names none. */
    Optional<String> task(LedgerTransaction transaction) {
        if (transaction.function().equals(CREATE)) {
            return createdSpec(transaction).map(spec -> text(spec, "name"));
        }
        Integer index = taskArgument.get(transaction.function());
        return index == null || index >= transaction.arguments().size()
                ? Optional.empty()
                : Optional.of(transaction.arguments().get(index));
    }

    /** The version that a transaction leads to; empty if it leads to none. */
    OptionalLong version(LedgerTransaction transaction) {
        return switch (transaction.function()) {
            case CREATE, "task:Admit", START -> OptionalLong.of(0);
            case SUBMIT, CLOSE, ADVANCE -> following(transaction);
            default -> OptionalLong.empty();
        };
    }

    /** Whether carrying a transaction out takes bytes from content stores. */
    static boolean needsContent(LedgerTransaction transaction) {
        return NEED_CONTENT.contains(transaction.function());
    }

    /** Whether a transaction that needs content may write a key, whatever the bytes say. */
    static boolean mayWrite(String task, StateKey key) {
        return WRITTEN_WITH_CONTENT.contains(key.kind()) && key.parts().get(0).equals(task);
    }

    /** Whether a transaction of a task may write a key under any rules: of its own task, or an account. */
    static boolean mayWriteUnderAnyRules(String task, StateKey key) {
        return switch (key.kind()) {
            case ACCOUNT -> true;
            case PARTICIPANT, CERTIFICATE, ENTERPRISES, VOTE -> false;
            case TASK, HEAD, VERSION, UPDATE, MEMBERSHIP, ROSTER, DECLARATION, SCORE ->
                key.parts().get(0).equals(task);
        };
    }

    /** The rules version that a Create pins its task to; empty if it does not say. */
    static OptionalLong rules(LedgerTransaction create) {
        try {
            return OptionalLong.of(
                    createdSpec(create).orElseThrow().get("rules").getAsLong());
        } catch (RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    /** The specification of whatever form, since other rules may know other ones. */
    private static Optional<JsonObject> createdSpec(LedgerTransaction create) {
        try {
            return Optional.of(JsonParser.parseString(create.arguments().get(0)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonObject spec, String field) {
        return spec.has(field) && spec.get(field).isJsonPrimitive()
                ? spec.get(field).getAsString()
                : "";
    }

    private static OptionalLong following(LedgerTransaction transaction) {
        try {
            return OptionalLong.of(Long.parseLong(transaction.arguments().get(1)) + 1);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return OptionalLong.empty();
        }
    }
}
