package org.fedfabric.experiments.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.fedfabric.experiments.report.figure.Spread;

/** Figures as text, the same on every machine. */
final class Numbers {
    /** Stands where there is no figure. */
    static final String NONE = "–";

    private Numbers() {}

    /** A number with this many decimals; no “-0.0”. */
    static String fixed(double value, int decimals) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : text.replace('-', '−');
    }

    /** A number that may be of any size, with three digits that count. */
    static String digits(double value) {
        double size = Math.abs(value);
        if (Double.isInfinite(value) || value == 0 || (size >= 100 && size < 100_000)) {
            return fixed(value, 0);
        }
        if (size >= 0.01 && size < 100) {
            return fixed(value, size < 1 ? 3 : size < 10 ? 2 : 1);
        }
        String[] parts = String.format(Locale.ROOT, "%.2e", value).split("e");
        return parts[0].replace('-', '−') + "·10" + raised(Integer.parseInt(parts[1]));
    }

    private static String raised(int exponent) {
        return Integer.toString(exponent)
                .chars()
                .mapToObj(c -> c == '-' ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹".substring(c - '0', c - '0' + 1))
                .collect(Collectors.joining());
    }

    /** A share as a percentage with this many decimals. */
    static String percent(double share, int decimals) {
        return fixed(100 * share, decimals) + " %";
    }

    /** A share as a percentage with one decimal, or a dash. */
    static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble(), 1) : NONE;
    }

    /** A difference with its sign. */
    static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        return value > 0 && text.matches(".*[1-9].*|∞") ? "+" + text : text;
    }

    /** A mean of shares with its standard deviation, in per cent. */
    static String percent(Spread spread) {
        String mean = fixed(100 * spread.mean(), 2);
        return spread.deviation().isPresent()
                ? mean + " ± " + fixed(100 * spread.deviation().getAsDouble(), 2) + " %"
                : mean + " %";
    }

    /** The same, or a dash. */
    static String percent(Optional<Spread> spread) {
        return spread.map(Numbers::percent).orElse(NONE);
    }

    /** Seconds, in the unit a person would say. */
    static String duration(double seconds) {
        if (seconds < 120) {
            return fixed(seconds, seconds < 10 ? 2 : 0) + " s";
        }
        return seconds < 7_200 ? fixed(seconds / 60, 1) + " min" : fixed(seconds / 3_600, 1) + " h";
    }

    /** Bytes as mebibytes. */
    static String mebibytes(long bytes) {
        return fixed(bytes / 1_048_576.0, 0) + " MiB";
    }
}
