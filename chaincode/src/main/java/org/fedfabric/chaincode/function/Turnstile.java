package org.fedfabric.chaincode.function;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * Lets in the calls that wait for bytes, each holding one of the endorser's 32 threads for up to 6 s. Whoever may call an
 * endorser may call it at once as often as it likes, so each enterprise has places of its own: one that floods an endorser
 * has its own callers turned away. All places together leave six threads for what only reads and writes the ledger.
 */
final class Turnstile {
    /** What shares places. */
    private enum Places {
        /** A node asks about as many updates at a time; of three enterprises that flood together a fourth notices nothing. */
        JUDGE(4, 12),
        /** One for each of an enterprise's tasks that advance at the same moment; more wait in turn. */
        ADVANCE(4, 8),
        /** Once or twice in a task's life. */
        BEGIN(2, 4),
        /** One thread recomputes. */
        RECOMPUTE(1, 2);

        private final int perEnterprise;
        private final int inAll;

        Places(int perEnterprise, int inAll) {
            this.perEnterprise = perEnterprise;
            this.inAll = inAll;
        }
    }

    private static final Map<String, Places> PLACES = Map.of(
            "update:Judge", Places.JUDGE,
            "round:Advance", Places.ADVANCE,
            "round:Recompute", Places.RECOMPUTE,
            "task:Create", Places.BEGIN,
            "task:Start", Places.BEGIN);

    private record Holder(Places places, String mspId) {}

    private final Map<Places, Integer> taken = new EnumMap<>(Places.class);
    private final Map<Holder, Integer> takenBy = new HashMap<>();

    /**
     * Carries out a call once there is a place for it.
     *
     * @param function what is called; functions that never wait pass at once
     * @param mspId whose call it is
     * @throws RefusalException BUSY if its enterprise, or all together, have as many under way as there are places
     */
    <T> T pass(String function, String mspId, Supplier<T> call) {
        Places places = PLACES.get(function);
        if (places == null) {
            return call.get();
        }
        Holder holder = new Holder(places, mspId);
        enter(function, holder);
        try {
            return call.get();
        } finally {
            leave(holder);
        }
    }

    private synchronized void enter(String function, Holder holder) {
        Places places = holder.places();
        int own = takenBy.getOrDefault(holder, 0);
        int all = taken.getOrDefault(places, 0);
        if (own >= places.perEnterprise || all >= places.inAll) {
            throw new RefusalException(
                    RefusalCode.BUSY,
                    "At most " + places.perEnterprise + " calls of " + function + " by one enterprise and "
                            + places.inAll + " by all must be under way at an endorser. Provided value: one more than "
                            + own + " of " + holder.mspId() + " and " + all + " in all");
        }
        takenBy.put(holder, own + 1);
        taken.put(places, all + 1);
    }

    private synchronized void leave(Holder holder) {
        takenBy.computeIfPresent(holder, (key, count) -> count == 1 ? null : count - 1);
        taken.merge(holder.places(), -1, Integer::sum);
    }
}
