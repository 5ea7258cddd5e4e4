package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.fedfabric.protocol.data.Column;

/**
 * Decides what becomes of a column by what its cells have in common. Each number below is a rule of docs/data.md.
 */
final class ColumnJudge {
    /** More different words than this are not all named: the frequent ones are, and one value stands for the others. */
    static final int MOST_WORDS = 64;

    /** Words named of a column that has more. */
    private static final int NAMED_WORDS = 32;

    /** A word must stand in one row of a hundred to be named then. */
    private static final double NAMED_SHARE = 0.01;

    /** From this many rows on, words in fewer rows than {@link #RARE_ROWS} are not named: they could be one person's. */
    private static final int FOLD_FROM_ROWS = 200;

    private static final int RARE_ROWS = 5;

    /** Whole numbers with at most this many values are codes, if each has {@link #ROWS_PER_CODE} rows on average. */
    private static final int MOST_CODES = 10;

    private static final int ROWS_PER_CODE = 10;

    /** A column with less than one value in twenty rows says too little. */
    private static final double MOST_MISSING = 0.95;

    /** A text with as many words on average is prose. */
    private static final double PROSE_TOKENS = 3;

    /** Beyond so many deviations from the mean a feature shakes training, if logarithms bring it nearer. */
    private static final double FAR = 6;

    /** Buckets for prose: 1,024 words collide rarely; with few rows, fewer weights are learnt better. */
    private static final int BUCKETS = 1_024;

    private static final int FEW_ROWS = 1_000;
    private static final int FEW_BUCKETS = 256;
    private static final int ROWS_TO_TELL_IDS = 20;
    private static final double MICROS = 1e6;

    /** Means and scales must stay below 2^50 millionths (see Column). */
    private static final double LARGEST = 1e9;

    private static final Pattern ID_NAME = Pattern.compile(
            "(?i)(.*[ _.-])?(id|uid|uuid|guid|udi|key|no|nr|number|index|rownames?|row name|unnamed.*)[.:#]?"
                    + "|[a-z]+I[dD]|[a-z]+ID|.*_id|.*Id");

    private ColumnJudge() {}

