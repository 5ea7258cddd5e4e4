package org.fedfabric.protocol.judging;

/**
 * What an update does to each class's mean loss, beside what its opposite does: the whole of what can be said of an update
 * that was trained on a few of the classes and may harm the others. In nats, one value for each class.
 *
 * @param base losses of the base
 * @param forward losses of base + λ·δ
 * @param backward losses of base − λ·δ
 */
record ClassLosses(double[] base, double[] forward, double[] backward) {
    /**
     * Added to every class's loss before shares of losses are compared, in nats: a class that the base knows well can lose
     * most of next to nothing. Measured on two-class participants: 0 refuses 1.2 % of honest updates, 0.05 refuses 0.8 %,
     * 0.2 refuses 2.6 %.
     */
    private static final double SETTLED_NATS = 0.05;

    /**
     * How much more of its best class's loss an update may leave than its opposite does: 1.1 refuses 0.3 % of honest updates
     * and lets 1.8 % of the opposites pass, where 1 refuses and lets pass 0.8 %.
     */
    private static final double DIRECTION_TOLERANCE = 1.1;

    /**
     * Mean loss of a base, in nats, below which so little is left that shares of it are mostly chance: from the 31st version
     * on (losses of .1 to .25), {@link #helpsAsItsOpposite} refuses 12 % of honest updates, before that 1 %.
     */
    private static final double TRAINED_NATS = 0.25;

    /** Added to losses before their logarithms are compared: what 50 rows of a class that all are right still cost. */
    private static final double FLOOR_NATS = 0.02;

    /**
     * By what share of the two together the harm to the most harmed class may exceed the help to the most helped one, both as
     * differences of logarithms between update and opposite. From the 31st version on it refuses 2.7 % of honest updates and
     * 75 % of their opposites; 0.1 refuses 3.8 and 81 %, 0.2 2.4 and 65 %.
     */
    private static final double HARM_TOLERANCE = 0.15;

    /**
     * Whether an update does about as much for the class it helps most as its opposite does for the class that one helps
     * most, both measured by the share of the base's loss that is left. An update trained on two classes takes most of their
     * loss away; pushed the other way it only makes room for the others. Where both do the same, as an update of zeros
     * does, there is nothing to refuse.
     */
    boolean helpsAsItsOpposite() {
        return leastLeft(forward) <= DIRECTION_TOLERANCE * leastLeft(backward);
    }

    /**
     * The same question, put as the stage of training allows: {@link #helpsAsItsOpposite} while there is loss to take away;
     * later whether, against its opposite, the class that an update harms most loses about as much as the one that it
     * helps most gains.
     */
    boolean pointsForward() {
        if (mean(base) > TRAINED_NATS) {
            return helpsAsItsOpposite();
        }
        double mostHarm = Double.NEGATIVE_INFINITY;
        double mostHelp = Double.POSITIVE_INFINITY;
        for (int c = 0; c < base.length; c++) {
            double change = StrictMath.log((forward[c] + FLOOR_NATS) / (backward[c] + FLOOR_NATS));
            mostHarm = Math.max(mostHarm, change);
            mostHelp = Math.min(mostHelp, change);
        }
        return mostHarm + mostHelp <= HARM_TOLERANCE * (mostHarm - mostHelp);
    }

    /** By how many nats the class that it harms most gets worse; negative if none does. */
    double worstRise() {
        double rise = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < base.length; c++) {
            rise = Math.max(rise, forward[c] - base[c]);
        }
        return rise;
    }

    /** The smallest share of a class's loss that is left. */
    private double leastLeft(double[] after) {
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < base.length; c++) {
            least = Math.min(least, (after[c] + SETTLED_NATS) / (base[c] + SETTLED_NATS));
        }
        return least;
    }

    private static double mean(double[] losses) {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }
}
