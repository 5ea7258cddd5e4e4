package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * A milling machine's log made up after the rules of AI4I 2020 (Matzka 2020). docs/data.md gives the source of each rule
 * and says where the published text and the published data differ; a test compares the failure counts with AI4I's.
 */
public final class MachineFailures {
    /** Why a machine failed; a row can have several. */
    public enum Mode {
        /** The tool wore out and failed before it was replaced. */
        TWF,
        /** Heat was not carried off: small temperature difference at low speed. */
        HDF,
        /** Power below 3,500 W or above 9,000 W. */
        PWF,
        /** Overstrain: tool wear × torque above the product's limit. */
        OSF,
        /** Random, for no reason in the row. */
        RNF
    }

    /** Largest table made in one piece; beyond it memory rather than time is the limit. */
    private static final int MAX_ROWS = 5_000_000;

    private static final double[] TYPE_SHARE_UP_TO = {0.6, 0.9, 1.0};
    private static final int[] WEAR_MINUTES = {2, 3, 5};
    private static final int[] OVERSTRAIN_MINUTE_NEWTON_METRES = {11_000, 12_000, 13_000};
    private static final double TOOL_END_MIN_MINUTES = 200;
    private static final double TOOL_END_MAX_MINUTES = 240;
    private static final double TOOL_FAILS_RATHER_THAN_REPLACED = 0.4;
    private static final double RANDOM_FAILURE = 0.0019;
    private static final double WATTS_PER_NEWTON_METRE_RPM = Math.PI / 30;

    private static final String TYPES = "LMH";
    private static final String CSV_HEADER = "UDI,Product ID,Type,Air temperature [K],Process temperature [K],"
            + "Rotational speed [rpm],Torque [Nm],Tool wear [min],Machine failure,TWF,HDF,PWF,OSF,RNF\n";

    private final int[] types;
    private final double[] airKelvin;
    private final double[] processKelvin;
    private final double[] speedRpm;
    private final double[] torqueNewtonMetres;
    private final double[] wearMinutes;
    private final Map<Mode, boolean[]> modes = new EnumMap<>(Mode.class);

    private MachineFailures(int rows, long seed) {
        types = types(rows, SeededDraws.of("product types", seed));
        double[] air = normalisedWalk(rows, 300, 2, SeededDraws.of("air temperature", seed));
        double[] difference = normalisedWalk(rows, 10, 1, SeededDraws.of("process temperature", seed));
        airKelvin = new double[rows];
        processKelvin = new double[rows];
        for (int i = 0; i < rows; i++) {
            airKelvin[i] = tenths(air[i]);
            processKelvin[i] = tenths(air[i] + difference[i]);
        }
        torqueNewtonMetres = torques(rows, SeededDraws.of("torque", seed));
        speedRpm = speeds(torqueNewtonMetres, SeededDraws.of("rotational speed", seed));
        for (Mode mode : Mode.values()) {
            modes.put(mode, new boolean[rows]);
        }
        wearMinutes = wear(SeededDraws.of("tools", seed));
        judge(difference, SeededDraws.of("random failures", seed));
    }

    /**
     * Makes a table; the same rows and seed give the same table on every machine.
     *
     * @param rows how many, 1 to 5,000,000
     */
    public static MachineFailures generate(int rows, long seed) {
        Checks.inRange(rows, 1, MAX_ROWS, "rows to generate");
        return new MachineFailures(rows, seed);
    }

    /**
     * How many rows to make so that so many remain for training and validation when one in five is set aside for the
     * test.
     */
    public static int rowsFor(int trainCount, int validationCount) {
        return HeldOut.rowsFor(Math.addExact(trainCount, validationCount));
    }

    /** The table under {@link DataSchemas#machineFailures()}; class 1 where any mode holds. */
    public RawRows rows() {
        int[] labels =
                IntStream.range(0, types.length).map(i -> failed(i) ? 1 : 0).toArray();
        return new RawRows(
                DataSchemas.machineFailures(),
                List.of(
                        new RawColumn.Codes(types),
                        new RawColumn.Numbers(airKelvin),
                        new RawColumn.Numbers(processKelvin),
                        new RawColumn.Numbers(speedRpm),
                        new RawColumn.Numbers(torqueNewtonMetres),
                        new RawColumn.Numbers(wearMinutes)),
                labels);
    }

    /** Whether this mode holds in this row. */
    public boolean failed(int row, Mode mode) {
        return modes.get(mode)[row];
    }

    /** Whether any mode holds in this row. */
    public boolean failed(int row) {
        return modes.values().stream().anyMatch(flags -> flags[row]);
    }

    /** In how many rows this mode holds. */
    public int count(Mode mode) {
        boolean[] flags = modes.get(mode);
        return (int) IntStream.range(0, flags.length).filter(i -> flags[i]).count();
    }

    /** In how many rows any mode holds. */
    public int countFailures() {
        return (int) IntStream.range(0, types.length).filter(this::failed).count();
    }

