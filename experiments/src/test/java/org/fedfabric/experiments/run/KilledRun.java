package org.fedfabric.experiments.run;

import java.nio.file.Path;

/** A run in a process of its own, to be killed: prints the version it has published, line by line. */
final class KilledRun {
    private KilledRun() {}

    /** Takes the folder and the number of versions. */
    public static void main(String[] args) throws Exception {
        Run.run(
                TinyRun.settings(Integer.parseInt(args[1])),
                Path.of(args[0]),
                DataPlace.generated(),
                round -> System.out.println(round.version()));
    }
}
