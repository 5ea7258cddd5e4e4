package org.fedfabric.experiments.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fedfabric.protocol.canonical.Checks;

/**
 * What a publication states about one cell of the grid, to stand beside ours.
 *
 * @param axes the cell: values of axes, by name; axes that are not named mean every value of them
 * @param versions rounds after which it is stated
 * @param lowest test accuracy in [0, 1]: the value, or the lower end of a range, 0 where only the upper end is stated;
 *     null where no number is
 * @param highest the upper end, the same as {@code lowest} where one value is stated, 1 where only the lower end is; null
 *     where no number is
 * @param note what is stated in words; null if nothing
 * @param source where, such as a figure or table
 * @param why what makes ours differ, in plain words for the report; null while nobody has said
 */
public record Published(
        Map<String, String> axes, int versions, Double lowest, Double highest, String note, String source, String why) {
    /** One that nothing is said about yet. */
    public Published(
            Map<String, String> axes, int versions, Double lowest, Double highest, String note, String source) {
        this(axes, versions, lowest, highest, note, source, null);
    }

    /** Checks presence and ranges. */
    public Published {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        Checks.inRange(versions, 1, 100_000, "versions");
        share(lowest);
        share(highest);
        if (lowest == null && highest != null) {
            lowest = 0.0;
        } else if (highest == null && lowest != null) {
            highest = 1.0;
        }
        Checks.require(lowest == null || lowest <= highest, "lowest must not exceed highest", lowest + ", " + highest);
        Checks.require(
                lowest != null || note != null,
                "A published value must have accuracy, lowest, highest or note",
                "none");
        Checks.present(source, "source");
    }

    private static void share(Double accuracy) {
        Checks.require(
                accuracy == null || (accuracy >= 0 && accuracy <= 1),
                "A published accuracy must lie in [0, 1]",
                accuracy);
    }
}
