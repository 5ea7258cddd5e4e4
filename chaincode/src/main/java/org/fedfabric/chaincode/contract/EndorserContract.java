package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.function.Supplier;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.protocol.ledger.EndorserStatus;

/** Questions to one endorser about itself. They read no ledger, and each endorser answers otherwise: never submit them. */
public final class EndorserContract {
    private EndorserContract() {}

    /**
     * The functions.
     *
     * @param status what the endorser says of itself now
     */
    public static List<Function> functions(Supplier<EndorserStatus> status) {
        return List.of(new Function(
                "endorser:Status",
                Effect.QUERY,
                List.of(),
                "Which package and code this endorser runs, under which rules, and what its clock says.",
                call -> status.get()));
    }
}
