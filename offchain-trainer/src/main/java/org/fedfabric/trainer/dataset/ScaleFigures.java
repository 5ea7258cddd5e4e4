package org.fedfabric.trainer.dataset;

/** Mean, deviation and extremes of numbers seen one by one (Welford 1962). */
final class ScaleFigures {
    private long count;
    private double mean;
    private double squares;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;

    void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
    }

    double mean() {
        return mean;
    }

    /** Of the values themselves, not an estimate for a larger population. */
    double deviation() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }

    double smallest() {
        return smallest;
    }

    double largest() {
        return largest;
    }

    /** How many deviations the most extreme value lies from the mean. */
    double reach() {
        return deviation() == 0 ? 0 : Math.max(largest - mean, mean - smallest) / deviation();
    }
}
