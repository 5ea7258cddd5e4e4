package org.fedfabric.trainer.dataset;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the cells of one column have in common, gathered cell by cell in bounded memory. */
final class ColumnProfile {
    private final int mostWords;
    private final Map<String, Long> words = new LinkedHashMap<>();
    private final ScaleFigures raw = new ScaleFigures();
    private final ScaleFigures logarithms = new ScaleFigures();
    private long missing;
    private long given;
    private long numbers;
    private long whole;
    private long leadingZeros;
    private long moments;
    private long dates;
    private long times;
    private long ambiguousDates;
    private long tokens;
    private long unlisted;
    private boolean counts = true;
    private boolean ascends = true;
    private double previous = Double.NaN;
    private int digits = -1;
    private boolean equalDigits = true;
    private String firstText;

    /** @param mostWords different words to remember; later ones are only counted */
    ColumnProfile(int mostWords) {
        this.mostWords = mostWords;
    }

    /** Says that the next cell begins another file: counters start again there. */
    void startFile() {
        previous = Double.NaN;
    }

    void add(String cell) {
        if (Cells.isMissing(cell)) {
            missing++;
            return;
        }
        given++;
        double number = Cells.number(cell);
        if (Double.isNaN(number)) {
            addText(cell);
        } else {
            addNumber(cell, number);
        }
        String word = Cells.word(cell);
        Long count = words.get(word);
        if (count != null) {
            words.put(word, count + 1);
        } else if (words.size() < mostWords) {
            words.put(word, 1L);
        } else {
            unlisted++;
        }
    }

    private void addNumber(String cell, double number) {
        numbers++;
        raw.add(number);
        logarithms.add(number < 0 ? -Math.log1p(-number) : Math.log1p(number));
        whole += number == Math.rint(number) ? 1 : 0;
        leadingZeros += Cells.hasLeadingZero(cell) ? 1 : 0;
        counts &= Double.isNaN(previous) || number == previous + 1;
        ascends &= Double.isNaN(previous) || number > previous;
        previous = number;
        equalDigits &= digits < 0 || digits == cell.length();
        digits = cell.length();
    }

    private void addText(String cell) {
        firstText = firstText == null ? cell : firstText;
        counts = false;
        ascends = false;
        double moment = Moments.number(cell);
        if (!Double.isNaN(moment)) {
            moments++;
            dates += Moments.hasDate(cell) ? 1 : 0;
            times += Moments.hasTime(cell) ? 1 : 0;
            raw.add(moment);
        }
        ambiguousDates += Moments.isAmbiguous(cell) ? 1 : 0;
        boolean inToken = false;
        for (int i = 0; i < cell.length(); i++) {
            boolean letter = Character.isLetterOrDigit(cell.charAt(i));
            tokens += letter && !inToken ? 1 : 0;
            inToken = letter;
        }
    }

    long missing() {
        return missing;
    }

    long given() {
        return given;
    }

    long rows() {
        return given + missing;
    }

    /** Different words, or as many as were remembered. */
    long distinct() {
        return words.size();
    }

    /** Whether there may be more different words than {@link #distinct}. */
    boolean overflowed() {
        return unlisted > 0;
    }

    /** Whether every value is another, as far as they were remembered. */
    boolean allDiffer() {
        return words.size() + unlisted == given && words.values().stream().allMatch(count -> count == 1);
    }

    /** Remembered words with the rows of each, in order of appearance. */
    Map<String, Long> words() {
        return words;
    }

    boolean isNumeric() {
        return given > 0 && numbers == given;
    }

    boolean isWhole() {
        return isNumeric() && whole == given;
    }

    boolean hasLeadingZeros() {
        return leadingZeros > 0;
    }

    /** Numbers that are words in the others' eyes: how many cells of a numeric column are not numbers. */
    long texts() {
        return given - numbers;
    }

    String firstText() {
        return firstText;
    }

    boolean isMoments() {
        return given > 0 && moments == given && (dates == 0 || dates == given);
    }

    boolean hasDates() {
        return dates > 0;
    }

    boolean hasTimes() {
        return times > 0;
    }

    boolean isAmbiguousDates() {
        return given > 0 && ambiguousDates == given;
    }

    /** Words per text. */
    double tokensPerText() {
        return given == numbers ? 0 : (double) tokens / (given - numbers);
    }

    /**
     * Whether the column counts rows: each value is the one before plus one; or, with twenty rows, whole numbers that ascend
     * through each file, or that are a span in any order.
     */
    boolean countsRows() {
        boolean span = raw.largest() - raw.smallest() + 1 == given && allDiffer();
        return isWhole() && given > 2 && (counts || (given >= 20 && (ascends || span)));
    }

    /** Whether its numbers are longer than a double holds exactly, as identifiers are and measures are not. */
    boolean isTooLongToMeasure() {
        return isWhole() && raw.largest() > 1L << 53 && digits > 15;
    }

    boolean hasEqualDigits() {
        return equalDigits && digits >= 6;
    }

    ScaleFigures raw() {
        return raw;
    }

    ScaleFigures logarithms() {
        return logarithms;
    }
}
