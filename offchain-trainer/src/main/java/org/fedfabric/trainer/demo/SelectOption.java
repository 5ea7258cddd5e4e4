package org.fedfabric.trainer.demo;

import org.fedfabric.protocol.task.Selection;

/** Reads {@code --select}: all, a number, or a fraction. */
final class SelectOption {
    private SelectOption() {}

    static Selection parse(String text) {
        Selection all = Selection.all();
        if (text.equals("all")) {
            return all;
        }
        if (text.contains(".")) {
            return all.withPermille(Math.max(1, (int) Math.round(fraction(text) * 1000)));
        }
        return all.withCount(Numbers.positive(text, "--select"));
    }

    /** How many of the participants a rule selects when all are eligible. */
    static int places(Selection selection, int participants) {
        return selection.count() > 0
                ? Math.min(selection.count(), participants)
                : Math.max(1, (participants * selection.permille() + 999) / 1000);
    }

    private static double fraction(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // The sentence below says it.
        }
        throw new DemoException(
                DemoException.USAGE,
                "--select must be all, a number from 1, or a fraction above 0 and at most 1. Provided value: " + text);
    }
}