    /**
     * Writes the table as a CSV file with AI4I 2020's columns, the five modes included, whole or not at all.
     *
     * @throws DatasetException if the file cannot be written
     */
    public void writeCsv(Path file) {
        StringBuilder csv = new StringBuilder(CSV_HEADER);
        for (int i = 0; i < types.length; i++) {
            String type = TYPES.substring(types[i], types[i] + 1);
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s%05d,%s,%.1f,%.1f,%.0f,%.1f,%.0f,%d",
                    i + 1,
                    type,
                    i + 1,
                    type,
                    airKelvin[i],
                    processKelvin[i],
                    speedRpm[i],
                    torqueNewtonMetres[i],
                    wearMinutes[i],
                    failed(i) ? 1 : 0));
            for (Mode mode : Mode.values()) {
                csv.append(failed(i, mode) ? ",1" : ",0");
            }
            csv.append('\n');
        }
        try {
            DurableFile.write(file, csv.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DatasetException(
                    "The file for the generated data must be writable. Provided value: " + e
                            + ". Free space or correct the path " + file + ".",
                    e);
        }
    }

    private static int[] types(int rows, SeededDraws draws) {
        int[] types = new int[rows];
        for (int i = 0; i < rows; i++) {
            double u = draws.uniform();
            types[i] = u < TYPE_SHARE_UP_TO[0] ? 0 : u < TYPE_SHARE_UP_TO[1] ? 1 : 2;
        }
        return types;
    }

    /**
     * A random walk whose values are replaced by the normal quantiles of their ranks. Subtracting the mean and dividing
     * by the deviation alone would leave the walk's shape to chance, and with it the share of rows below 8.6 K, on which
     * a failure mode hangs.
     */
    private static double[] normalisedWalk(int rows, double mean, double deviation, SeededDraws draws) {
        double[] walk = new double[rows];
        double position = 0;
        for (int i = 0; i < rows; i++) {
            position += draws.gaussian();
            walk[i] = position;
        }
        Integer[] byValue = IntStream.range(0, rows).boxed().toArray(Integer[]::new);
        Arrays.sort(byValue, Comparator.comparingDouble(i -> walk[i]));
        for (int rank = 0; rank < rows; rank++) {
            walk[byValue[rank]] = mean + deviation * NormalQuantile.of((rank + 0.5) / rows);
        }
        return walk;
    }

    /** The quantiles of N(40, 10) in random order, so that every table has the same tails; none below 1 Nm. */
    private static double[] torques(int rows, SeededDraws draws) {
        int[] ranks = draws.permutation(rows);
        double[] torques = new double[rows];
        for (int i = 0; i < rows; i++) {
            torques[i] = Math.max(1, tenths(40 + 10 * NormalQuantile.of((ranks[i] + 0.5) / rows)));
        }
        return torques;
    }

    /** 1,000 rpm + 20,000 rpm·Nm / torque with noise of 50 rpm, at most 2,900 rpm: what the published rows follow. */
    private static double[] speeds(double[] torques, SeededDraws draws) {
        double[] speeds = new double[torques.length];
        for (int i = 0; i < speeds.length; i++) {
            speeds[i] = Math.min(2_900, Math.rint(1_000 + 20_000 / torques[i] + 50 * draws.gaussian()));
        }
        return speeds;
    }

    /** Wear of the tool at each row; sets TWF where a tool fails. */
    private double[] wear(SeededDraws draws) {
        double[] wear = new double[types.length];
        double now = 0;
        double end = toolEnd(draws);
        for (int i = 0; i < wear.length; i++) {
            wear[i] = now;
            if (now >= end) {
                modes.get(Mode.TWF)[i] = draws.uniform() < TOOL_FAILS_RATHER_THAN_REPLACED;
                now = 0;
                end = toolEnd(draws);
            } else {
                now += WEAR_MINUTES[types[i]];
            }
        }
        return wear;
    }

    /** When a tool's life ends: the earlier of two times, as it is replaced or fails, whichever comes first. */
    private static double toolEnd(SeededDraws draws) {
        double earlier = Math.min(draws.uniform(), draws.uniform());
        return TOOL_END_MIN_MINUTES + earlier * (TOOL_END_MAX_MINUTES - TOOL_END_MIN_MINUTES);
    }

    private void judge(double[] differenceKelvin, SeededDraws draws) {
        for (int i = 0; i < types.length; i++) {
            double watts = torqueNewtonMetres[i] * speedRpm[i] * WATTS_PER_NEWTON_METRE_RPM;
            modes.get(Mode.HDF)[i] = differenceKelvin[i] < 8.6 && speedRpm[i] < 1_380;
            modes.get(Mode.PWF)[i] = watts < 3_500 || watts > 9_000;
            modes.get(Mode.OSF)[i] = wearMinutes[i] * torqueNewtonMetres[i] > OVERSTRAIN_MINUTE_NEWTON_METRES[types[i]];
            modes.get(Mode.RNF)[i] = draws.uniform() < RANDOM_FAILURE;
        }
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }
}
