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
     * Mean loss of a base, in nats, down to which there is enough to take away: shares of less are mostly chance, and from the
     * 31st version on (losses of .1 to .25) {@link #helpsAsItsOpposite} refuses 12 % of honest updates.
     */
    private static final double UNTRAINED_NATS = 0.25;

    /** Added to losses before their logarithms are compared: what 50 rows of a class that all are right still cost. */
    private static final double FLOOR_NATS = 0.02;

    /**
     * {@link #harmOverHelp} from which on an update that leans as an opposite does is refused. With the rule for untrained bases
     * and the one on labels it refuses 1.5 % of 3,763 honest updates of a hundred versions and 91 % of their opposites; 0 refuses
     * 1.2 and 87 %, −0.2 1.9 and 93 %. Either without the other is useless from the 50th version on: of honest updates 4.3 % lean
     * back, and 26 % have more than this.
     */
    private static final double HARM_OF_OPPOSITES = -0.1;

    /**
     * How far the strongest push onto a label's own rows may stay behind the strongest push onto others' rows
     * ({@link LabelPushes#ownLead}) where the class that it harms most loses {@link #HARM_NATS}.
     */
    private static final double MOST_BEHIND = -0.6;

    /**
     * What an update must cost the class that it harms most, in nats, before it is refused for whose rows it pushes labels
     * onto: in late versions, honest updates push other classes' rows most as well, but cost them little.
     */
    private static final double HARM_NATS = 0.4;

    /** How far it may stay behind where that class loses {@link #GREAT_HARM_NATS}. */
    private static final double MOST_BEHIND_AT_GREAT_HARM = -0.3;

    /**
     * Late in training wrong labels are learnt against everything the base knows: from the 31st version on 25 of 27 such updates
     * are refused with this second pair, 18 without; of 3,763 honest updates it refuses one more than the first pair's ten.
     */
    private static final double GREAT_HARM_NATS = 1;

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
     * The same question at any stage of training, with what is known of the labels: losses of a few rows err too often to
     * refuse by themselves. Refused is what leans as an opposite does and harms as much as it helps, and, while there is loss
     * to take away, what helps less than its opposite and pushes labels onto others' rows.
     *
     * @param lean {@link LabelPushes#lean}
     * @param lead {@link LabelPushes#ownLead}
     */
    boolean pointsForward(double lean, double lead) {
        boolean leansBack = lean < 0 && harmOverHelp() > HARM_OF_OPPOSITES;
        boolean trails = lead < 0 && mean(base) > UNTRAINED_NATS && !helpsAsItsOpposite();
        return !leansBack && !trails;
    }

    /**
     * Against its opposite: what the class that it harms most loses less what the class that it helps most gains, as a share of
     * the two together, both as differences of logarithms. −1 to 1 where it harms one class and helps another, negated for the
     * opposite; 0 for an update that does nothing.
     */
    double harmOverHelp() {
        double mostHarm = Double.NEGATIVE_INFINITY;
        double mostHelp = Double.POSITIVE_INFINITY;
        for (int c = 0; c < base.length; c++) {
            double change = StrictMath.log((forward[c] + FLOOR_NATS) / (backward[c] + FLOOR_NATS));
            mostHarm = Math.max(mostHarm, change);
            mostHelp = Math.min(mostHelp, change);
        }
        return mostHarm == mostHelp ? 0 : (mostHarm + mostHelp) / (mostHarm - mostHelp);
    }

    /**
     * Whether an update harms a class and pushes labels onto others' rows beyond what is usual for such harm. Before a base has learnt, great harm is usual.
     *
     * @param lead {@link LabelPushes#ownLead}
     */
    boolean harmedByOthersLabels(double lead) {
        double rise = worstRise();
        return (rise > HARM_NATS && lead < MOST_BEHIND)
                || (rise > GREAT_HARM_NATS && lead < MOST_BEHIND_AT_GREAT_HARM && mean(base) <= UNTRAINED_NATS);
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
