package org.fedfabric.chaincode.function;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** All functions by name. */
public final class Functions {
    private final Map<String, Function> byName = new TreeMap<>();
    private final Turnstile turnstile = new Turnstile();

    private final int rules;

    /**
     * A table of these functions.
     *
     * @param rules version of the rules they judge by
     */
    public Functions(Collection<Function> functions, int rules) {
        this.rules = rules;
        for (Function function : functions) {
            if (byName.put(function.name(), function) != null) {
                throw new IllegalArgumentException(
                        "A function must be listed once. Provided value: " + function.name());
            }
        }
    }

    /** The functions in the order of their names. */
    public Collection<Function> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The name if there is such a function, else {@code unknown}: what a caller made up must not become a label. */
    public String nameOf(String name) {
        return name != null && byName.containsKey(name) ? name : "unknown";
    }

    /**
     * Looks a function up, parses nothing yet, and carries it out.
     *
     * @param name {@code contract:Function}; null if the caller gave none
     * @param arguments one string per parameter
     * @return the record to answer with
     * @throws RefusalException if there is no such function, the number of arguments is wrong, the caller's enterprise has
     *     too many such calls under way, or a rule refuses
     */
    public Object call(String name, List<String> arguments, Identity identity, Ledger ledger) {
        Function function = name == null ? null : byName.get(name);
        if (function == null) {
            throw new RefusalException(
                    RefusalCode.UNKNOWN_FUNCTION,
                    "The function must be one of " + byName.keySet() + ". Provided value: " + name);
        }
        if (arguments.size() != function.parameters().size()) {
            throw new RefusalException(
                    RefusalCode.WRONG_ARGUMENT_COUNT,
                    function.signature() + " takes " + function.parameters().size() + " arguments. Provided value: "
                            + arguments.size() + " arguments");
        }
        Call call = new Call(ledger, identity, new Arguments(function, arguments), rules);
        return turnstile.pass(name, identity.mspId(), () -> function.handler().handle(call));
    }
}
