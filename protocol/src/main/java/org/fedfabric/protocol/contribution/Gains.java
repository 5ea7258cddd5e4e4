package org.fedfabric.protocol.contribution;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.UpdateCheck;

/** By how much each coalition's model is better than the base, in millionths; every coalition is scored once. */
final class Gains<E extends Exception> {
    private final UpdateCheck.Metric metric;
    private final int updates;
    private final long baseMicros;
    private final long all;
    private final CoalitionScore<E> scores;

    /** Only looked up, never iterated. */
    private final Map<BitSet, Long> known = new HashMap<>();

    Gains(UpdateCheck.Metric metric, int updates, long baseMicros, long allMicros, CoalitionScore<E> scores) {
        Checks.inRange(updates, 1, 4_096, "included updates");
        this.metric = metric;
        this.updates = updates;
        this.baseMicros = baseMicros;
        this.all = metric.gainMicros(baseMicros, allMicros);
        this.scores = scores;
    }

    int updates() {
        return updates;
    }

    long ofAll() {
        return all;
    }

    long without(int update) throws E {
        BitSet members = new BitSet(updates);
        members.set(0, updates);
        members.clear(update);
        return of(members);
    }

    long of(BitSet members) throws E {
        int size = members.cardinality();
        if (size == 0) {
            return 0;
        }
        if (size == updates) {
            return all;
        }
        Long found = known.get(members);
        if (found == null) {
            List<Integer> places = members.stream().boxed().toList();
            found = metric.gainMicros(baseMicros, scores.micros(places));
            known.put((BitSet) members.clone(), found);
        }
        return found;
    }
}
