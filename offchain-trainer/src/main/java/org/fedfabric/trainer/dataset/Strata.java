package org.fedfabric.trainer.dataset;

import java.util.Arrays;

/** Draws rows class by class, so that a rare class is present in a small sample. */
final class Strata {
    private Strata() {}

    /**
     * Draws {@code count} of the rows so that every class has its share, rounded by largest remainder, and at least one
     * row as long as the class has any and places suffice.
     *
     * @param labels class of each row
     * @param classes number of classes
     * @param count rows to draw, at most all
     * @return the drawn rows' numbers, ascending
     */
    static int[] draw(int[] labels, int classes, int count, SeededDraws draws) {
        int[][] byClass = rowsByClass(labels, classes);
        int[] places = places(byClass, labels.length, count);
        int[] drawn = new int[count];
        int next = 0;
        for (int c = 0; c < classes; c++) {
            draws.shuffle(byClass[c]);
            System.arraycopy(byClass[c], 0, drawn, next, places[c]);
            next += places[c];
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** The rows 0 … rows − 1 that are not among these, ascending. */
    static int[] others(int rows, int[] ascending) {
        int[] others = new int[rows - ascending.length];
        int taken = 0;
        for (int i = 0, n = 0; i < rows; i++) {
            if (taken < ascending.length && ascending[taken] == i) {
                taken++;
            } else {
                others[n++] = i;
            }
        }
        return others;
    }

    /** Row numbers of each class, ascending. */
    static int[][] rowsByClass(int[] labels, int classes) {
        int[] sizes = new int[classes];
        for (int label : labels) {
            sizes[label]++;
        }
        int[][] rows = new int[classes][];
        for (int c = 0; c < classes; c++) {
            rows[c] = new int[sizes[c]];
        }
        int[] next = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            rows[labels[i]][next[labels[i]]++] = i;
        }
        return rows;
    }

    private static int[] places(int[][] byClass, int rows, int count) {
        int[] places = new int[byClass.length];
        int left = count;
        for (int c = 0; c < byClass.length; c++) {
            places[c] = Math.min(byClass[c].length, Math.max(1, (int) ((long) count * byClass[c].length / rows)));
            left -= places[c];
        }
        // Places still free go where the most is owed, places too many are taken where the least is (lowest class
        // first).
        while (left != 0) {
            int best = -1;
            double bestOwed = 0;
            for (int c = 0; c < byClass.length; c++) {
                boolean possible = left > 0 ? places[c] < byClass[c].length : places[c] > 0;
                double owed = Math.signum(left) * ((double) count * byClass[c].length / rows - places[c]);
                if (possible && (best < 0 || owed > bestOwed)) {
                    best = c;
                    bestOwed = owed;
                }
            }
            places[best] += left > 0 ? 1 : -1;
            left -= left > 0 ? 1 : -1;
        }
        return places;
    }
}
