package org.fedfabric.experiments.cli;

import picocli.CommandLine.Command;

/** The experiments' commands. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = {
            "Run grids of federations from scenario files: data sets, partitions, models, noise, attacks, defences, seeds.",
            "Every run is a federation with a ledger of its own, in this one process. docs/experiments.md has the",
            "scenarios, their form and what is written.",
            "",
            "  bin/fedfabric experiment list scenarios/first-steps.yaml         what would be run, and how long it takes",
            "  bin/fedfabric experiment run scenarios/first-steps.yaml          half a minute, nothing to download",
            "  bin/fedfabric experiment run scenarios/ll-bcfl.yaml --data DIR   DIR/mnist has MNIST's four files",
            "",
            "Stop it with Ctrl-C, or kill it: the same command goes on where it was.",
            ""
        },
        subcommands = {RunCommand.class, ListCommand.class, ReportCommand.class})
final class ExperimentCommand {}
