package org.fedfabric.protocol.reputation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;

/**
 * What enterprises think of a participant by tasks that have ended: the evaluator, who requests the task to be joined, by
 * tasks it requested itself, and recommenders by theirs (Kang et al. 2019, made safe against collusion).
 *
 * <p>A recommender's opinion is discounted by t = standing · similarity. Standing is what the evaluator's own tasks let
 * expect of the recommender's members together, one half if they know none. Similarity is 1 / (1 + ‖T_x − T_y‖) over the
 * members of whom both know something, without the recommender's own; with none in common it is 0, so that a task among
 * friends counts for nothing. Opinions are averaged by how much the recommender knows of the participant, up to a
 * limit, then fused with the evaluator's. A participant's own enterprise vouches for nobody.
 *
 * <p><b>Bound.</b> Whatever recommenders say, however many agree: all together have d ≤ max t, so they add at most
 * W·t / (1 − t) of negative evidence, and one that contradicts the evaluator on the participant by Δ has
 * t ≤ standing / (1 + Δ). In no case do they add more than W, as much as priors from elsewhere.
 */
public final class PeerOpinions {
    private static final long ONE = 1_000_000;

    /** Evidence that makes a recommender count in full: where that of the default rule ends, 2κ / (1 − λ). */
    private static final long KNOWN_NANOS = 8_000_000_000L;

    private PeerOpinions() {}

    /**
     * An ended task, as somebody's opinion of its members.
     *
     * @param enterprise MSP id of who requested it
     * @param members its roster
     */
    public record View(String enterprise, List<RosterMember> members) {}

    /**
     * The evidence that a participant begins with.
     *
     * @param evaluator MSP id of who requests the task to be joined
     * @param views ended tasks, each once, in any order
     */
    public static Evidence of(String participantId, String evaluator, List<View> views) {
        String enterprise = Names.mspOf(participantId);
        Map<String, Evidence> own = new TreeMap<>();
        views.stream()
                .filter(view -> view.enterprise().equals(evaluator))
                .forEach(view -> view.members().forEach(m -> own.merge(m.id(), m.evidence(), Reputation::fuse)));
        List<Opinion.Weighted> recommended = new ArrayList<>();
        for (View view : views) {
            if (view.enterprise().equals(evaluator) || view.enterprise().equals(enterprise)) {
                continue;
            }
            Map<String, Evidence> theirs = new TreeMap<>();
            view.members().forEach(m -> theirs.put(m.id(), m.evidence()));
            Evidence said = theirs.getOrDefault(participantId, Evidence.NONE);
            long trust =
                    standingMicros(view.enterprise(), own) * similarityMicros(view.enterprise(), own, theirs) / ONE;
            long known = Math.min(KNOWN_NANOS, said.positiveNanos() + said.negativeNanos());
            recommended.add(new Opinion.Weighted(Opinion.of(said).discount(trust), known));
        }
        Evidence local = evaluator.equals(enterprise) ? Evidence.NONE : own.getOrDefault(participantId, Evidence.NONE);
        return Reputation.fuse(
                local, Reputation.limitedPrior(Opinion.recommended(recommended).evidence()));
    }

    /** What to expect of an enterprise's members together; one half if nothing is known. */
    static long standingMicros(String enterprise, Map<String, Evidence> own) {
        Evidence pooled = own.entrySet().stream()
                .filter(entry -> Names.mspOf(entry.getKey()).equals(enterprise))
                .map(Map.Entry::getValue)
                .reduce(Evidence.NONE, Reputation::fuse);
        return Reputation.expectationMicros(pooled, Reputation.NEUTRAL_MICROS);
    }

    /** 1 / (1 + ‖T_x − T_y‖) in millionths, rounded down; 0 if there is nobody of whom both know something. */
    static long similarityMicros(String recommender, Map<String, Evidence> own, Map<String, Evidence> theirs) {
        BigInteger squares = BigInteger.ZERO;
        int common = 0;
        for (Map.Entry<String, Evidence> entry : own.entrySet()) {
            Evidence said = theirs.getOrDefault(entry.getKey(), Evidence.NONE);
            boolean both = !said.equals(Evidence.NONE) && !entry.getValue().equals(Evidence.NONE);
            if (both && !Names.mspOf(entry.getKey()).equals(recommender)) {
                long difference = Reputation.expectationMicros(said, Reputation.NEUTRAL_MICROS)
                        - Reputation.expectationMicros(entry.getValue(), Reputation.NEUTRAL_MICROS);
                squares = squares.add(BigInteger.valueOf(difference * difference));
                common++;
            }
        }
        return common == 0 ? 0 : ONE * ONE / (ONE + ceilingOfRoot(squares));
    }

    private static long ceilingOfRoot(BigInteger squares) {
        BigInteger root = squares.sqrt();
        boolean exact = root.multiply(root).equals(squares);
        return root.longValueExact() + (exact ? 0 : 1);
    }
}
