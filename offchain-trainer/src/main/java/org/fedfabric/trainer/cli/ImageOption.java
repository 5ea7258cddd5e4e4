package org.fedfabric.trainer.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.protocol.model.Shape;
import picocli.CommandLine.Option;

/** The size of the images a Deeplearning4j zip takes, which often stands nowhere in it. */
final class ImageOption {
    private static final Pattern SIZES = Pattern.compile("([0-9]{1,4})x([0-9]{1,4})x([0-9]{1,4})");

    @Option(
            names = "--image",
            paramLabel = "HxWxC",
            description = "Of a zip that does not say it: the size of its images, as 28x28x1.")
    String image;

    Optional<Shape> shape() {
        if (image == null) {
            return Optional.empty();
        }
        Matcher sizes = SIZES.matcher(image);
        if (!sizes.matches()) {
            throw new CommandException(
                    ExitCode.USAGE, "--image must be height x width x channels, as 28x28x1. Provided value: " + image);
        }
        return Optional.of(new Shape(
                Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)), Integer.parseInt(sizes.group(3))));
    }
}
