package org.fedfabric.trainer.dataset;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the text of one cell says: nothing, a number, or a word. */
final class Cells {
    /**
     * How tables write "no value", in lower case: what R, pandas, Weka, SQL and spreadsheets write. A schema may list such a
     * word as a value of its own (NA for Namibia); then it is one.
     */
    private static final Set<String> MISSING = Set.of(
            "", "?", "-", "--", ".", "na", "n/a", "#n/a", "#na", "<na>", "nan", "-nan", "null", "none", "#value!",
            "#div/0!", "#ref!", "#name?", "#num!", "#null!");

    /** The longest of them. */
    private static final int LONGEST_MISSING = 7;

    /** A decimal number and nothing that only Java would call one (1f, 0x1p3, Infinity). */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?");

    /** More characters than any number a double can hold is written with in practice: a text. */
    private static final int LONGEST_NUMBER = 64;

    private Cells() {}

    /** Whether a cell says that there is no value. */
    static boolean isMissing(String cell) {
        return cell.length() <= LONGEST_MISSING && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** The number a cell holds, or NaN if it is none. */
    static double number(String cell) {
        if (cell.isEmpty() || cell.length() > LONGEST_NUMBER || cell.charAt(0) > '9') {
            return Double.NaN;
        }
        double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** Whether a cell is a decimal number. */
    static boolean isNumber(String cell) {
        return !Double.isNaN(number(cell));
    }

    /** Whether a cell is a number with a comma before its decimals. */
    static boolean hasDecimalComma(String cell) {
        return cell.indexOf(',') > 0 && DECIMAL_COMMA.matcher(cell).matches();
    }

    /** Whether a cell is a number written as a code is: 007. */
    static boolean hasLeadingZero(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '0' && Character.isDigit(cell.charAt(1));
    }

    /** A word as schemas list it: numbers in their shortest form, so that 3, 3.0 and +3 are one word; others as they are. */
    static String word(String cell) {
        if (isShortest(cell) || hasLeadingZero(cell) || !isNumber(cell)) {
            return cell;
        }
        BigDecimal number = new BigDecimal(cell).stripTrailingZeros();
        return number.signum() == 0 ? "0" : number.scale() > 40 ? cell : number.toPlainString();
    }

    /** Whether a cell is certainly written as its word is; spares most cells the arithmetic. */
    private static boolean isShortest(String cell) {
        int last = cell.length() - 1;
        if (last < 0 || last > 15 || cell.charAt(0) == '.' || cell.charAt(0) == '+') {
            return false;
        }
        boolean point = false;
        for (int i = 0; i <= last; i++) {
            char c = cell.charAt(i);
            if (c == '.') {
                point = true;
            } else if ((c < '0' || c > '9') && (i > 0 || c != '-')) {
                return false;
            }
        }
        return !cell.equals("-0") && (!point || (cell.charAt(last) != '0' && cell.charAt(last) != '.'));
    }
}
