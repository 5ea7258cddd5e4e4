package org.fedfabric.experiments.result;

import java.io.IOException;
import java.nio.file.Path;

/** A file of an experiment that cannot be read: the message names it and says what to do. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFileException(Path file, String problem, Throwable cause) {
        super(
                file + ": must be as an experiment wrote it. Provided value: " + problem
                        + ". Move the file away and run the experiment again.",
                cause);
    }
}
