package org.fedfabric.experiments.adversary;

import java.util.List;

/** The honest updates that an attacker who reads them all hides among, and what it measures of them. */
final class HonestUpdates {
    private final List<double[]> updates;

    /** Of at least one update, all of one length. */
    HonestUpdates(List<double[]> updates) {
        this.updates = List.copyOf(updates);
    }

    /** Those of a situation; where all selected are attackers its own takes their place. */
    static HonestUpdates of(Adversary.Situation situation) {
        List<double[]> honest = situation.honest().get();
        return new HonestUpdates(honest.isEmpty() ? List.of(situation.trained().get()) : honest);
    }

    int count() {
        return updates.size();
    }

    double[] get(int index) {
        return updates.get(index);
    }

    /** μ, value by value. */
    double[] mean() {
        double[] mean = new double[updates.get(0).length];
        for (double[] update : updates) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += update[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= updates.size();
        }
        return mean;
    }

    /** σ, value by value, around the mean; divided by the count. */
    double[] deviation() {
        double[] mean = mean();
        double[] deviation = new double[mean.length];
        for (double[] update : updates) {
            for (int i = 0; i < mean.length; i++) {
                double difference = update[i] - mean[i];
                deviation[i] += difference * difference;
            }
        }
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = Math.sqrt(deviation[i] / updates.size());
        }
        return deviation;
    }

    /** The largest L2 norm. */
    double longest() {
        return updates.stream().mapToDouble(HonestUpdates::norm).max().orElseThrow();
    }

    /** The median L2 norm; of two in the middle the larger. */
    double medianNorm() {
        double[] norms =
                updates.stream().mapToDouble(HonestUpdates::norm).sorted().toArray();
        return norms[norms.length / 2];
    }

    /** The largest distance between two of them. */
    double diameter() {
        double largest = 0;
        for (double[] update : updates) {
            largest = Math.max(largest, farthestFrom(update));
        }
        return largest;
    }

    /** The distance from a point to the update that is farthest from it. */
    double farthestFrom(double[] point) {
        double largest = 0;
        for (double[] update : updates) {
            double sum = 0;
            for (int i = 0; i < point.length; i++) {
                double difference = update[i] - point[i];
                sum += difference * difference;
            }
            largest = Math.max(largest, sum);
        }
        return Math.sqrt(largest);
    }

    /** The L2 norm of some values. */
    static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** The same direction, no longer than this: what an attacker does who knows the norm bound. */
    static double[] within(double[] values, double longest) {
        double norm = norm(values);
        if (norm <= longest) {
            return values;
        }
        double[] shorter = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            shorter[i] = values[i] * (longest / norm);
        }
        return shorter;
    }
}
