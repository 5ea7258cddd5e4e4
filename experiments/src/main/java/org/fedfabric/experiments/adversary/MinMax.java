package org.fedfabric.experiments.adversary;

/**
 * Min-Max (Shejwalkar and Houmansadr, NDSS 2021, section IV-C): sends μ + γ·p with the largest γ for which its distance to
 * every honest update is at most the largest distance between two of them. p is one of the paper's three directions;
 * γ is found by bisection. What is longer than the clipping norm is brought down to it. Where fewer than two honest
 * participants are selected there is no distance to keep to: the opposite of what it knows.
 */
final class MinMax implements Adversary {
    /** Halvings of γ's interval: 2⁻³⁰ of it is far below an update's rounding. */
    private static final int HALVINGS = 30;

    /** Against what the honest agree on. */
    enum Direction {
        /** −σ, value by value: where honest updates differ. Tells least from an honest one. */
        DEVIATION {
            @Override
            double[] of(HonestUpdates honest) {
                return negative(honest.deviation());
            }
        },
        /** −μ / ‖μ‖: straight back. */
        UNIT {
            @Override
            double[] of(HonestUpdates honest) {
                return negative(honest.mean());
            }
        },
        /** −sign(μ), value by value. */
        SIGN {
            @Override
            double[] of(HonestUpdates honest) {
                double[] signs = honest.mean();
                for (int i = 0; i < signs.length; i++) {
                    signs[i] = Math.signum(signs[i]);
                }
                return negative(signs);
            }
        };

        /** Of norm 1, or 0 where the honest give no direction. */
        abstract double[] of(HonestUpdates honest);

        private static double[] negative(double[] values) {
            double norm = HonestUpdates.norm(values);
            for (int i = 0; i < values.length; i++) {
                values[i] = norm == 0 ? 0 : -values[i] / norm;
            }
            return values;
        }
    }

    private final Direction direction;

    MinMax(Direction direction) {
        this.direction = direction;
    }

    @Override
    public double[] update(Situation situation) {
        HonestUpdates honest = HonestUpdates.of(situation);
        double[] mean = honest.mean();
        double longest = situation.spec().quantisation().clipNorm();
        if (honest.count() < 2) {
            return HonestUpdates.within(along(new double[mean.length], mean, -1), longest);
        }
        double[] towards = direction.of(honest);
        double diameter = honest.diameter();
        // p has norm 1: at γ = 2 · diameter no honest update, all within diameter of μ, can be near enough.
        double low = 0;
        double high = 2 * diameter;
        for (int i = 0; i < HALVINGS; i++) {
            double gamma = (low + high) / 2;
            if (honest.farthestFrom(along(mean, towards, gamma)) <= diameter) {
                low = gamma;
            } else {
                high = gamma;
            }
        }
        return HonestUpdates.within(along(mean, towards, low), longest);
    }

    private static double[] along(double[] start, double[] direction, double gamma) {
        double[] point = new double[start.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = start[i] + gamma * direction[i];
        }
        return point;
    }
}
