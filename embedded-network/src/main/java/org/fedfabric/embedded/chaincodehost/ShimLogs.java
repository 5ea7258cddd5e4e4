package org.fedfabric.embedded.chaincodehost;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Quietens the shim. At its default level it writes a page per connection, and a line marked SEVERE for every refusal a
 * contract makes and every stop of a network; all of that reaches the client or the caller anyway.
 */
final class ShimLogs {
    private static final Map<String, Level> LEVELS = Map.of(
            "org.hyperledger.fabric",
            Level.WARNING,
            "org.hyperledger.fabric.shim.ChaincodeBase",
            Level.OFF,
            "org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask",
            Level.OFF);

    /** Loggers are forgotten, with their levels, unless somebody holds them. */
    private static final List<Logger> LOGGERS =
            LEVELS.keySet().stream().map(Logger::getLogger).toList();

    private ShimLogs() {}

    static void quieten() {
        LOGGERS.forEach(logger -> logger.setLevel(LEVELS.get(logger.getName())));
    }
}
