package org.fedfabric.chaincode.function;

import java.util.List;

/**
 * One function of the chaincode.
 *
 * @param name {@code contract:Function}
 * @param effect whether it is to be submitted or evaluated
 * @param parameters names of its arguments in order, all of them strings and all of them required
 * @param summary what it does, in one sentence
 * @param handler who carries it out
 */
public record Function(String name, Effect effect, List<String> parameters, String summary, Handler handler) {
    /** Copies the names. */
    public Function {
        parameters = List.copyOf(parameters);
    }

    /** As people write it: {@code contract:Function(first, second)}. */
    public String signature() {
        return name + "(" + String.join(", ", parameters) + ")";
    }
}
