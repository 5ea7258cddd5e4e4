package org.fedfabric.trainer.dataset;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Dates and times in cells: {@code 2024-03-31}, {@code 2024/03/31}, {@code 31.03.2024}, each also with a time, and times
 * alone. Dates with slashes that begin with a day or month are not read: 3/4 is March to some and April to others.
 */
final class Moments {
    private static final Pattern MOMENT = Pattern.compile("(?:(?<y>\\d{4})([-/])(?<m>\\d{1,2})\\2(?<d>\\d{1,2})"
            + "|(?<d2>\\d{1,2})\\.(?<m2>\\d{1,2})\\.(?<y2>\\d{4}))"
            + "(?:[T ](?<h>\\d{1,2}):(?<min>\\d{2})(?::(?<s>\\d{2})(?:[.,]\\d+)?)?(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?");
    private static final Pattern SLASHES = Pattern.compile("\\d{1,2}/\\d{1,2}/\\d{2,4}( .*)?");
    private static final int SHORTEST = 4;
    private static final int LONGEST = 40;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double SECONDS_PER_HOUR = 3_600;

    /** A part of a moment that a category of its own is made of, under the name {@code COLUMN (part)}. */
    enum Part {
        MONTH(IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList()),
        WEEKDAY(List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
        HOUR(IntStream.rangeClosed(0, 23).mapToObj(Integer::toString).toList());

        private final List<String> words;

        Part(List<String> words) {
            this.words = words;
        }

        /** Its words, in the order of the calendar. */
        List<String> words() {
            return words;
        }

        /** The name of a column's part. */
        String of(String column) {
            return column + " (" + name().toLowerCase(java.util.Locale.ROOT) + ")";
        }

        /** Which word a cell's moment has; the cell itself if it is no moment, so that a reader names it. */
        String read(String cell) {
            LocalDateTime moment = parse(cell);
            if (moment == null) {
                return cell;
            }
            return switch (this) {
                case MONTH -> words.get(moment.getMonthValue() - 1);
                case WEEKDAY -> words.get(moment.getDayOfWeek().getValue() - 1);
                case HOUR -> words.get(moment.getHour());
            };
        }
    }

    private Moments() {}

    /** A date as days since 1970-01-01 (with a fraction if there is a time), a time alone as hours; NaN if neither. */
    static double number(String cell) {
        if (!mayBe(cell)) {
            return Double.NaN;
        }
        Matcher time = TIME.matcher(cell);
        try {
            if (time.matches()) {
                return timeOf(time.group(1), time.group(2), time.group(3)).toSecondOfDay() / SECONDS_PER_HOUR;
            }
            LocalDateTime moment = parse(cell);
            return moment == null ? Double.NaN : moment.toEpochSecond(ZoneOffset.UTC) / SECONDS_PER_DAY;
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** Whether a cell is a date, not a time alone. */
    static boolean hasDate(String cell) {
        return mayBe(cell) && parse(cell) != null;
    }

    /** Whether a cell has a time beside its date. */
    static boolean hasTime(String cell) {
        return cell.indexOf(':') > 0;
    }

    /** Whether a cell looks like a date whose day and month cannot be told apart. */
    static boolean isAmbiguous(String cell) {
        return cell.indexOf('/') > 0 && SLASHES.matcher(cell).matches();
    }

    private static boolean mayBe(String cell) {
        return cell.length() >= SHORTEST && cell.length() <= LONGEST && Character.isDigit(cell.charAt(0));
    }

    private static LocalDateTime parse(String cell) {
        Matcher m = MOMENT.matcher(cell);
        if (!m.matches()) {
            return null;
        }
        boolean dots = m.group("y") == null;
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(m.group(dots ? "y2" : "y")),
                    Integer.parseInt(m.group(dots ? "m2" : "m")),
                    Integer.parseInt(m.group(dots ? "d2" : "d")));
            LocalTime time =
                    m.group("h") == null ? LocalTime.MIDNIGHT : timeOf(m.group("h"), m.group("min"), m.group("s"));
            String zone = m.group("zone");
            LocalDateTime moment = date.atTime(time);
            return zone == null
                    ? moment
                    : moment.minusSeconds(ZoneOffset.of(zone).getTotalSeconds());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalTime timeOf(String hour, String minute, String second) {
        return LocalTime.of(
                Integer.parseInt(hour), Integer.parseInt(minute), second == null ? 0 : Integer.parseInt(second));
    }
}
