package org.fedfabric.experiments.run;

import java.nio.file.Path;

/** A run in a process of its own, to be killed: prints the version it has published, line by line. */
final class KilledRun {
    private KilledRun() {}

    /** Takes the folder, the number of versions and the name of the settings. */
    public static void main(String[] args) throws Exception {
        Run.run(
                TinyRun.named(args[2], Integer.parseInt(args[1])),
                Path.of(args[0]),
                DataPlace.generated(),
                round -> System.out.println(round.version()));
    }
}