    /** @param kept whether the person wants the column whatever it looks like */
    static ColumnFinding judge(String name, ColumnProfile profile, boolean kept) {
        if (profile.distinct() < 2) {
            return leftOut(name, profile, "constant", "it has one value or none");
        }
        if (profile.missing() > MOST_MISSING * profile.rows() && !kept) {
            return leftOut(
                    name,
                    profile,
                    "constant",
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of its values are missing",
                            100.0 * profile.missing() / profile.rows()));
        }
        if (profile.isNumeric() && !profile.hasLeadingZeros()) {
            return number(name, profile, kept);
        }
        if (profile.isMoments()) {
            return moment(name, profile);
        }
        return words(name, profile, kept);
    }

    private static ColumnFinding number(String name, ColumnProfile profile, boolean kept) {
        if (profile.countsRows() && !kept) {
            return leftOut(name, profile, "counter", "it counts the rows");
        }
        boolean identifies = profile.isWhole()
                && profile.given() >= ROWS_TO_TELL_IDS
                && profile.allDiffer()
                && (ID_NAME.matcher(name).matches() || profile.hasEqualDigits());
        if (profile.isTooLongToMeasure() && !kept) {
            return leftOut(name, profile, "identifier", "its whole numbers have more digits than measures have");
        }
        if (identifies && !kept) {
            return leftOut(name, profile, "identifier", "every row has another whole number, as identifiers have");
        }
        if (profile.isWhole()
                && profile.distinct() > 2
                && profile.distinct() <= MOST_CODES
                && profile.given() >= ROWS_PER_CODE * profile.distinct()) {
            return category(name, profile, "code");
        }
        ScaleFigures raw = profile.raw();
        boolean tooLarge = Math.abs(raw.mean()) > LARGEST || raw.deviation() > LARGEST;
        boolean skewed = raw.reach() > FAR && profile.logarithms().reach() < raw.reach() / 1.5;
        ColumnFinding finding;
        if (tooLarge || skewed) {
            ScaleFigures logarithms = profile.logarithms();
            finding = finding(
                            name,
                            profile,
                            "number",
                            List.of(new Column.Logarithmic(
                                    name, micros(logarithms.mean()), scale(logarithms), missingRule(profile))))
                    .remarked(String.format(
                            Locale.ROOT,
                            "On a logarithmic scale: the farthest value lies %.0f deviations from the mean.",
                            raw.reach()));
        } else {
            finding = finding(
                    name,
                    profile,
                    "number",
                    List.of(new Column.Numeric(name, micros(raw.mean()), scale(raw), missingRule(profile))));
        }
        return raw.deviation() * MICROS < 100
                ? finding.remarked("Its values differ by less than the schema's millionths can show well: write them"
                        + " in a smaller unit.")
                : finding;
    }

    private static ColumnFinding moment(String name, ColumnProfile profile) {
        Column.Missing rule = missingRule(profile);
        List<Column> columns = new ArrayList<>();
        columns.add(new Column.Numeric(name, micros(profile.raw().mean()), scale(profile.raw()), rule));
        if (profile.hasDates()) {
            Column.Missing part = rule == Column.Missing.REFUSE ? rule : Column.Missing.NEUTRAL;
            columns.add(new Column.Category(Moments.Part.MONTH.of(name), Moments.Part.MONTH.words(), part));
            columns.add(new Column.Category(Moments.Part.WEEKDAY.of(name), Moments.Part.WEEKDAY.words(), part));
            if (profile.hasTimes()) {
                columns.add(new Column.Category(Moments.Part.HOUR.of(name), Moments.Part.HOUR.words(), part));
            }
        }
        return finding(name, profile, profile.hasDates() ? "date" : "time", columns);
    }

    private static ColumnFinding words(String name, ColumnProfile profile, boolean kept) {
        if (profile.texts() > 0 && 20 * profile.texts() <= profile.given() && profile.distinct() > MOST_CODES) {
            return leftOut(
                    name,
                    profile,
                    "number",
                    profile.texts() + " of its values are no numbers, such as \"" + shortened(profile.firstText())
                            + "\"; correct or empty them to use it");
        }
        if (profile.isAmbiguousDates()) {
            return leftOut(
                    name,
                    profile,
                    "date",
                    "day and month cannot be told apart in \"" + profile.firstText()
                            + "\"; write dates as 2024-03-31 to use it");
        }
        boolean few = profile.distinct() <= MOST_WORDS && !profile.overflowed();
        if (few && 2 * profile.distinct() <= profile.given()) {
            return category(name, profile, profile.isNumeric() ? "code" : "category");
        }
        if (profile.tokensPerText() >= PROSE_TOKENS && profile.given() >= ROWS_TO_TELL_IDS) {
            int buckets = profile.given() < FEW_ROWS ? FEW_BUCKETS : BUCKETS;
            return finding(name, profile, "text", List.of(new Column.Words(name, buckets)))
                    .remarked("As the set of its words, hashed to " + buckets + " buckets; their order is lost.");
        }
        if (profile.given() >= ROWS_TO_TELL_IDS && profile.allDiffer() && !kept) {
            return leftOut(name, profile, "identifier", "every row has another text, as names and identifiers have");
        }
        if (few) {
            return category(name, profile, "category");
        }
        return frequent(name, profile);
    }

    /** All words, less those so rare that they could be one person's. */
    private static ColumnFinding category(String name, ColumnProfile profile, String type) {
        List<String> all = new ArrayList<>(profile.words().keySet());
        List<String> named = profile.rows() < FOLD_FROM_ROWS
                ? all
                : all.stream()
                        .filter(word -> profile.words().get(word) >= RARE_ROWS)
                        .toList();
        if (named.size() < 2) {
            return leftOut(name, profile, type, "all its values but one are rare");
        }
        int folded = all.size() - named.size();
        ColumnFinding finding = categoryOf(name, profile, type, named, folded > 0);
        return folded == 0
                ? finding
                : finding.remarked(folded + (folded == 1 ? " rare value counts" : " rare values count") + " as \""
                        + Column.Category.OTHER + "\".");
    }

    private static ColumnFinding frequent(String name, ColumnProfile profile) {
        List<String> named = profile.words().entrySet().stream()
                .filter(word -> word.getValue() >= NAMED_SHARE * profile.given() && word.getValue() >= RARE_ROWS)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(NAMED_WORDS)
                .map(Map.Entry::getKey)
                .toList();
        String distinct = (profile.overflowed() ? "more than " : "") + profile.distinct();
        if (named.isEmpty()) {
            return leftOut(
                    name,
                    profile,
                    "category",
                    "of its " + distinct + " different texts none is in one row of a hundred");
        }
        return categoryOf(name, profile, "category", named, true)
                .remarked("Of " + distinct + " values the " + named.size()
                        + " most frequent are named, the others are \"" + Column.Category.OTHER + "\".");
    }

    private static ColumnFinding categoryOf(
            String name, ColumnProfile profile, String type, List<String> named, boolean others) {
        List<String> values = new ArrayList<>(named);
        values.sort(WORD_ORDER);
        if (others && !values.contains(Column.Category.OTHER)) {
            values.add(Column.Category.OTHER);
        }
        return finding(name, profile, type, List.of(new Column.Category(name, values, missingRule(profile))));
    }

    /** Numbers by size, then words by alphabet. */
    static final Comparator<String> WORD_ORDER = Comparator.<String>comparingDouble(
                    word -> Cells.isNumber(word) ? Cells.number(word) : Double.POSITIVE_INFINITY)
            .thenComparing(Comparator.naturalOrder());

    private static Column.Missing missingRule(ColumnProfile profile) {
        return profile.missing() == 0 ? Column.Missing.REFUSE : Column.Missing.INDICATED;
    }

    private static long micros(double value) {
        return Math.round(value * MICROS);
    }

    private static long scale(ScaleFigures figures) {
        return Math.max(1, micros(figures.deviation()));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 39) + "…";
    }

    private static ColumnFinding leftOut(String name, ColumnProfile profile, String type, String why) {
        return finding(name, profile, type, List.of()).withoutUse(why);
    }

    private static ColumnFinding finding(String name, ColumnProfile profile, String type, List<Column> columns) {
        boolean measured = profile.isNumeric() || profile.isMoments();
        return new ColumnFinding(
                name,
                type,
                profile.missing(),
                profile.distinct(),
                profile.overflowed(),
                measured ? profile.raw().smallest() : null,
                measured ? profile.raw().largest() : null,
                measured ? profile.raw().mean() : null,
                columns,
                null,
                null,
                null);
    }
}
